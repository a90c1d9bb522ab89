// The configuration of W&B's agent in the words that launch prefers.
#pragma once

#include "compiler/import/import.h"

namespace launch {

Imported import_agent_config(const Node& root, ImportContext& context);

}  // namespace launch
