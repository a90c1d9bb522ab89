#include "cli/validate/gather.h"

#include <algorithm>
#include <tuple>

#include "compiler/check/document_rules.h"
#include "compiler/resolve/resolve_rules.h"
#include "compiler/spec/spec_rules.h"

namespace launch::cli {
namespace {

// What all files together make use of.
struct Uses {
  std::set<std::string> bases;
  std::set<std::string> declarations;
  std::set<std::string> ignores;

  explicit Uses(const std::vector<FileResult>& results) {
    for (const FileResult& result : results) {
      bases.insert(result.bases.begin(), result.bases.end());
      bases.insert(result.read.begin(), result.read.end());
      declarations.insert(result.used.begin(), result.used.end());
      ignores.insert(result.silenced_by.begin(), result.silenced_by.end());
    }
  }

  // Somebody else has what this finding misses.
  bool settle(const Finding& finding) const {
    const Place& at = finding.place;
    if (finding.rule == &kVariableUnused) {
      return declarations.count(place_key(at.path, at.line, at.column)) > 0;
    }
    if (finding.rule == &kIgnoreUnused) {
      return ignores.count(ignore_key(place_key(at.path, at.line, at.column), finding.message)) > 0;
    }
    return false;
  }
};

}  // namespace

void sort_once(std::vector<Finding>& all) {
  const auto key = [](const Finding& finding) {
    return std::tie(finding.place.path, finding.place.line, finding.place.column, finding.rule->id,
                    finding.message);
  };
  std::stable_sort(all.begin(), all.end(),
                   [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
  const auto last = std::unique(
      all.begin(), all.end(), [&](const Finding& a, const Finding& b) { return key(a) == key(b); });
  all.erase(last, all.end());
}

void keep_dependents(const Dependents& dependents, Judged& judged) {
  std::vector<Input>& files = judged.inputs.files;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!dependents.concern(files[i].path, judged.results[i].read)) continue;
    if (kept != i) {
      files[kept] = std::move(files[i]);
      judged.results[kept] = std::move(judged.results[i]);
    }
    ++kept;
  }
  files.resize(kept);
  judged.results.resize(kept);
}

std::vector<Finding> gather(Judged& judged, bool whole) {
  const Uses uses(judged.results);
  std::vector<Finding> all;
  for (std::size_t i = 0; i < judged.results.size(); ++i) {
    FileResult& result = judged.results[i];
    const bool is_base = uses.bases.count(path_beside("", judged.inputs.files[i].path)) > 0;
    const bool unseen_readers = (result.holds_part || is_base) && !whole;
    for (Finding& finding : result.findings) {
      if (is_base && finding.rule == &kNoSource) continue;
      if (unseen_readers && finding.rule == &kIgnoreUnused) continue;
      if (!uses.settle(finding)) all.push_back(std::move(finding));
    }
  }
  sort_once(all);
  return all;
}

}  // namespace launch::cli
