// CustomJobs of Vertex AI: the API's own form, gcloud's --config, W&B's spec and run.
#pragma once

#include "compiler/import/import.h"

namespace launch {

extern const Importer vertex_importer;

}  // namespace launch
