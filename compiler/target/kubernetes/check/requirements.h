// What checks of many objects ask of a field. Each reports at most one finding.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/target/field.h"

namespace launch::kubernetes {

// An object that can be looked into: one that is there, or null, which counts as {}. Anything else
// has a wrong type and has been reported.
inline bool is_object(const Field& field) { return field.absent() || field.is_map(); }

// A text has to be there, and not be "". True when there is one whose content may be judged.
bool require_text(const Field& field);
// The same of a list or map.
bool require_content(const Field& field);
// A text, if there is one, is one of a closed set. "" counts as absent.
bool check_choice(const Field& field, std::span<const std::string_view> allowed);
// As check_choice, for a field without a default: absent and "" are refused too.
bool require_choice(const Field& field, std::span<const std::string_view> allowed);
// An integer, if there is one, lies in [low, high].
bool check_range(const Field& field, std::int64_t low, std::int64_t high);
// An integer, if there is one, is not below 0.
bool check_not_negative(const Field& field);

// Names of a list that grows with the user's input, each with the field that had it first.
class SeenNames {
 public:
  // The field that had the name before, or null. The pointer holds until the next call.
  const Field* add(std::string_view name, const Field& field);
  const Field* find(std::string_view name) const;
  bool empty() const { return fields_.empty(); }
  std::vector<std::string_view> names() const { return names_; }

 private:
  // Up to here a walk is faster than a table.
  static constexpr std::size_t kFew = 16;
  std::vector<std::string_view> names_;
  std::vector<Field> fields_;
  std::unordered_map<std::string_view, std::size_t> index_;  // of all, once they are many
};

}  // namespace launch::kubernetes
