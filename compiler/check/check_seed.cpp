#include <algorithm>
#include <string>

#include "compiler/check/check.h"
#include "compiler/check/rules.h"

namespace launch {
namespace {

// seed, random_seed, PYTHONHASHSEED, data_seed; random_state is scikit-learn's word for it.
bool names_seed(std::string_view text) {
  const auto holds = [text](std::string_view word) {
    const auto same = [](char a, char b) {
      return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b;
    };
    return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
  };
  return holds("seed") || holds("random_state");
}

bool has_seed(const Node& map) {
  return std::any_of(map.members().begin(), map.members().end(), [](const Member& member) {
    return names_seed(member.key) || has_seed(member.value);
  });
}

template <class Range>
bool any_named(const Range& all) {
  return std::any_of(all.begin(), all.end(), [](const auto& one) { return names_seed(one.name); });
}

// A configuration file beside the code may hold the seed, for all we know.
bool reads_configuration(const std::vector<CommandWord>& words) {
  return std::any_of(words.begin(), words.end(), [](const CommandWord& word) {
    return word.text.find("config") != std::string_view::npos || word.text.ends_with(".yaml") ||
           word.text.ends_with(".yml") || word.text.ends_with(".json") ||
           word.text.ends_with(".toml");
  });
}

bool has_seed_anywhere(const CheckContext& context) {
  const Spec& spec = context.spec;
  const std::vector<CommandWord>& words = context.facts.words;
  const bool in_words = std::any_of(words.begin(), words.end(),
                                    [](const CommandWord& word) { return names_seed(word.text); });
  return in_words || has_seed(spec.hyperparameters) || any_named(spec.env) ||
         any_named(context.facts.environment) || has_seed(spec.resource_args);
}

// Where the job shows that it trains: its hyperparameters, or arguments that are some. A job
// without keeps them, and its seed, elsewhere, or trains nothing.
std::optional<Span> place_of_training(const CheckContext& context) {
  if (context.spec.hyperparameters.size() > 0) {
    const Node& root = context.spec.root;
    if (const Member* field = root.find_member("hyperparameters")) return field->key_span;
    const Node* overrides = root.find("overrides");
    const Member* field = overrides == nullptr ? nullptr : overrides->find_member("run_config");
    return field == nullptr ? context.spec.hyperparameters.span() : field->key_span;
  }
  const std::vector<NamedText>& options = context.facts.options;
  const NamedText* option =
      find_named(options, {"lr", "learning_rate", "epochs", "num_train_epochs", "max_steps"});
  if (option == nullptr) return std::nullopt;
  // The whole command lacks something, not one of its words.
  for (const char* field : {"command", "args", "entry_point"}) {
    if (const Member* member = context.spec.root.find_member(field)) return member->key_span;
  }
  return option->span;
}

}  // namespace

void check_seed(const CheckContext& context) {
  const std::optional<Span> place = place_of_training(context);
  if (!place || has_seed_anywhere(context) || reads_configuration(context.facts.words)) return;
  context.diagnostics.report({&kSeed,
                              *place,
                              "no random seed is set in hyperparameters, arguments or env",
                              {},
                              "add seed: 42 to hyperparameters, and read it in the code"});
}

}  // namespace launch
