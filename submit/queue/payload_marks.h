// What writer and reader of a payload agree on.
#pragma once

#include <string>
#include <string_view>

namespace launch::queue {

inline constexpr char kDeferredMark = 'd';
inline constexpr char kJsonMark = 'j';
inline constexpr char kCompletedMark = 'c';

// A key as it stands in a JSON Pointer.
std::string pointer_token(std::string_view key);

}  // namespace launch::queue
