// Findings as text and as JSON.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostic/diagnostic.h"

namespace launch {

// The first line that a finding covers. A long line is kept around the caret only, so that many
// findings in one long line stay cheap. Secrets are masked already.
struct Snippet {
  std::string text;         // UTF-8 as in the source, not yet fit for a terminal
  std::uint32_t begin = 0;  // the bytes of `text` to underline; an empty range is one caret
  std::uint32_t end = 0;
  bool cut_before = false;  // the line goes on to the left or the right
  bool cut_after = false;
};

// Where something is, for people and machines. Lines and columns count from 1, columns count code
// points, the end is one past the last character.
struct Place {
  std::string path;       // a file as the user named it, `--set`, `$HF_TOKEN`
  bool has_line = false;  // only files have lines
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t end_line = 0;
  std::uint32_t end_column = 0;
};

struct FindingNote {
  Place place;
  std::string message;
};

// A diagnostic as plain data: it outlives the sources it was found in.
struct Finding {
  const Rule* rule = nullptr;
  Severity severity = Severity::Error;
  std::string message;
  Place place;
  bool has_snippet = false;  // not for secret sources
  Snippet snippet;
  std::vector<FindingNote> notes;
  std::string suggestion;
};

// In the order given. Whatever a redacting diagnostic covers is masked in every snippet and
// message.
std::vector<Finding> resolve(std::span<const Diagnostic> diagnostics, const SourceMap& sources);

struct Summary {
  std::size_t files = 0;
  std::size_t errors = 0;
  std::size_t warnings = 0;
};
Summary summarize(std::span<const Finding> findings, std::size_t files);

// `path:line:col: error: message [area/rule]`, the source line, notes, help; each line ends in \n.
// Control characters never reach the terminal, whoever wrote them.
std::string render_text(std::span<const Finding> findings, bool colour);

// One JSON document: format_version, findings, summary. Fields may be added, none is ever removed.
std::string render_json(std::span<const Finding> findings, const Summary& summary);
// Only the list, for a document that embeds it: `[`, one finding a line, `]`.
void append_findings_json(std::string& out, std::span<const Finding> findings);
void append_finding_json(std::string& out, const Finding& finding);

}  // namespace launch
