// Command-line settings as layers, each with a place of its own to point at.
#pragma once

#include "compiler/resolve/load.h"

namespace launch {

// One layer a setting, in order. Reports settings that cannot be applied (flag/bad-setting).
std::vector<Layer> layers_of_settings(std::span<const Setting> settings, Role role,
                                      const LoadContext& context);

// Splits a dotted path of fields; names that hold dots are quoted with ' or ", or escaped with \.
// Empty when it is malformed. A part of digits is an index only where a list stands.
std::vector<std::string> parse_field_path(std::string_view text);

}  // namespace launch
