// Variables in a word of a Dockerfile.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace launch::build {

// By name; one that is nothing has a value, but nobody here knows it.
using Values = std::map<std::string, std::optional<std::string>, std::less<>>;

// The word without quotes and escapes, and with the values of its variables:
// $NAME, ${NAME}, and ${NAME…} with :- - :+ + :? ? # ## % %% / //, as BuildKit's lexer has them
// (github.com/moby/buildkit, frontend/dockerfile/shell/lex.go). Nothing when a value is missing, or
// for what docker refuses.
std::optional<std::string> expanded(std::string_view word, const Values& values, char escape);

}  // namespace launch::build
