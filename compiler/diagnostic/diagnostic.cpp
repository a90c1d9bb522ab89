#include "compiler/diagnostic/diagnostic.h"

#include <algorithm>
#include <tuple>

namespace launch {

void Diagnostics::report(Diagnostic diagnostic) {
  const Severity severity = diagnostic.rule->severity;
  report_as(severity, std::move(diagnostic));
}

void Diagnostics::report_as(Severity severity, Diagnostic diagnostic) {
  diagnostic.severity = severity;
  errors_ += severity == Severity::Error;
  all_.push_back(std::move(diagnostic));
}

std::vector<Diagnostic> Diagnostics::sorted() const {
  std::vector<Diagnostic> result = all_;
  const auto key = [](const Diagnostic& d) {
    return std::tuple(static_cast<std::uint32_t>(d.span.source), d.span.begin, d.span.end,
                      d.rule->id, std::string_view(d.message));
  };
  std::stable_sort(result.begin(), result.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
  const auto same = [&](const Diagnostic& a, const Diagnostic& b) { return key(a) == key(b); };
  result.erase(std::unique(result.begin(), result.end(), same), result.end());
  return result;
}

void Diagnostics::take(Diagnostics&& other) {
  errors_ += other.errors_;
  std::move(other.all_.begin(), other.all_.end(), std::back_inserter(all_));
  other = {};
}

}  // namespace launch
