// Any job, queue and base at all: no crash, findings inside their texts, the same result twice, and
// no secret in anything that is shown.
//   clang++ -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined …
//
// The input: one byte of options, then the texts of job.yaml, queues/q.yaml and base.yaml with a
// line
// `~~~` between them.
#include <cstdio>
#include <cstdlib>

#include "tests/compile_checks.h"

namespace {

using launch::tests::kHunter;
using launch::tests::MemoryCompile;
using launch::tests::Texts;

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "compile: %s\n", what.c_str());
  std::abort();
}

Texts texts_of(std::string_view input) {
  constexpr std::string_view kBetween = "\n~~~\n";
  Texts texts;
  for (const char* name : {"job.yaml", "queues/q.yaml", "base.yaml"}) {
    const std::size_t end = input.find(kBetween);
    texts[name] = std::string(input.substr(0, end));
    if (end == std::string_view::npos) break;
    input.remove_prefix(end + kBetween.size());
  }
  return texts;
}

std::optional<std::string> pretended(std::string_view name) {
  if (name.starts_with("UNSET")) return std::nullopt;
  return std::string(kHunter) + std::string(name);
}

// What the option byte asks for.
launch::CompileInput input_of(unsigned char options, const launch::Environment& environment) {
  launch::CompileInput input;
  if ((options & 1U) != 0) input.environment = &environment;
  if ((options & 2U) != 0) input.targets = launch::CompileInput::Targets::Every;
  if ((options & 4U) != 0) input.target = "docker";
  if ((options & 8U) != 0) input.target = "local-process";
  if ((options & 16U) != 0) input.kind = launch::DocumentKind::Base;
  if ((options & 32U) != 0) input.kind = launch::DocumentKind::Queue;
  input.load.is_base = input.kind == launch::DocumentKind::Base;
  return input;
}

std::string compiled(const Texts& texts, unsigned char options) {
  const launch::Environment environment = pretended;
  MemoryCompile job;
  launch::tests::compile_memory(texts, input_of(options, environment), job);
  const std::string problem = launch::tests::finding_problem(job.diagnostics, job.sources);
  if (!problem.empty()) fail(problem);
  if (job.diagnostics.has_errors() && !job.compiled.artifacts.empty())
    fail("rendered in spite of errors");
  const std::string page = launch::tests::page_text(job);
  const std::string lost = launch::tests::lost_link(page);
  if (!lost.empty()) fail("a link of the page leads nowhere: " + lost);
  return launch::tests::visible_text(job) + page;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0 || size > 1U << 14U) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (text.find(kHunter) != std::string_view::npos) return 0;
  const Texts texts = texts_of(text);
  const std::string once = compiled(texts, data[0]);
  if (once.find(kHunter) != std::string::npos) fail("a secret is shown:\n" + once);
  if (compiled(texts, data[0]) != once) fail("another result the second time");
  return 0;
}
