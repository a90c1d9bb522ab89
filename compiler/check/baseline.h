// Findings that are known and let pass: what a repository starts with when checking is new to it.
#pragma once

#include <compare>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostic/report.h"

namespace launch {

// A finding by its rule, its file and the line it is about, so that lines added above do not make
// it new. What is said of it does not count: that may name other files, as they are seen from where
// launch is run. No text of any file is kept.
struct KnownFinding {
  std::string path;
  std::string rule;
  std::string fingerprint;
  friend auto operator<=>(const KnownFinding&, const KnownFinding&) = default;
};

// Of each finding, in their order, with its file as `path_of` names it. The same mistake on equal
// lines of a file counts as often as it stands there.
std::vector<KnownFinding> known_findings(std::span<const Finding> findings,
                                         const std::function<std::string(const Place&)>& path_of);

// A JSON document of one line a finding, in order: the same findings give the same bytes.
std::string write_baseline(std::vector<KnownFinding> known);
// Sorted; nullopt for a text that is no baseline.
std::optional<std::vector<KnownFinding>> read_baseline(std::string_view text);

}  // namespace launch
