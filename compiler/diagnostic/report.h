// What a run found, in the formats that CI systems and tools read. Each is one document, also when
// nothing was found or nothing could be read.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostic/render.h"

namespace launch {

struct UnreadFile {
  std::string path;
  std::string why;
};

struct Report {
  std::string_view version;        // of launch
  std::vector<std::string> files;  // judged, as the user named them, in order
  std::vector<Finding> findings;   // in the order of places
  std::vector<UnreadFile> unread;
  Summary summary;
  // What a place's file is called from the workspace's root, wherever launch runs; null: its path.
  std::function<std::string(const Place&)> path_from_root{};
};

struct ReportFormat {
  std::string_view name;  // as after --format
  std::string_view summary;
  std::string (*render)(const Report&);
};

// The first is what people read.
std::span<const ReportFormat> formats();
// Null when there is none.
const ReportFormat* find_format(std::string_view name);

// One line a finding and nothing else: `path:line:col: error: message [area/rule]`.
std::string render_concise(const Report& report);
// One finding of the JSON format a line, each complete in itself (https://jsonlines.org).
std::string render_jsonl(const Report& report);
// SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), as GitHub's code scanning takes
// it.
std::string render_sarif(const Report& report);
// A suite a file, a case a finding; a file without findings is one case that passed. Warnings are
// cases that passed and say something, because a failed case fails builds.
std::string render_junit(const Report& report);
// TAP version 13 (https://testanything.org/tap-version-13-specification.html): a test point a file.
// All of it is TAP 14 as well, but Perl's TAP::Parser, which `prove` is, refuses that number.
std::string render_tap(const Report& report);
// Commands by which a step of GitHub Actions annotates lines
// (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
std::string render_github(const Report& report);
// GitLab's Code Quality report (https://docs.gitlab.com/ci/testing/code_quality/).
std::string render_gitlab(const Report& report);
// Checkstyle's XML report (https://checkstyle.org), which many CI systems read.
std::string render_checkstyle(const Report& report);

// How many findings there are of each rule and in each file, most frequent first, with the way to
// learn more; empty when there are none.
std::string render_summary(const Report& report);

// Names each finding by what it says of which text, so that lines added above do not change it.
// In the order of the findings.
std::vector<std::string> fingerprints(std::span<const Finding> findings);
// The same from every folder.
std::vector<std::string> fingerprints(const Report& report);

}  // namespace launch
