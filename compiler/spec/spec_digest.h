// The digest that a spec is known by wherever it is submitted.
#pragma once

#include <string>
#include <string_view>

#include "compiler/spec/spec.h"

namespace launch {

// SHA-256, as 64 hex digits, of what `spec` resolves to for `target`. Equal for specs that differ
// only in how they are written, or in which files say it; different when another image was built
// for the same spec, or given on the command line. Environment macros count by their names: `spec`
// must be one in which they are not filled, or secrets would go into the digest.
std::string spec_digest(const Spec& spec, std::string_view target);

}  // namespace launch
