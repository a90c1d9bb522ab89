#include "compiler/check/facts.h"

#include <algorithm>
#include <charconv>

#include "compiler/check/check.h"
#include "compiler/document/template.h"

namespace launch {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_quote(char c) { return c == '"' || c == '\''; }

// The words of a text, cut at blanks: enough to find options in a script. Quotes around a word go.
void add_words(const Node& node, const SourceMap& sources, std::vector<CommandWord>& words) {
  // A secret's text is nobody's business: an unknown word stands for it.
  const std::string_view text = node.is_secret() ? std::string_view("$") : node.as_string();
  for (std::size_t i = 0; i < text.size();) {
    if (is_blank(text[i])) {
      ++i;
      continue;
    }
    std::size_t begin = i;
    while (i < text.size() && !is_blank(text[i])) ++i;
    std::size_t end = i;
    while (begin < end && is_quote(text[begin])) ++begin;
    while (end > begin && (is_quote(text[end - 1]) || text[end - 1] == ';')) --end;
    const bool continued = end == begin + 1 && text[begin] == '\\';
    if (begin == end || continued) continue;
    words.push_back({text.substr(begin, end - begin),
                     node.is_secret() ? node.span()
                                      : sub_span(node, static_cast<std::uint32_t>(begin),
                                                 static_cast<std::uint32_t>(end), sources)});
  }
}

void add_list(const Node* list, const SourceMap& sources, std::vector<CommandWord>& words) {
  if (list == nullptr) return;
  if (list->is_string()) add_words(*list, sources, words);
  for (const Node& item : list->items()) {
    if (item.is_scalar()) add_words(item, sources, words);
  }
}

bool is_option(std::string_view word) {
  if (!word.starts_with('-') || word.size() < 2) return false;
  return !(word[1] >= '0' && word[1] <= '9') && word[1] != '.';  // -1 is a value
}

void add_variable(std::string_view name, const Node& value, std::vector<NamedText>& all) {
  if (!value.is_scalar() || value.is_null() || value.is_secret() || is_open(value)) return;
  all.push_back({name, value.as_string(), value.span()});
}

// NAME=VALUE, as docker's -e has it.
void add_assignment(const Node& item, const SourceMap& sources, std::vector<NamedText>& all) {
  const std::string_view text = item.as_string();
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || item.is_secret() || is_open(item)) return;
  all.push_back({text.substr(0, equals), text.substr(equals + 1),
                 sub_span(item, static_cast<std::uint32_t>(equals + 1),
                          static_cast<std::uint32_t>(text.size()), sources)});
}

// A map, or a list of NAME=VALUE or of {name, value}.
void add_environment(const Node* env, const SourceMap& sources, std::vector<NamedText>& all) {
  if (env == nullptr) return;
  for (const Member& member : env->members()) add_variable(member.key, member.value, all);
  for (const Node& item : env->items()) {
    if (item.is_string()) add_assignment(item, sources, all);
    const Node* name = item.find("name");
    const Node* value = item.find("value");
    if (name != nullptr && value != nullptr) add_variable(name->as_string(), *value, all);
  }
}

char folded(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  return c == '-' ? '_' : c;
}

std::vector<CommandWord> command_words(const CheckContext& context,
                                       const std::vector<TargetBlock>& blocks) {
  std::vector<CommandWord> words;
  for (const Node& word : context.spec.entry) add_words(word, context.sources, words);
  for (const Node& word : context.spec.args) add_words(word, context.sources, words);
  if (!words.empty()) return words;
  // Without a command of the job, a manifest's own runs.
  for (const TargetBlock& block : blocks) {
    if (block.target != "kubernetes") continue;
    const Node container = main_container(block.block);
    add_list(container.find("command"), context.sources, words);
    add_list(container.find("args"), context.sources, words);
  }
  return words;
}

std::vector<NamedText> command_options(const std::vector<CommandWord>& words) {
  std::vector<NamedText> options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view text = words[i].text;
    if (!is_option(text)) continue;
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos) {
      Span value = words[i].span;
      // Exact only when the word stands in the source as it is.
      if (value.end - value.begin == text.size())
        value.begin += static_cast<std::uint32_t>(equals + 1);
      options.push_back({text.substr(0, equals), text.substr(equals + 1), value});
    } else if (i + 1 < words.size() && !is_option(words[i + 1].text)) {
      options.push_back({text, words[i + 1].text, words[i + 1].span});
    } else {
      options.push_back({text, {}, words[i].span});
    }
  }
  return options;
}

std::vector<NamedText> environment(const CheckContext& context,
                                   const std::vector<TargetBlock>& blocks) {
  std::vector<NamedText> all;
  for (const EnvVar& variable : context.spec.env) add_variable(variable.name, variable.value, all);
  for (const TargetBlock& block : blocks) {
    for (const std::string_view key : {"env", "environment", "e"}) {
      add_environment(find_like(block.block, key), context.sources, all);
    }
    if (block.target != "kubernetes") continue;
    const Node container = main_container(block.block);
    add_environment(container.find("env"), context.sources, all);
  }
  return all;
}

}  // namespace

Facts facts_of(const CheckContext& context) {
  Facts facts;
  facts.blocks = target_blocks(context);
  facts.words = command_words(context, facts.blocks);
  facts.options = command_options(facts.words);
  facts.environment = environment(context, facts.blocks);
  return facts;
}

const NamedText* find_named(const std::vector<NamedText>& all,
                            std::initializer_list<std::string_view> names) {
  for (const NamedText& one : all) {
    const auto same = [&](std::string_view name) { return same_name(one.name, name); };
    if (std::any_of(names.begin(), names.end(), same)) return &one;
  }
  return nullptr;
}

bool same_name(std::string_view a, std::string_view b) {
  while (a.starts_with('-')) a.remove_prefix(1);
  while (b.starts_with('-')) b.remove_prefix(1);
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return folded(x) == folded(y); });
}

const Node* find_like(const Node& map, std::string_view key) {
  for (const Member& member : map.members()) {
    if (same_name(member.key, key)) return &member.value;
  }
  return nullptr;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> whole_number(const Node* node) {
  if (node == nullptr || node->is_secret()) return std::nullopt;
  if (node->kind() == Kind::Integer) return node->as_integer();
  return node->is_string() ? whole_number(node->as_string()) : std::nullopt;
}

bool is_open(std::string_view text) {
  return text.find("{{") != std::string_view::npos || text.find('$') != std::string_view::npos;
}

bool is_open(const Node& node) { return node.is_deferred() || is_open(node.as_string()); }

std::string counted(std::int64_t count, std::string_view noun) {
  const std::string_view plural = noun.ends_with('s') ? "es" : "s";
  return std::to_string(count) + " " + std::string(noun) + std::string(count == 1 ? "" : plural);
}

}  // namespace launch
