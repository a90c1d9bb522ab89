#include "compiler/target/docker/finished.h"

#include "compiler/document/template.h"
#include "compiler/target/docker/emit_rules.h"
#include "compiler/target/docker/judge.h"
#include "compiler/target/docker/rules.h"

namespace launch::docker {
namespace {

std::size_t command_length(std::span<const Node> words) {
  const auto is = [&](std::size_t i, std::string_view text) {
    return i < words.size() && words[i].as_string() == text;
  };
  if (!is(0, "docker")) return 0;
  const std::size_t verb = is(1, "container") ? 2 : 1;
  return is(verb, "run") || is(verb, "create") ? verb + 1 : 0;
}

bool all_texts(const FinishedInput& input) {
  bool good = input.root.is_sequence();
  if (!good) {
    input.context.diagnostics.report(
        {&kFlagValue, input.root.span(),
         "an argument list is a list of texts, such as [\"--rm\", \"busybox\", "
         "\"true\"], and this is " +
             std::string(kind_phrase(input.root.kind()))});
  }
  for (const Node& word : input.root.items()) {
    if (word.is_string()) continue;
    good = false;
    input.context.diagnostics.report({&kFlagValue,
                                      word.span(),
                                      "a word of an argument list is a text, and this is " +
                                          std::string(kind_phrase(word.kind())),
                                      {},
                                      "quote it"});
  }
  return good;
}

}  // namespace

void judge_finished(const FinishedInput& input) {
  if (!all_texts(input)) return;
  const std::span<const Node> nodes =
      input.root.items().subspan(command_length(input.root.items()));
  std::vector<std::string_view> words;
  for (const Node& node : nodes) words.push_back(node.as_string());
  for (const Fault& fault : judge_run(words)) {
    // A fault past the last word is about what is missing: it stands at the end of the list.
    const Span end{input.root.span().source,
                   input.root.span().end > 0 ? input.root.span().end - 1 : 0,
                   input.root.span().end};
    const Span place = fault.word < nodes.size()
                           ? sub_span(nodes[fault.word], static_cast<std::uint32_t>(fault.begin),
                                      static_cast<std::uint32_t>(fault.end), input.context.sources)
                           : end;
    Diagnostic diagnostic{fault.rule, place, fault.message, {}, fault.suggestion};
    for (const auto& [word, text] : fault.notes) {
      if (word < nodes.size()) diagnostic.notes.push_back({nodes[word].span(), text});
    }
    input.context.diagnostics.report(std::move(diagnostic));
  }
}

}  // namespace launch::docker
