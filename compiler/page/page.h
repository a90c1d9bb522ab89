// `launch explain --format html`: what is rendered beside the texts it came from, in one file that
// needs nothing else.
#pragma once

#include <span>
#include <string>

#include "compiler/compile.h"
#include "compiler/diagnostic/render.h"

namespace launch::page {

struct PageInput {
  std::string job_path;
  std::span<const Compiled> jobs{};
  std::span<const Finding> findings{};
  const SourceMap& sources;
  Arena& arena;
};

// The whole page. Every text that came from a user is escaped, bounded, and has its secrets masked.
std::string write_page(const PageInput& input);

}  // namespace launch::page
