// W&B's own forms: launch specs, and the configurations of queues.
#pragma once

#include "compiler/import/import.h"

namespace launch {

extern const Importer wandb_importer;

}  // namespace launch
