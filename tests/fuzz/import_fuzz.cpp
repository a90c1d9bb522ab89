// Any source at all: no crash, findings inside their texts, the same result twice, documents that
// can be read.
//   clang++ -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined …
//
// The input: one byte that says which source it is and with which options, then its text.
#include <cstdio>
#include <cstdlib>

#include "tests/compile_checks.h"
#include "tests/import_checks.h"

namespace {

using launch::tests::ImportRun;

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "import: %s\n", what.c_str());
  std::abort();
}

void readable(const std::string& text) {
  launch::SourceMap sources;
  launch::Arena arena;
  launch::Diagnostics diagnostics;
  const launch::SourceId id = sources.add("written", text);
  launch::read_yaml(id, sources, arena, diagnostics);
  if (diagnostics.has_errors()) fail("an unreadable document:\n" + text);
}

std::string imported(const std::string& text, unsigned char options) {
  const auto importers = launch::importers();
  launch::ImportOptions chosen;
  if ((options & 64U) != 0) chosen.queue = "q";
  if ((options & 128U) != 0) chosen.keep_secrets = true;
  ImportRun run;
  launch::tests::import_text(std::string(importers[(options & 63U) % importers.size()]->name), text,
                             chosen, run);
  const std::string problem = launch::tests::finding_problem(run.diagnostics, run.sources);
  if (!problem.empty()) fail(problem);
  for (const launch::Imported& job : run.jobs) {
    readable(job.job);
    readable(job.queue);
  }
  return run.visible();
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0 || size > 1U << 13U) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (imported(text, data[0]) != imported(text, data[0])) fail("another result the second time");
  return 0;
}
