#include "compiler/spec/priority.h"

#include <algorithm>
#include <array>

namespace launch {
namespace {

constexpr std::array<std::string_view, 4> kWords{"critical", "high", "medium", "low"};

bool holds_classes(const Node& classes) {
  return classes.is_mapping() && classes.size() > 0 &&
         std::all_of(classes.members().begin(), classes.members().end(), [](const Member& each) {
           return each.value.is_string() || each.value.is_null();
         });
}

}  // namespace

std::string_view priority_word(const Node& priority) {
  if (!priority.valid() || priority.is_null()) return "medium";
  const std::optional<std::int64_t> number = priority.as_integer();
  if (number && *number >= 0 && *number < std::ssize(kWords)) {
    return kWords.at(static_cast<std::size_t>(*number));
  }
  const auto* word = std::find(kWords.begin(), kWords.end(), priority.as_string());
  return word == kWords.end() ? std::string_view() : *word;
}

std::optional<int> priority_number(std::string_view word) {
  const auto* found = std::find(kWords.begin(), kWords.end(), word);
  if (found == kWords.end()) return std::nullopt;
  return static_cast<int>(found - kWords.begin());
}

PriorityClass priority_class_of(const Spec& spec) {
  PriorityClass result;
  const Member* priority = spec.root.find_member("priority");
  if (priority != nullptr && !priority->value.is_null()) result.priority = priority;
  result.word = priority_word(priority == nullptr ? Node() : priority->value);
  const Member* classes = spec.root.find_member("priority_classes");
  if (classes == nullptr || !holds_classes(classes->value)) return result;
  result.classes = classes;
  const Member* mapped = classes->value.find_member(result.word);
  if (mapped != nullptr && !mapped->value.is_null()) result.mapped = mapped;
  return result;
}

}  // namespace launch
