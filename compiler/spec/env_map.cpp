#include "compiler/spec/env_map.h"

#include <algorithm>

#include "compiler/document/template.h"

namespace launch {
namespace {

class EnvMap {
 public:
  explicit EnvMap(const EnvMapContext& context) : context_(context) {}

  Node run(const Node& env) {
    bool complete = true;
    for (const Node& item : env.items()) {
      if (item.is_string()) {
        add_assignment(item);
      } else {
        complete = add_pair(item) && complete;
      }
    }
    if (!complete) return env;
    return builder_.build(context_.arena, env.span()).with_tag(env.tag());
  }

 private:
  // "NAME=VALUE", or "NAME": taken from the submitting environment.
  void add_assignment(const Node& item) {
    const std::string_view text = item.as_string();
    const auto equals = static_cast<std::uint32_t>(std::min(text.find('='), text.size()));
    const auto end = static_cast<std::uint32_t>(text.size());
    const Span name_span = sub_span(item, 0, equals, context_.sources);
    Node value = Node::scalar(Kind::Null, {}, item.span());
    if (equals < end) {
      value =
          Node::string(text.substr(equals + 1), sub_span(item, equals + 1, end, context_.sources));
    }
    add(text.substr(0, equals), name_span, value.with_history(item.history()));
  }

  // {name: NAME, value: VALUE}, as Kubernetes writes it. `valueFrom` stays the target's matter.
  bool add_pair(const Node& item) {
    const Node* name = item.find("name");
    if (name == nullptr || !name->is_string() || item.find("valueFrom") != nullptr) return false;
    const Node* value = item.find("value");
    const Node null = Node::scalar(Kind::Null, {}, item.span());
    add(name->as_string(), name->span(), value == nullptr ? null : *value);
    return true;
  }

  void add(std::string_view name, Span name_span, const Node& value) {
    if (!judge_env_name(name, name_span, context_.diagnostics)) return;
    const Node* present = builder_.find(name);
    if (present != nullptr && !same_value(*present, value)) {
      context_.diagnostics.report({&kEnvTwice,
                                   value.span(),
                                   "environment variable " + quoted(name) + " is set twice",
                                   {{present->span(), "first set here"}},
                                   "keep one of the two"});
      return;
    }
    builder_.set(name, name_span, value);
  }

  const EnvMapContext& context_;
  MappingBuilder builder_;
};

}  // namespace

bool judge_env_name(std::string_view name, Span place, Diagnostics& diagnostics) {
  const bool good = !name.empty() && name.find('=') == std::string_view::npos &&
                    name.find('\0') == std::string_view::npos;
  if (!good) {
    diagnostics.report(
        {&kBadEnvName, place, quoted(name) + " cannot be the name of an environment variable"});
  }
  return good;
}

Node env_as_map(const Node& env, const EnvMapContext& context) {
  return env.is_sequence() ? EnvMap(context).run(env) : env;
}

}  // namespace launch
