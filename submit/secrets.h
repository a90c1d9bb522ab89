// What must not be repeated, whoever says it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/target/target.h"
#include "submit/backend.h"
#include "submit/submission.h"

namespace launch::submit {

// Every secret text of what is to be created.
std::vector<std::string> secrets_of(const Artifact& artifact);
// What variables of the environment hold, as far as they are set here.
std::vector<std::string> values_of(const std::vector<std::string>& variables);
// The text with dots in place of secrets, also where they are written with escapes or in base64,
// and of each long line of one; those of a few letters, which are in every sentence, stay.
std::string masked(std::string_view text, const std::vector<std::string>& secrets);
// What the backend says of one that was submitted, now or before.
std::optional<Failure> masked(std::optional<Failure> failure, const Submission& submission);

}  // namespace launch::submit
