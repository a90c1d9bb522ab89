// docker run lines, as people type them into a shell.
#pragma once

#include "compiler/import/import.h"

namespace launch {

extern const Importer docker_importer;

}  // namespace launch
