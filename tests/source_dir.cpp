#include "tests/source_dir.h"

namespace launch::tests {

std::filesystem::path source_dir() { return LAUNCH_SOURCE_DIR; }

}  // namespace launch::tests
