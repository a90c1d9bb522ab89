#include "compiler/check/check_scalars.h"

#include "compiler/document/read_yaml.h"
#include "compiler/document/yaml_rules.h"

namespace launch {
namespace {

void judge(const Node& node, Diagnostics& diagnostics) {
  for (const Node& item : node.items()) judge(item, diagnostics);
  for (const Member& member : node.members()) judge(member.value, diagnostics);
  const bool plain = node.is_scalar() && node.valid() && node.style() == Node::Style::Plain;
  if (!plain) return;
  const std::string_view text = node.as_string();
  const std::string_view meaning = yaml11_meaning(text);
  // What is text there is the same text here, because words are passed on as written.
  if (meaning.empty() || meaning == "a text") return;
  diagnostics.report({&kYamlAmbiguousScalar,
                      node.span(),
                      text.size() > 40
                          ? "this plain text is " + std::string(meaning) + " to YAML 1.1 readers"
                          : "plain " + std::string(text) + " is " + std::string(meaning) +
                                " to YAML 1.1 readers, and " +
                                std::string(kind_phrase(node.kind())) + " here",
                      {},
                      "quote it: \"" + std::string(text.substr(0, 40)) + "\""});
}

}  // namespace

void check_ambiguous_scalars(const Node& layer, Diagnostics& diagnostics) {
  constexpr std::string_view kWhole[] = {"env", "command", "args", "entry_point"};
  for (const Member& member : layer.members()) {
    if (member.value.is_scalar()) judge(member.value, diagnostics);
  }
  for (const std::string_view key : kWhole) {
    const Node* node = layer.find(key);
    if (node != nullptr && !node->is_scalar()) judge(*node, diagnostics);
  }
  const Node* blocks = layer.find("resource_args");
  if (blocks != nullptr) judge(*blocks, diagnostics);
}

}  // namespace launch
