#include "compiler/target/words.h"

#include <algorithm>

#include "compiler/document/write_json.h"
#include "compiler/spec/deferred_text.h"
#include "compiler/spec/shell_words.h"

namespace launch {
namespace {

bool is_environment_macro(const Piece& piece) {
  return piece.kind == Piece::Kind::Macro &&
         piece.text.find_first_of("abcdefghijklmnopqrstuvwxyz") == std::string_view::npos;
}

// "${NAME}" and nothing else, for this very NAME: the same as taking NAME over.
bool is_own_name(const Node& value, std::string_view name) {
  const std::vector<Piece> pieces = parse_deferred(value.as_string());
  return value.is_deferred() && pieces.size() == 1 && pieces[0].kind == Piece::Kind::Macro &&
         pieces[0].text == name;
}

bool is_assigned(const ProcessVariable& variable) {
  return !variable.value.is_null() && !variable.value.is_secret();
}

bool is_shell_name(std::string_view name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  const auto rest = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
  return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), rest);
}

// Fit to stand between double quotes.
std::string shell_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\"\\$`").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

// Text with deferred macros as a double-quoted shell word in which only the macros expand.
std::string shell_template(std::string_view text) {
  std::string out = "\"";
  for (const Piece& piece : parse_deferred(text)) {
    if (is_environment_macro(piece)) {
      out += "${" + std::string(piece.text) + "}";
      continue;
    }
    const bool macro = piece.kind == Piece::Kind::Macro;
    out += shell_escaped(macro ? text.substr(piece.begin, piece.end - piece.begin) : piece.text);
  }
  return out + "\"";
}

}  // namespace

std::string_view numbered_field(std::string_view field, std::size_t index, Arena& arena) {
  return arena.join({field, "[", std::to_string(index), "]"});
}

bool awaits_environment(const Node& node) {
  if (!node.is_deferred()) return false;
  const std::vector<Piece> pieces = parse_deferred(node.as_string());
  return std::any_of(pieces.begin(), pieces.end(), is_environment_macro);
}

void append_env_words(Argv& argv, std::string_view flag, const EnvVar& variable, Arena& arena) {
  const std::string_view field = arena.join({"env.", variable.name});
  const Node& value = variable.value;
  argv.words.push_back(
      {Node::string(flag, variable.name_span).with_history(value.history()), field});
  const bool by_name = value.is_null() || value.is_secret() || awaits_environment(value);
  if (by_name) {
    argv.words.push_back(
        {Node::string(variable.name, value.span()).with_history(value.history()), field});
    const bool as_it_is = value.is_null() || is_own_name(value, variable.name);
    argv.environment.push_back(
        {variable.name, as_it_is ? Node::scalar(Kind::Null, {}, value.span()) : value});
    return;
  }
  const Node pair =
      value.is_deferred()
          ? TextBuilder(arena).add(variable.name).add("=").add(value).build(value.span())
          : Node::string(arena.join({variable.name, "=", scalar_text(value, arena)}), value.span());
  argv.words.push_back({pair.with_history(value.history()), field});
}

void report_secrets_in_words(const Argv& argv, Diagnostics& diagnostics) {
  for (const Word& word : argv.words) {
    if (!word.node.is_secret() && !awaits_environment(word.node)) continue;
    diagnostics.report({&kSecretInArgv,
                        word.node.span(),
                        std::string(word.field) +
                            " would put a value from the environment on the " +
                            "command line, where every user of the machine can read it",
                        {},
                        word.field.starts_with("command") || word.field.starts_with("args")
                            ? "put the macro into env and read the variable in the job"
                            : "write the value out"});
  }
}

namespace {

// A field without the number of a word in it: "command[1]" goes with "command[2]".
std::string_view whole_field(const Word& word) {
  return word.field.substr(0, word.field.find('['));
}

// `between` stands between variables and fields.
std::string shell_command(const Argv& argv, std::string_view between) {
  std::string line;
  // A name that a shell cannot assign to is env's to set.
  const bool by_env = std::any_of(
      argv.environment.begin(), argv.environment.end(),
      [](const ProcessVariable& v) { return is_assigned(v) && !is_shell_name(v.name); });
  if (by_env) line = "env ";
  for (const ProcessVariable& variable : argv.environment) {
    if (!is_assigned(variable)) continue;
    // Only what is deferred still has macros in it: other text is what it is.
    const std::string_view text = variable.value.as_string();
    const std::string value =
        variable.value.is_deferred() ? shell_template(text) : "\"" + shell_escaped(text) + "\"";
    line += by_env ? "\"" + shell_escaped(variable.name) + "=" + value.substr(1)
                   : std::string(variable.name) + "=" + value;
    line += between;
  }
  for (std::size_t i = 0; i < argv.words.size(); ++i) {
    const Word& word = argv.words[i];
    if (i > 0) line += whole_field(word) == whole_field(argv.words[i - 1]) ? " " : between;
    line += word.node.is_secret() ? shell_quote(kRedacted) : shell_quote(word.node.as_string());
  }
  return line;
}

}  // namespace

std::string shell_line(const Argv& argv) { return shell_command(argv, " "); }

std::string shell_lines(const Argv& argv) { return shell_command(argv, " \\\n  "); }

}  // namespace launch
