// Any bytes at all: no crash, and the spans fit each other.
//   clang++ -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined …
#include <cstdio>
#include <cstdlib>

#include "compiler/document/write_json.h"
#include "tests/document_checks.h"

namespace {

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "read_yaml: %s\n", what.c_str());
  std::abort();
}

void check_findings(const launch::tests::Reading& reading) {
  const auto size = reading.sources.text(reading.id).size();
  for (const launch::Diagnostic& found : reading.diagnostics.all()) {
    if (found.span.begin > found.span.end || found.span.end > size)
      fail("a finding outside the text");
    if (found.message.empty()) fail("a finding without a message");
    for (const launch::Note& note : found.notes) {
      if (note.span.begin > note.span.end || note.span.end > size) fail("a note outside the text");
    }
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const launch::ReadLimits limits{
      .file_bytes = 1U << 16U, .depth = 30, .nodes = 5000, .expanded_nodes = 20000};
  const launch::tests::Reading reading({reinterpret_cast<const char*>(data), size}, limits);
  check_findings(reading);
  for (const launch::Document& document : reading.documents) {
    if (!document.root.valid()) fail("an absent root");
    const std::string problem =
        launch::tests::SpanChecker(reading.sources, reading.id).check(document);
    if (!problem.empty()) fail(problem);
    launch::write_json(document.root, launch::JsonStyle::Compact);
    launch::tests::for_each_written(document.root, [&](const launch::Node& node) {
      const bool quoted = node.style() == launch::Node::Style::SingleQuoted;
      if (quoted && !launch::tests::rereads(node, reading.sources))
        fail("a scalar that reads differently");
    });
  }
  return 0;
}
