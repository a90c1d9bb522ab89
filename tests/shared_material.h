// Outside material: recordings of real backends, real-world files. It is no part of the project.
#pragma once

#include <cstdlib>
#include <filesystem>

#include "tests/catch.h"
#include "tests/source_dir.h"

namespace launch::tests {

// The folder that LAUNCH_SHARED_DIR names, else the one beside the project.
inline std::filesystem::path shared_dir() {
  const char* named = std::getenv("LAUNCH_SHARED_DIR");
  return named != nullptr ? std::filesystem::path(named) : source_dir() / ".." / "shared";
}

// False, and said, when it is not here: a test that needs it passes without it.
inline bool is_there(const std::filesystem::path& path) {
  if (std::filesystem::exists(path)) return true;
  WARN("skipped: " << path.string() << " is not there");
  return false;
}

}  // namespace launch::tests
