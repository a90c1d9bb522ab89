// Names of images: [DOMAIN[:PORT]/]PATH[:TAG][@DIGEST].
#pragma once

#include <string_view>

#include "compiler/target/docker/grammar.h"

namespace launch::docker {

// What docker takes as an image: a reference, a digest, or an image's id of 64 hexadecimal digits.
Check check_image(std::string_view text);

}  // namespace launch::docker
