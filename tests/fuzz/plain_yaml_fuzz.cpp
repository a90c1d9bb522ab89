// Any bytes at all: what the fast reader of plain YAML takes, libyaml reads in the same way.
//   clang++ -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined …
#include <cstdio>
#include <cstdlib>

#include "tests/read_both_ways.h"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const launch::ReadLimits limits{
      .file_bytes = 1U << 16U, .depth = 10, .nodes = 500, .expanded_nodes = 500};
  launch::tests::BothWays both({reinterpret_cast<const char*>(data), size}, limits);
  const std::string difference = both.difference();
  if (!difference.empty()) {
    std::fprintf(stderr, "plain_yaml: %s\n", difference.c_str());
    std::abort();
  }
  return 0;
}
