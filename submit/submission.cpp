#include "submit/submission.h"

#include <algorithm>
#include <array>

namespace launch::submit {
namespace {

constexpr std::array<std::string_view, 7> kStates = {"queued", "starting",  "running", "succeeded",
                                                     "failed", "cancelled", "unknown"};
constexpr std::size_t kShortDigest = 12;

}  // namespace

std::string_view name_of(State state) { return kStates[static_cast<std::size_t>(state)]; }

std::optional<State> state_named(std::string_view name) {
  const auto* const found = std::find(kStates.begin(), kStates.end(), name);
  if (found == kStates.end()) return std::nullopt;
  return static_cast<State>(found - kStates.begin());
}

std::string Submission::id() const {
  return digest.substr(0, kShortDigest) + (attempt > 1 ? "." + std::to_string(attempt) : "");
}

}  // namespace launch::submit
