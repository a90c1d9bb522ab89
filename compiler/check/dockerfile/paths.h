// Paths of a build context, as a Dockerfile names them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/check/dockerfile/dockerfile.h"

namespace launch {

// What a source of COPY or ADD names in the context, "." for all of it; nothing for patterns,
// variables, addresses and heredocs.
std::optional<std::string> context_path(std::string_view source);

// Reports a path that the context does not hold.
void report_missing(std::string_view path, Span place, const CodeContext& context);

// "torch" and 2 others are installed in whatever version is there, expected NAME==VERSION.
std::string unpinned_message(std::string_view first, std::size_t count, std::string_view expected);

}  // namespace launch
