#include "submit/queue/entry.h"

#include <algorithm>
#include <array>

namespace launch::queue {
namespace {

constexpr std::array<std::string_view, 4> kPriorities = {"critical", "high", "medium", "low"};
constexpr std::array<std::string_view, 6> kStates = {"waiting", "held",   "taken",
                                                     "done",    "failed", "removed"};

template <typename Enum, std::size_t kCount>
std::optional<Enum> named(const std::array<std::string_view, kCount>& names,
                          std::string_view name) {
  const auto* const found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view name_of(Priority priority) {
  return kPriorities[static_cast<std::size_t>(priority)];
}

std::optional<Priority> priority_named(std::string_view text) {
  if (text.size() == 1 && text[0] >= '0' && text[0] <= '3')
    return static_cast<Priority>(text[0] - '0');
  return named<Priority>(kPriorities, text);
}

std::string_view name_of(EntryState state) { return kStates[static_cast<std::size_t>(state)]; }

std::optional<EntryState> entry_state_named(std::string_view name) {
  return named<EntryState>(kStates, name);
}

}  // namespace launch::queue
