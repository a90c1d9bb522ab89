// How an image is named: by digest, by tag, or by neither.
#pragma once

#include <optional>
#include <string>

#include "compiler/check/check.h"

namespace launch {

// The tag of an image reference: after the last colon behind the last slash; empty when none.
std::string_view image_tag(std::string_view reference);

// What can change under this name, as a message; nothing for a digest, an empty name, and names
// that a later phase completes. `what` is the field: "image", "base_image".
std::optional<std::string> floating_image(const Node& image, std::string_view what);

}  // namespace launch
