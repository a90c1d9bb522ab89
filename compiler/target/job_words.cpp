#include "compiler/target/job_words.h"

#include "compiler/spec/spec_rules.h"

namespace launch {

Node as_text(const Node& value, Arena& arena) {
  if (value.is_string()) return value;
  return Node::string(scalar_text(value, arena), value.span()).with_history(value.history());
}

Node list_of_texts(std::span<const Node> words, Arena& arena) {
  std::vector<Node> texts;
  for (const Node& word : words) texts.push_back(as_text(word, arena));
  return Node::sequence(arena.copy(std::span<const Node>(texts)), words[0].span())
      .with_history(words[0].history());
}

Node variable_text(const EnvVar& variable, const Spec& spec, TargetContext& context) {
  if (!variable.value.is_null()) return as_text(variable.value, context.arena);
  const Span place = variable.value.valid() ? variable.value.span() : variable.name_span;
  const auto text = [&](std::string_view value) {
    return Node::string(context.arena.copy(value), place).with_history(variable.value.history());
  };
  const std::string name(variable.name);
  if (!spec.environment) return text("${" + name + "}").with_deferred();
  if (const auto value = spec.environment(name)) return text(*value).with_secret();
  context.diagnostics.report(
      {&kMacroUnset, variable.name_span, quoted(name) + " is not set in the environment"});
  return text("");
}

}  // namespace launch
