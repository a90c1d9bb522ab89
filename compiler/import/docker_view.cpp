#include "compiler/import/docker_view.h"

#include <algorithm>

#include "compiler/spec/deferred_text.h"
#include "compiler/target/docker/arguments.h"

namespace launch {
namespace {

using docker::Arguments;
using docker::Flag;
using docker::FlagType;
using docker::Given;

bool is_on_by_default(const Flag& flag) {
  return flag.name == "sig-proxy" || flag.name == "disable-content-trust";
}

class View {
 public:
  View(std::span<const Node> words, Arena& arena) : words_(words), arena_(arena) {}

  Node run() {
    std::vector<std::string_view> texts;
    for (const Node& word : words_) texts.push_back(word.as_string());
    std::vector<docker::Fault> faults;
    const Arguments arguments = docker::read_arguments(texts, faults);
    for (const Given& given : arguments.given) flag(given);
    const Span head = words_.empty() ? Span{} : words_[0].span();
    if (arguments.image != Arguments::kNone) behind_flags(arguments.image);
    if (!env_.members().empty()) view_.set("env", head, env_.build(arena_, head));
    return view_.build(arena_, head);
  }

 private:
  Node value_of(const Given& given) const {
    const Node& word = words_[given.word];
    return Node::string(arena_.copy(given.value), word.span())
        .with_history(word.history())
        .with_secret(word.is_secret())
        .with_deferred(word.is_deferred());
  }

  void flag(const Given& given) {
    if (given.flag->name == "env") return variable(value_of(given));
    if (given.flag->type == FlagType::Bool) return switched(given);
    const Node value = value_of(given);
    const Node* before = view_.find(given.flag->name);
    std::vector<Node> values;
    if (before != nullptr && given.flag->repeatable()) {
      values.assign(before->items().begin(), before->items().end());
    }
    values.push_back(value);
    set(given.flag->name, Node::sequence(arena_.copy(std::span<const Node>(values)), value.span()));
  }

  void switched(const Given& given) {
    const bool on = given.bare || switch_value(given.value, true);
    view_.erase(given.flag->name);
    if (on == is_on_by_default(*given.flag)) return;
    const Node& word = words_[given.flag_word];
    set(given.flag->name,
        Node::scalar(Kind::Bool, on ? "true" : "false", word.span()).with_history(word.history()));
  }

  void set(std::string_view name, const Node& value) { view_.set(name, value.span(), value); }

  // The last one of a name wins.
  void variable(const Node& word) {
    const std::string_view text = word.as_string();
    const std::size_t equals = text.find('=');
    const std::string_view name = text.substr(0, equals);
    Node value = Node::scalar(Kind::Null, {}, word.span());
    if (equals != std::string_view::npos && !is_own_name(word, name, text.substr(equals + 1))) {
      value = Node::string(text.substr(equals + 1), word.span()).with_deferred(word.is_deferred());
    }
    env_.set(name, word.span(), value.with_history(word.history()).with_secret(word.is_secret()));
  }

  // -e NAME=$NAME is -e NAME.
  static bool is_own_name(const Node& word, std::string_view name, std::string_view text) {
    return word.is_deferred() && text == "${" + std::string(name) + "}";
  }

  void behind_flags(std::size_t image) {
    set("image", words_[image]);
    const std::span<const Node> rest = words_.subspan(image + 1);
    if (rest.empty()) return;
    set("args", Node::sequence(arena_.copy(rest), rest[0].span()));
  }

  std::span<const Node> words_;
  Arena& arena_;
  MappingBuilder view_, env_;
};

}  // namespace

bool switch_value(std::string_view text, bool fallback) {
  constexpr std::string_view kTrue[] = {"1", "t", "T", "TRUE", "true", "True"};
  constexpr std::string_view kFalse[] = {"0", "f", "F", "FALSE", "false", "False"};
  if (std::find(std::begin(kTrue), std::end(kTrue), text) != std::end(kTrue)) return true;
  if (std::find(std::begin(kFalse), std::end(kFalse), text) != std::end(kFalse)) return false;
  return fallback;
}

Node docker_view(std::span<const Node> words, Arena& arena) { return View(words, arena).run(); }

Node rendered_docker_view(const Compiled& compiled, Arena& arena) {
  if (compiled.artifacts.empty()) return {};
  const Argv* argv = std::get_if<Argv>(&compiled.artifacts[0].content);
  if (argv == nullptr || argv->words.size() < 2) return {};
  std::vector<Node> words;
  for (const Word& word : std::span(argv->words).subspan(2)) {
    // What is passed by name may be put together for it: as if it stood here.
    const auto own = std::find_if(
        argv->environment.begin(), argv->environment.end(), [&](const ProcessVariable& variable) {
          return !variable.value.is_null() && word.field.starts_with("env.") &&
                 word.node.as_string() == variable.name;
        });
    if (own == argv->environment.end()) {
      words.push_back(word.node);
      continue;
    }
    words.push_back(
        Node::string(arena.join({own->name, "=", own->value.as_string()}), word.node.span())
            .with_history(word.node.history())
            .with_secret(own->value.is_secret())
            .with_deferred(own->value.is_deferred()));
  }
  return docker_view(words, arena);
}

}  // namespace launch
