#include "cli/validate/known.h"

#include <algorithm>
#include <iterator>

#include "cli/disk.h"
#include "cli/write_out.h"

namespace launch::cli {
namespace {

// Of the findings of a report: those for which `drop` is set are left out.
std::vector<Finding> without(std::vector<Finding> findings, const std::vector<bool>& drop) {
  std::vector<Finding> kept;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (!drop[i]) kept.push_back(std::move(findings[i]));
  }
  return kept;
}

}  // namespace

Known::Known(const ValidateOptions& options, const Workspace& workspace)
    : workspace_(workspace), writes_(!options.write_baseline.empty()) {
  const std::string named =
      options.write_baseline == kBaselineFile ? std::string() : options.write_baseline;
  path_ = !named.empty()              ? named
          : !options.baseline.empty() ? options.baseline
                                      : workspace.baseline;
  if (path_.empty() && writes_) path_ = workspace.prefix + std::string(kBaselineFile);
  if (path_.empty()) return;
  const FileText file = read_file(path_, 256U << 20U);
  if (file.status == FileText::Status::Missing && writes_) return;
  if (file.status != FileText::Status::Ok) {
    const bool missing = file.status == FileText::Status::Missing;
    throw UnreachableError{"the baseline " + launch::quoted(path_) +
                           " cannot be read: " + why_unreadable(file) +
                           (missing ? "; launch validate --write-baseline writes one" : "")};
  }
  auto entries = read_baseline(file.text);
  // Whoever meant another file keeps it.
  if (!entries) throw UsageError{launch::quoted(path_) + " is no baseline of launch"};
  entries_ = std::move(*entries);
}

ExitCode Known::write(std::vector<KnownFinding> present, bool whole) const {
  if (!whole) {
    std::sort(present.begin(), present.end());
    std::vector<KnownFinding> both;
    std::set_union(entries_.begin(), entries_.end(), present.begin(), present.end(),
                   std::back_inserter(both));
    present = std::move(both);
  }
  return write_out(write_baseline(std::move(present)), path_);
}

Known::Settled Known::settle(Report& report, bool whole) {
  if (path_.empty()) return {};
  // The same from every folder.
  std::vector<KnownFinding> present = known_findings(report.findings, [&](const Place& place) {
    return place.has_line ? workspace_.from_root(place.path) : place.path;
  });
  std::vector<bool> known(present.size(), writes_);
  if (!writes_) {
    for (std::size_t i = 0; i < present.size(); ++i) {
      known[i] = std::binary_search(entries_.begin(), entries_.end(), present[i]);
    }
  }
  Settled settled;
  settled.known = static_cast<std::size_t>(std::count(known.begin(), known.end(), true));
  report.findings = without(std::move(report.findings), known);
  if (writes_) {
    settled.written = write(std::move(present), whole);
  } else if (whole) {
    settled.gone = entries_.size() - std::min(settled.known, entries_.size());
  }
  return settled;
}

}  // namespace launch::cli
