// The place that a client is told to go to, as Submission::where keeps it: "region=eu-west-1
// profile=train". A value ends where the next name begins.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "submit/process.h"

namespace launch::submit {

using Place = std::vector<std::pair<std::string_view, std::string>>;

// Without those that are not known.
std::string text_of(const Place& place);
// The value of one of the `names` that it may hold; empty when it does not.
std::string_view value_of(std::string_view where, std::string_view name,
                          const std::vector<std::string_view>& names);
// Each as a flag of its name.
void append_place(Command& command, std::string_view where,
                  const std::vector<std::string_view>& names);

}  // namespace launch::submit
