// What can be wrong in a docker block that docker itself never sees.
#pragma once

#include <array>

#include "compiler/diagnostic/diagnostic.h"

namespace launch::docker {

inline constexpr Rule kDuplicateFlag{"docker/duplicate-flag", Severity::Error,
                                     "one docker flag under two spellings",
                                     "m, -m, memory and --memory are one flag, and a file must not "
                                     "set it twice: which of the two was "
                                     "meant? Repeat a flag by giving a list."};
inline constexpr Rule kFlagValue{"docker/flag-value", Severity::Error,
                                 "a value that cannot be written as this flag",
                                 "true is the bare flag, false leaves it out, a list repeats it, "
                                 "and a map is for flags that take "
                                 "KEY=VALUE. Only repeatable flags take lists: of the others "
                                 "docker would silently take the last."};
inline constexpr Rule kEntrypointTwice{
    "docker/entrypoint-twice", Severity::Error,
    "an entrypoint in the docker block beside a command",
    "The job's command or entry_point becomes --entrypoint and the words after the image, so an "
    "entrypoint in the docker block would be lost. Keep one of the two."};

inline constexpr std::array kEmitRules{&kDuplicateFlag, &kFlagValue, &kEntrypointTwice};

}  // namespace launch::docker
