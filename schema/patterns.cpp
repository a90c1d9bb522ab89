#include "schema/patterns.h"

#include <re2/re2.h>

namespace launch::schema {
namespace {

RE2::Options options() {
  RE2::Options result;
  result.set_log_errors(false);
  return result;
}

}  // namespace

std::string pattern_error(const std::string& pattern) {
  RE2 compiled(pattern, options());
  return compiled.ok() ? "" : compiled.error();
}

Patterns::Patterns(const std::unordered_set<const Json*>& schemas) {
  auto add = [this](const std::string& pattern) {
    compiled_.try_emplace(pattern, std::make_unique<RE2>(pattern, options()));
  };
  for (const Json* schema : schemas) {
    if (!schema->is_object()) continue;
    if (auto at = schema->find("pattern"); at != schema->end()) add(at->get<std::string>());
    auto by_pattern = schema->find("patternProperties");
    if (by_pattern == schema->end()) continue;
    for (const auto& [pattern, sub] : by_pattern->items()) add(pattern);
  }
}

Patterns::~Patterns() = default;
Patterns::Patterns(Patterns&&) noexcept = default;

bool Patterns::found(const std::string& pattern, std::string_view text) const {
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *compiled_.at(pattern));
}

}  // namespace launch::schema
