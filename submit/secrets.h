// What must not be repeated, whoever says it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/target/target.h"

namespace launch::submit {

// Every secret text of what is to be created.
std::vector<std::string> secrets_of(const Artifact& artifact);
// The text with dots in place of secrets; those of a few letters, which are in every sentence,
// stay.
std::string masked(std::string_view text, const std::vector<std::string>& secrets);

}  // namespace launch::submit
