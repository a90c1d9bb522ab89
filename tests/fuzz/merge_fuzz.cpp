// Any layers at all: they merge the same way twice, an empty layer changes nothing, and everything
// in the result knows a place in a source.
//   clang++ -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined …
//
// The input: the texts of the layers, weakest first, with a line `~~~` between them. A layer that
// starts with `=` is a flag: `=PATH=VALUE`.
#include <cstdio>
#include <cstdlib>

#include "compiler/document/write_json.h"
#include "compiler/resolve/merge.h"
#include "compiler/resolve/settings.h"
#include "tests/compile_checks.h"

namespace {

using launch::Layer;
using launch::Node;
using launch::Role;

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "merge: %s\n", what.c_str());
  std::abort();
}

struct Work {
  launch::SourceMap sources;
  launch::Arena arena;
  launch::Diagnostics diagnostics;
};

void append_flag(std::string_view text, Work& work, std::vector<Layer>& layers) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return;
  const launch::Setting setting{launch::Setting::Kind::Set, "--set",
                                std::string(text.substr(0, equals)),
                                std::string(text.substr(equals + 1))};
  static const launch::tests::Texts kNone;
  const launch::Files files = launch::tests::memory_files(kNone);
  for (const Layer& layer : launch::layers_of_settings(
           {&setting, 1}, Role::Flags, {work.sources, work.arena, work.diagnostics, files})) {
    layers.push_back(layer);
  }
}

void append_document(std::string_view text, Work& work, std::vector<Layer>& layers) {
  const launch::ReadLimits limits{
      .file_bytes = 1U << 14U, .depth = 30, .nodes = 5000, .expanded_nodes = 5000};
  const launch::SourceId id = work.sources.add("layer", std::string(text));
  const auto documents = launch::read_yaml(id, work.sources, work.arena, work.diagnostics, limits);
  if (documents.empty() || !documents[0].root.is_mapping()) return;
  layers.push_back({layers.empty() ? Role::Queue : Role::Job, documents[0].root, {}});
}

std::vector<Layer> layers_of(std::string_view input, Work& work) {
  constexpr std::string_view kBetween = "\n~~~\n";
  std::vector<Layer> layers;
  while (layers.size() < 6) {
    const std::size_t end = input.find(kBetween);
    const std::string_view text = input.substr(0, end);
    if (text.starts_with("=")) {
      append_flag(text.substr(1), work, layers);
    } else {
      append_document(text, work, layers);
    }
    if (end == std::string_view::npos) break;
    input.remove_prefix(end + kBetween.size());
  }
  return layers;
}

void check_node(const Node& node, const launch::SourceMap& sources) {
  if (!launch::tests::lies_inside(node.span(), sources)) fail("a value without a place");
  if (node.tag() != Node::Tag::None) fail("a tag that outlived the merge");
  for (const launch::Step* step = node.history(); step != nullptr; step = step->previous) {
    if (!launch::tests::lies_inside(step->span, sources)) fail("a step without a place");
  }
  for (const Node& item : node.items()) check_node(item, sources);
  for (const launch::Member& member : node.members()) {
    if (!launch::tests::lies_inside(member.key_span, sources)) fail("a key without a place");
    if (node.find(member.key) != &member.value) fail("a key that stands twice");
    check_node(member.value, sources);
  }
}

launch::Merged merged(const std::vector<Layer>& layers, Work& work) {
  return launch::merge_layers(layers, {work.arena, work.diagnostics});
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  Work work;
  std::vector<Layer> layers = layers_of({reinterpret_cast<const char*>(data), size}, work);
  if (layers.empty()) return 0;
  const launch::Merged once = merged(layers, work);
  check_node(once.root, work.sources);
  for (const launch::Removal& removal : once.removed) {
    if (removal.path.empty()) fail("the whole job was removed");
    if (!launch::tests::lies_inside(removal.removed, work.sources))
      fail("a removal without a place");
    if (!launch::tests::lies_inside(removal.by, work.sources)) fail("a remover without a place");
  }
  const launch::SourceId id = work.sources.add("empty", "{}");
  layers.push_back({Role::Job, Node::mapping({}, {id, 0, 2}), {}});
  const launch::Merged again = merged(layers, work);
  if (!same_value(once.root, again.root)) {
    fail("an empty layer changes something: " +
         launch::write_json(once.root, launch::JsonStyle::Compact) + " and " +
         launch::write_json(again.root, launch::JsonStyle::Compact));
  }
  const std::string problem = launch::tests::finding_problem(work.diagnostics, work.sources);
  if (!problem.empty()) fail(problem);
  return 0;
}
