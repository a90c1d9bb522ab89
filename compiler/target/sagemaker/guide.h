// What can stand in a block for SageMaker, for people who write one.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "schema/guide.h"

namespace launch::sagemaker {

// `path` begins at the block: a CreateTrainingJob request, the flat short form, or both.
std::optional<schema::Guide> guide(std::span<const std::string> path);

}  // namespace launch::sagemaker
