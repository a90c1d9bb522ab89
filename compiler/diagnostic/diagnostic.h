// Findings: what is wrong, where, and the way out. The only channel for users' mistakes.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/source/source.h"

namespace launch {

enum class Severity : std::uint8_t { Warning, Error };

// A kind of mistake. Lives as a constant beside the code that reports it and is listed in
// compiler/rules.cpp; `launch rules` and docs/rules.md print these fields.
struct Rule {
  std::string_view id;  // "yaml/duplicate-key": area, then a noun phrase of the defect
  Severity severity;
  std::string_view summary;  // one line, lower case, no full stop
  std::string_view
      help;  // why it matters and how to get out, whole sentences; with the source of the rule
};

struct Note {
  Span span;
  std::string message;
};

struct Diagnostic {
  const Rule* rule = nullptr;
  Span span;
  std::string message;        // what was seen, what was expected; lower case, no full stop
  std::vector<Note> notes{};  // every other place involved
  std::string suggestion{};   // "did you mean "gpus"?"; empty when none is known
  Severity severity = Severity::Error;  // set by report(): the rule's, unless lowered
  bool redact_snippet = false;  // what `span` covers is a credential: no renderer may show its text
};

class Diagnostics {
 public:
  // Adds a finding with its rule's severity.
  void report(Diagnostic diagnostic);
  // Adds a finding that is only advice here although its rule is an error elsewhere.
  void report_as(Severity severity, Diagnostic diagnostic);

  bool has_errors() const { return errors_ > 0; }
  bool empty() const { return all_.empty(); }
  std::size_t error_count() const { return errors_; }
  // In the order in which they were reported.
  std::span<const Diagnostic> all() const { return all_; }
  // By source and position, each once (same rule, place and message).
  std::vector<Diagnostic> sorted() const;
  // Moves all findings of `other` here.
  void take(Diagnostics&& other);
  // Removes the findings for which `drop` is true.
  template <class Predicate>
  void remove_if(Predicate drop) {
    std::erase_if(all_, drop);
    errors_ = 0;
    for (const Diagnostic& d : all_) errors_ += d.severity == Severity::Error;
  }

 private:
  std::vector<Diagnostic> all_;
  std::size_t errors_ = 0;
};

// The candidate nearest to `word` when near enough to be a slip of the hand or a known other
// spelling (case, - for _, plural); empty otherwise.
std::string_view did_you_mean(std::string_view word, std::span<const std::string_view> candidates);
// `did you mean "x"?`, or empty when x is.
std::string suggest(std::string_view nearest);
// "a", "b" or "c"; cut after `most` with the number of the rest.
std::string one_of(std::span<const std::string_view> allowed, std::size_t most = 12);
// "a", "b" and "c"; cut likewise.
std::string all_of(std::span<const std::string_view> known, std::size_t most = 12);
// The word in double quotes, control characters escaped, long ones cut: fit for a message.
std::string quoted(std::string_view word);

}  // namespace launch
