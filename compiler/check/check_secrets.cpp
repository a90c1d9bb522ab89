#include <algorithm>

#include "compiler/check/check.h"
#include "compiler/check/rules.h"
#include "compiler/check/secret_words.h"
#include "compiler/document/template.h"

namespace launch {
namespace {

// A word of a list or a script, and where it stands in its node's text.
struct Fragment {
  const Node* node;
  std::string_view text;
  std::uint32_t begin;
  bool of_script;  // not the whole text of its node: code stands around it
};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

void add_fragments(const Node& node, std::vector<Fragment>& fragments) {
  const std::string_view text = node.as_string();
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t begin = i;
    while (i < text.size() && !is_blank(text[i])) ++i;
    if (i > begin) {
      const bool of_script = i - begin < text.size();
      fragments.push_back(
          {&node, text.substr(begin, i - begin), static_cast<std::uint32_t>(begin), of_script});
    }
    while (i < text.size() && is_blank(text[i])) ++i;
  }
}

// NAME, --name: fit to stand before a = or a value.
bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  });
}

bool is_small(char c) { return c >= 'a' && c <= 'z'; }

// `token=hf_token)` in a script passes a variable on; `TOKEN=abc` and `--token abc` are values.
bool is_code(std::string_view name, std::string_view value) {
  if (value.find_first_of("()[]{},") != std::string_view::npos) return true;
  const bool variable = !name.starts_with('-') && std::any_of(name.begin(), name.end(), is_small);
  return variable && value.find_first_of("0123456789") == std::string_view::npos;
}

// The macro that would take the value from the environment.
std::string macro_for(std::string_view name) {
  std::string result;
  for (const char c : name) {
    if (c == '-' || c == '.') {
      if (!result.empty()) result += '_';
    } else {
      result += is_small(c) ? static_cast<char>(c - 'a' + 'A') : c;
    }
  }
  return "${" + result + "}";
}

class SecretCheck {
 public:
  explicit SecretCheck(const CheckContext& context) : context_(context) {}

  // `name` is the nearest key above: what people call the place.
  void walk(const Node& node, std::string_view name) {
    if (node.is_secret()) return;
    if (node.is_mapping()) {
      mapping(node);
    } else if (node.is_sequence()) {
      sequence(node, name);
    } else {
      value(name, node);
    }
  }

 private:
  void mapping(const Node& map) {
    const Node* name = map.find("name");
    const Node* text = map.find("value");
    if (name != nullptr && name->is_string() && text != nullptr) walk(*text, name->as_string());
    for (const Member& member : map.members()) walk(member.value, member.key);
  }

  void sequence(const Node& list, std::string_view name) {
    std::vector<Fragment> fragments;
    for (const Node& item : list.items()) {
      if (!item.is_scalar()) {
        walk(item, name);
      } else if (!item.is_null() && !item.is_secret()) {
        add_fragments(item, fragments);
      }
    }
    // Names first: they say more than the form of the value.
    named_fragments(fragments);
    for (const Node& item : list.items()) patterns(name, item);
  }

  void value(std::string_view name, const Node& node) {
    if (node.is_null() || node.kind() == Kind::Bool) return;
    const bool fit = node.is_string() || names_password(name);
    if (fit && names_credential(name) && !is_open(node) && !is_harmless(name, node.as_string())) {
      return report(name, "a credential", node.span());
    }
    if (!node.is_string()) return;
    // One word names something only with a = in it.
    if (node.as_string().find_first_of("= \t\r\n") != std::string_view::npos) {
      std::vector<Fragment> fragments;
      add_fragments(node, fragments);
      named_fragments(fragments);
    }
    patterns(name, node);
  }

  void patterns(std::string_view name, const Node& node) {
    if (!node.is_string() || node.is_secret()) return;
    for (const FoundSecret& found : find_secrets(node.as_string())) {
      report(name, found.kind, sub_span(node, found.begin, found.end, context_.sources));
    }
  }

  // NAME=value, --name=value, --name value, and `wandb login KEY`.
  void named_fragments(const std::vector<Fragment>& fragments) {
    for (std::size_t i = 0; i < fragments.size(); ++i) {
      const Fragment& fragment = fragments[i];
      const std::size_t equals = fragment.text.find('=');
      if (equals != std::string_view::npos) {
        named_fragment(fragment.text.substr(0, equals), fragment, equals + 1);
      } else if (i > 0 && fragments[i - 1].text.starts_with("--") &&
                 !fragment.text.starts_with('-')) {
        named_fragment(fragments[i - 1].text, fragment, 0);
      } else if (i > 0 && fragments[i - 1].text == "login") {
        wandb_login(fragment);
      }
    }
  }

  // The value begins at `from` of the fragment.
  void named_fragment(std::string_view name, const Fragment& fragment, std::size_t from) {
    while (name.starts_with('"') || name.starts_with('\'')) name.remove_prefix(1);
    std::size_t to = fragment.text.size();
    const auto is_edge = [](char c) { return c == '"' || c == '\'' || c == ';'; };
    while (from < to && is_edge(fragment.text[from])) ++from;
    while (to > from && is_edge(fragment.text[to - 1])) --to;
    const std::string_view text = fragment.text.substr(from, to - from);
    if (!is_name(name) || !names_credential(name) || is_open(text)) return;
    if (is_harmless(name, text) || (fragment.of_script && is_code(name, text))) return;
    report(name, "a credential", part(fragment, from, to));
  }

  // Keys of 40 hexadecimal digits look like a commit anywhere else.
  void wandb_login(const Fragment& fragment) {
    const bool key = fragment.text.size() == 40 &&
                     fragment.text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    if (key) report("WANDB_API_KEY", "a W&B API key", part(fragment, 0, fragment.text.size()));
  }

  Span part(const Fragment& fragment, std::size_t from, std::size_t to) const {
    return sub_span(*fragment.node, fragment.begin + static_cast<std::uint32_t>(from),
                    fragment.begin + static_cast<std::uint32_t>(to), context_.sources);
  }

  bool in_queue(Span span) const {
    if (context_.judging_queue) return true;
    return context_.role_of && context_.role_of(span.source) == Role::Queue;
  }

  // An alias, and a pattern inside a named value, lead to the same text twice.
  bool is_new(Span span) {
    const bool known = std::any_of(seen_.begin(), seen_.end(), [&](const Span& other) {
      return other.source == span.source && span.begin < other.end && other.begin < span.end;
    });
    if (!known) seen_.push_back(span);
    return !known;
  }

  static bool is_variable(std::string_view name) {
    return is_name(name) && std::none_of(name.begin(), name.end(), is_small);
  }

  static std::string way_out(std::string_view name, std::string_view kind) {
    // A macro in an argument would put the secret on a command line.
    if (name.starts_with('-')) {
      const std::string macro = macro_for(name);
      return "write `" + macro.substr(2, macro.size() - 3) +
             ":` without a value under env and read the variable in the job";
    }
    const bool whole = kind.find("URL") != std::string_view::npos;
    if (!names_credential(name) && !(whole && is_variable(name))) return {};
    return "write " + macro_for(name) + " to take " + (whole ? "the whole text" : "it") +
           " from the submitting environment";
  }

  void report(std::string_view name, std::string_view kind, Span span) {
    if (!is_new(span)) return;
    Diagnostic diagnostic{&kSecretLiteral,
                          span,
                          quoted(name) + " holds " + std::string(kind) + " in plain text",
                          {},
                          {}};
    diagnostic.suggestion = way_out(name, kind);
    diagnostic.redact_snippet = true;
    const Severity severity = in_queue(span) ? Severity::Warning : kSecretLiteral.severity;
    context_.diagnostics.report_as(severity, std::move(diagnostic));
  }

  const CheckContext& context_;
  std::vector<Span> seen_;
};

}  // namespace

void check_secrets(const CheckContext& context) {
  SecretCheck(context).walk(context.spec.root, {});
}

}  // namespace launch
