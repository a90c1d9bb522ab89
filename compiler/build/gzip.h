// A gzip file (RFC 1952) whose bytes depend on the content alone: kaniko takes archives as .tar.gz.
#pragma once

#include <string>
#include <string_view>

namespace launch::build {

// Stored and not compressed: a compressor's bytes would change with its version.
std::string write_gzip(std::string_view content);

}  // namespace launch::build
