// Looks up what a schema says beside its verdict. Private to schema.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/keywords.h"

namespace launch::schema {

// See Schema::annotation; `schema` is a part of `root`, and the path begins there.
std::string_view find_annotation(const Json& root, const Json& schema,
                                 std::span<const std::string> path, std::string_view keyword);

// See Schema::names.
std::vector<std::string_view> find_names(const Json& root, const Json& schema,
                                         std::span<const std::string> path);

}  // namespace launch::schema
