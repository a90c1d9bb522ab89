// Where the project lies. One file knows, so that all others compile alike in every checkout.
#pragma once

#include <filesystem>

namespace launch::tests {

std::filesystem::path source_dir();

}  // namespace launch::tests
