// What each target is judged by, for `launch version` and the lock.
#pragma once

#include <string>
#include <string_view>

#include "compiler/target/target.h"

namespace launch::cli {

inline constexpr std::string_view kDockerClient = "28.2.2";
inline constexpr std::string_view kDockerEngine = "28.5.2";

// "botocore 1.44.8"; empty for a target that nothing versioned judges.
std::string judged_by(std::string_view target, const TargetOptions& options);

}  // namespace launch::cli
