#include "compiler/target/docker/flag_words.h"

#include <algorithm>

#include "compiler/spec/deferred_text.h"
#include "compiler/target/docker/emit_rules.h"
#include "compiler/target/docker/flags.h"
#include "compiler/target/docker/rules.h"

namespace launch::docker {
namespace {

// Flags that are on unless switched off.
// Source: docker/cli cli/command/container/run.go, opts.go
bool is_on_by_default(const Flag& flag) {
  return flag.name == "sig-proxy" || flag.name == "disable-content-trust";
}

class Words {
 public:
  Words(Argv& argv, const Flag& flag, const Member& member, TargetContext& context)
      : argv_(argv), flag_(flag), member_(member), context_(context) {}

  void append(const Node& value) {
    if (value.is_null()) return;
    if (value.is_sequence()) return append_list(value);
    if (value.is_mapping()) return append_map(value);
    if (value.kind() == Kind::Bool) return append_bool(value);
    if (flag_.type == FlagType::Bool && !is_bool_text(value)) {
      return refuse(value, "true or false is wanted, and this is " + scalar(value));
    }
    if (flag_.type == FlagType::Bool) return append_bool_text(value);
    append_pair(word_of(value));
  }

 private:
  std::string flag_text() const { return "--" + std::string(flag_.name); }

  // The flag's own word stands at the key.
  void push_flag(std::string_view text) {
    argv_.words.push_back({Node::string(context_.arena.copy(text), member_.key_span)
                               .with_history(member_.value.history()),
                           flag_.name});
  }
  void append_pair(const Node& word) {
    push_flag(flag_text());
    argv_.words.push_back({word, flag_.name});
  }

  // docker reads --gpus as CSV, in which a comma inside one request must be quoted.
  // Source: https://docs.docker.com/reference/cli/docker/container/run/#gpus
  Node word_of(const Node& value) const {
    const std::string_view text = scalar_text(value, context_.arena);
    const bool devices = flag_.type == FlagType::Gpus && text.starts_with("device=") &&
                         text.find(',') != std::string_view::npos &&
                         text.find('=', 7) == std::string_view::npos;
    if (devices)
      return TextBuilder(context_.arena)
          .add("\"")
          .add(value)
          .add("\"")
          .build(value.span())
          .with_history(value.history());
    return Node::string(text, value.span())
        .with_history(value.history())
        .with_secret(value.is_secret())
        .with_deferred(value.is_deferred());
  }

  void append_list(const Node& list) {
    if (!flag_.repeatable()) {
      return refuse(list, "docker would take only the last of a list; give one value");
    }
    for (const Node& item : list.items()) {
      const bool word = item.is_scalar() && !item.is_null() && item.kind() != Kind::Bool;
      if (word) {
        append_pair(word_of(item));
      } else if (item.is_mapping() && flag_.pairs) {
        append_map(item);
      } else {
        refuse(item, "each item of the list must be text");
      }
    }
  }

  void append_map(const Node& map) {
    if (flag_.type == FlagType::Mount || flag_.type == FlagType::Network) return append_record(map);
    if (!flag_.pairs) return refuse(map, "the flag takes no map");
    const std::string_view separator = flag_.name == "add-host" ? ":" : "=";
    for (const Member& entry : map.members()) {
      if (!entry.value.is_scalar()) {
        refuse(entry.value, "each key of the map must have a single value");
        continue;
      }
      append_pair(pair(entry, separator, of_entry(entry)));
    }
  }

  // A null is the key alone.
  Node pair(const Member& entry, std::string_view separator, Span span) const {
    TextBuilder text(context_.arena);
    text.add(entry.key);
    if (!entry.value.is_null()) text.add(separator).add(entry.value);
    return text.build(span).with_history(entry.value.history());
  }

  // From the key to the end of the value: what is wrong may be either.
  static Span of_entry(const Member& entry) {
    const Span value = entry.value.span();
    const bool one_line = value.source == entry.key_span.source && value.end > entry.key_span.begin;
    return one_line ? Span{value.source, entry.key_span.begin, value.end} : value;
  }

  // {type: bind, source: /data, target: /data, readonly: true} as the CSV that docker reads.
  void append_record(const Node& map) {
    TextBuilder record(context_.arena);
    for (const Member& entry : map.members()) {
      if (!entry.value.is_scalar())
        return refuse(entry.value, "each key of the map must have a single value");
      if (&entry != map.members().data()) record.add(",");
      record.add(csv_field(
          TextBuilder(context_.arena).add(entry.key).add("=").add(entry.value).build(map.span())));
    }
    append_pair(record.build(map.span()).with_history(map.history()));
  }

  // Quoted where CSV needs it, which neither makes nor breaks a macro.
  Node csv_field(const Node& field) const {
    const std::string_view text = field.as_string();
    if (text.find_first_of(",\"") == std::string_view::npos) return field;
    std::string quoted_field = "\"";
    for (const char c : text) {
      if (c == '"') quoted_field += '"';
      quoted_field += c;
    }
    return Node::string(context_.arena.copy(quoted_field + "\""), field.span())
        .with_secret(field.is_secret())
        .with_deferred(field.is_deferred());
  }

  void append_bool(const Node& value) {
    const bool on = value.as_bool();
    if (flag_.type != FlagType::Bool) {
      if (!on) return;
      return refuse(value, "the flag needs a value, and this is true");
    }
    if (on) push_flag(flag_text());
    if (!on && is_on_by_default(flag_)) push_flag(flag_text() + "=false");
  }

  static bool is_bool_text(const Node& value) {
    return value.is_string() && (value.as_string() == "true" || value.as_string() == "false");
  }
  void append_bool_text(const Node& value) {
    if (value.as_string() == "true") push_flag(flag_text());
    if (value.as_string() == "false" && is_on_by_default(flag_)) push_flag(flag_text() + "=false");
  }

  static std::string scalar(const Node& value) {
    if (value.is_secret()) return "a secret";
    return value.is_string() ? quoted(value.as_string()) : std::string(value.as_string());
  }

  void refuse(const Node& value, const std::string& why) {
    context_.diagnostics.report({&kFlagValue, value.span(), flag_text() + ": " + why});
  }

  Argv& argv_;
  const Flag& flag_;
  const Member& member_;
  TargetContext& context_;
};

}  // namespace

void append_flag_words(Argv& argv, const Member& member, TargetContext& context) {
  const Flag* flag = find_flag_for_key(member.key);
  if (flag == nullptr) {
    // In the spelling of the file: shm_size beside memory_limit.
    std::string nearest(nearest_flag(member.key));
    const bool dashes = member.key.find('-') != std::string_view::npos;
    if (!dashes) std::replace(nearest.begin(), nearest.end(), '-', '_');
    context.diagnostics.report({&kUnknownFlag,
                                member.key_span,
                                quoted(member.key) + " is no flag of docker run",
                                {},
                                suggest(nearest)});
    return;
  }
  Words(argv, *flag, member, context).append(member.value);
}

}  // namespace launch::docker
