#include "compiler/target/kubernetes/emit.h"
#include "compiler/target/kubernetes/emit_rules.h"
#include "compiler/target/names.h"
#include "compiler/target/words.h"

namespace launch::kubernetes {
namespace {

bool is_hidden(const Node& value) { return value.is_secret() || awaits_environment(value); }

// A Secret's keys are [-._a-zA-Z0-9]+ (https://kubernetes.io/docs/concepts/configuration/secret/);
// a variable of another name gets a key made of it.
std::string key_of(std::string_view name) {
  const std::string_view allowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.";
  const bool legal = !name.empty() && name.find_first_not_of(allowed) == std::string_view::npos &&
                     name != "." && !name.starts_with("..");
  return legal ? std::string(name) : "variable-" + legal_label_value(name);
}

class Extractor {
 public:
  Extractor(const Spec& spec, Tree& tree, TargetContext& context) : tree_(tree), context_(context) {
    const std::string_view id = spec.run_id.valid() ? spec.run_id.as_string() : "run";
    name_ = context.arena.copy(legal_label("launch-" + distinct_label(id) + "-env"));
  }

  void container(const Path& path) {
    const Path env = path / "env";
    const Node* list = tree_.find(env);
    if (list == nullptr) return;
    std::vector<Node> items(list->items().begin(), list->items().end());
    bool is_changed = false;
    for (Node& item : items) {
      const Node* value = item.find("value");
      if (value == nullptr || !value->is_string() || !is_hidden(*value)) continue;
      item = extracted(item, *value);
      is_changed = true;
    }
    if (!is_changed) return;
    const Span place = list->span();
    tree_.set(env,
              Node::sequence(context_.arena.copy(std::span<const Node>(items)), place)
                  .with_history(list->history()),
              place);
  }

  Node secret(const Spec& spec) {
    if (data_.members().empty()) return {};
    Tree secret(Node::mapping({}, data_.members()[0].value.span()), kManifestForm, spec, context_);
    constexpr std::string_view kWhy = "holds the job's secret variables";
    secret.complete(Path{"apiVersion"}, "v1", kWhy);
    secret.complete(Path{"kind"}, "Secret", kWhy);
    secret.complete(Path{"metadata", "name"}, name_, kWhy);
    if (const Node* where = tree_.find(Path{"metadata", "namespace"})) {
      secret.complete(Path{"metadata", "namespace"}, *where);
    }
    if (spec.run_id.valid()) {
      secret.complete(Path{"metadata", "labels"} / kRunIdLabel,
                      secret.built_in(legal_label_value(spec.run_id.as_string()), "tells the run"));
    }
    secret.complete(Path{"type"}, "Opaque", kWhy);
    secret.complete(Path{"stringData"}, data_.build(context_.arena, secret.root().span()));
    return secret.root();
  }

 private:
  // The same name with another value, in another container, gets a key of its own.
  std::string_view key_for(std::string_view variable, const Node& value) const {
    const std::string plain = key_of(variable);
    std::string key = plain;
    for (int i = 2; data_.find(key) != nullptr && !same_value(*data_.find(key), value); ++i) {
      key = plain + "-" + std::to_string(i);
    }
    return context_.arena.copy(key);
  }

  // The variable, pointing to the Secret that holds its value now.
  Node extracted(const Node& item, const Node& value) {
    const Node* name = item.find("name");
    const bool named = name != nullptr && name->is_string();
    const std::string_view key = key_for(named ? name->as_string() : std::string_view(), value);
    data_.set(key, value.span(), value);
    Arena& arena = context_.arena;
    const auto point = [&](const Node& from, const char* field, std::string_view text) {
      const Node there = Node::string(arena.copy(text), value.span())
                             .with_step(arena, {Step::Action::Completed, value.span(),
                                                "a secret, kept in a Secret beside the job"});
      return with(from, Path{"valueFrom", "secretKeyRef", field}, there, value.span(), arena);
    };
    const Node bare = with(item, Path{"value"}, Node(), item.span(), arena);
    return point(point(bare, "name", name_), "key", key);
  }

  Tree& tree_;
  TargetContext& context_;
  std::string_view name_;
  MappingBuilder data_;
};

// What is sent to the API server in plain can be read by everybody who may read jobs.
void report_plain_secrets(const Node& node, Diagnostics& diagnostics) {
  if (node.is_string() && is_hidden(node)) {
    diagnostics.report({&kSecretInManifest,
                        node.span(),
                        "a value from the environment would stand in the manifest in plain text",
                        {},
                        "put it into env, and let the program read the variable"});
  }
  for (const Node& item : node.items()) report_plain_secrets(item, diagnostics);
  for (const Member& member : node.members()) report_plain_secrets(member.value, diagnostics);
}

}  // namespace

Node extract_secrets(const Spec& spec, const Places& places, Tree& tree, TargetContext& context) {
  Extractor extractor(spec, tree, context);
  for (const Pod& pod : places.pods) {
    for (const char* list : {"initContainers", "containers"}) {
      const Path containers = pod.path / "spec" / list;
      const Node* all = tree.find(containers);
      const std::size_t count = all == nullptr ? 0 : all->items().size();
      for (std::size_t i = 0; i < count; ++i) extractor.container(containers / std::to_string(i));
    }
  }
  report_plain_secrets(tree.root(), context.diagnostics);
  return extractor.secret(spec);
}

}  // namespace launch::kubernetes
