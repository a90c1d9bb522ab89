#include "compiler/wandb/blocks.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "compiler/spec/wandb_env.h"
#include "compiler/wandb/rules.h"

namespace launch::wandb {
namespace {

// wandb/sdk/launch/utils.py: keys that W&B's agent refuses wherever they stand, those it refuses
// when they are on, and those it refuses when they say anything.
constexpr std::array<std::string_view, 3> kNever{"securityContext", "hostPath",
                                                 "serviceAccountToken"};
constexpr std::array<std::string_view, 7> kNotOn{"hostPID",
                                                 "hostIPC",
                                                 "hostNetwork",
                                                 "shareProcessNamespace",
                                                 "hostUsers",
                                                 "hostPort",
                                                 "automountServiceAccountToken"};
constexpr std::array<std::string_view, 2> kNotSet{"serviceAccountName", "serviceAccount"};

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& keys, std::string_view key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

bool is_on(const Node& value) {
  if (value.kind() == Kind::Bool) return value.as_bool();
  if (value.is_number()) return value.as_double() != 0;
  std::string text(value.as_string());
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text == "1" || text == "true" || text == "yes";
}

bool is_refused(const Member& member) {
  if (holds(kNever, member.key)) return true;
  if (holds(kNotOn, member.key)) return is_on(member.value);
  if (holds(kNotSet, member.key)) return !member.value.as_string().empty();
  return member.key == "mountPropagation" && member.value.as_string() == "Bidirectional";
}

}  // namespace

const Artifact* artifact_of(const Compiled& job, std::string_view target) {
  for (const Artifact& artifact : job.artifacts) {
    if (artifact.target == target) return &artifact;
  }
  return nullptr;
}

void tell_odd_numbers(const Node& whole, const SpecContext& context) {
  for (const Member& member : whole.members()) tell_odd_numbers(member.value, context);
  for (const Node& item : whole.items()) tell_odd_numbers(item, context);
  if (whole.kind() != Kind::Float || std::isfinite(whole.as_double())) return;
  context.diagnostics.report(
      {&kDiffers, whole.span(),
       "W&B is given JSON, which has no .nan and .inf, so that null takes its place"});
}

void BlockMaker::differs(Span span, std::string message) const {
  context_.diagnostics.report({&kDiffers, span, std::move(message)});
}

// Also what stands for a hole of the queue.
bool BlockMaker::from_queue(const Node& node) const {
  if (job_.spec.in_queue(node.span())) return true;
  for (const Step* step = node.history(); step != nullptr; step = step->previous) {
    if (step->action == Step::Action::Filled && job_.spec.in_queue(step->span)) return true;
  }
  return false;
}

// Without what the queue says. A list replaces the queue's, so that it is there as a whole or not.
Node BlockMaker::queue_free(const Node& node) const {
  if (node.is_scalar() || node.size() == 0) return from_queue(node) ? Node() : node;
  if (node.is_sequence()) {
    const bool own = std::any_of(node.items().begin(), node.items().end(),
                                 [&](const Node& item) { return queue_free(item).valid(); });
    return own ? node : Node();
  }
  MappingBuilder kept;
  for (const Member& member : node.members()) {
    const Node value = queue_free(member.value);
    if (value.valid()) kept.set(member.key, member.key_span, value);
  }
  return kept.members().empty() ? Node() : kept.build(context_.arena, node.span());
}

bool BlockMaker::is_wandb_variable(std::string_view name) const {
  return name.starts_with("WANDB_") && own_variable(name) == nullptr;
}

const EnvVar* BlockMaker::own_variable(std::string_view name) const {
  for (const EnvVar& variable : job_.spec.env) {
    if (variable.name == name) return &variable;
  }
  return nullptr;
}

// The variables of a container: W&B adds its own, and secrets come from the agent's environment.
Node BlockMaker::variables(const Node& list) const {
  std::vector<Node> kept;
  for (const Node& item : list.items()) {
    const Node* name = item.find("name");
    const std::string_view text = name == nullptr ? std::string_view() : name->as_string();
    if (is_wandb_variable(text)) continue;
    const EnvVar* own = own_variable(text);
    if (own != nullptr && text.starts_with("WANDB_")) {
      differs(own->name_span,
              "W&B's agent appends its own " + std::string(text) + ", which wins over the job's");
    }
    const Node* from = item.find("valueFrom");
    if (own == nullptr || from == nullptr || (!own->value.is_null() && !own->value.is_deferred())) {
      kept.push_back(item);
      continue;
    }
    differs(own->name_span, "W&B's agent writes the value of " + quoted(text) +
                                " into the manifest as plain text; launch keeps it in a Secret");
    const Node value = own->value.is_null()
                           ? Node::string(context_.arena.join({"${", text, "}"}), own->name_span)
                           : Node::string(own->value.as_string(), own->value.span());
    kept.push_back(MappingBuilder()
                       .set("name", own->name_span, *name)
                       .set("value", own->name_span, value)
                       .build(context_.arena, item.span()));
  }
  return Node::sequence(context_.arena.copy(std::span<const Node>(kept)), list.span());
}

// A manifest without what W&B's runner adds, or does not take.
Node BlockMaker::manifest(const Node& node) const {
  if (node.is_sequence()) {
    std::vector<Node> items;
    for (const Node& item : node.items()) items.push_back(manifest(item));
    return Node::sequence(context_.arena.copy(std::span<const Node>(items)), node.span());
  }
  if (!node.is_mapping()) return node;
  MappingBuilder kept;
  for (const Member& member : node.members()) {
    if (member.key.starts_with("wandb.ai/")) continue;
    if (is_refused(member)) {
      differs(member.key_span, "W&B's agent refuses manifests with " + quoted(member.key) +
                                   ", so that it is left out of the launch spec");
      continue;
    }
    if (member.key == "containers" && member.value.size() > 1) {
      differs(member.key_span,
              "W&B's agent gives every container the command, the arguments and the variables of "
              "the job, and the first one its image; launch gives them to the main one");
    }
    const bool environment = member.key == "env" && member.value.is_sequence();
    const Node value = environment ? variables(member.value) : manifest(member.value);
    const bool emptied = value.size() == 0 && member.value.size() > 0;
    if (!emptied) kept.set(member.key, member.key_span, value);
  }
  return kept.build(context_.arena, node.span());
}

Node BlockMaker::kubernetes() const {
  const Artifact* artifact = artifact_of(job_, "kubernetes");
  const Manifest* documents =
      artifact == nullptr ? nullptr : std::get_if<Manifest>(&artifact->content);
  if (documents == nullptr || documents->documents.empty()) return {};
  const Node& whole = documents->documents.back();
  const Node own = queue_free(whole);
  if (!own.is_mapping()) return {};
  MappingBuilder result(manifest(own));
  // W&B lets the server make a name, which no two runs can share.
  const Node* metadata = result.find("metadata");
  const Node* name = metadata == nullptr ? nullptr : metadata->find("name");
  if (name != nullptr && context_.sources.kind(name->span().source) == SourceMap::Kind::BuiltIn) {
    MappingBuilder rest(*metadata);
    rest.erase("name");
    result.erase("metadata");
    if (!rest.members().empty()) {
      result.set("metadata", metadata->span(), rest.build(context_.arena, metadata->span()));
    }
  }
  return result.build(context_.arena, whole.span());
}

Node BlockMaker::sagemaker() const {
  const Artifact* artifact = artifact_of(job_, "sagemaker");
  const Request* request = artifact == nullptr ? nullptr : std::get_if<Request>(&artifact->content);
  if (request == nullptr) return {};
  const Node own = queue_free(request->body);
  MappingBuilder result(own);
  if (const Node* variables = own.find("Environment")) {
    // What the request itself says wins over W&B's own.
    const Node* block = job_.spec.resource_args.find("sagemaker");
    const Node* written = block == nullptr ? nullptr : block->find("Environment");
    MappingBuilder kept;
    for (const Member& member : variables->members()) {
      const bool is_own = written != nullptr && written->find(member.key) != nullptr;
      if (is_own || !is_wandb_variable(member.key))
        kept.set(member.key, member.key_span, member.value);
    }
    result.erase("Environment");
    if (!kept.members().empty()) {
      result.set("Environment", variables->span(), kept.build(context_.arena, variables->span()));
    }
  }
  if (const Node* tags = own.find("Tags")) {
    std::vector<Node> kept;
    for (const Node& tag : tags->items()) {
      const Node* key = tag.find("Key");
      if (key == nullptr || key->as_string() != "WandbRunId") kept.push_back(tag);
    }
    result.erase("Tags");
    if (!kept.empty()) {
      result.set("Tags", tags->span(),
                 Node::sequence(context_.arena.copy(std::span<const Node>(kept)), tags->span()));
    }
  }
  return result.build(context_.arena, job_.spec.root.span());
}

}  // namespace launch::wandb
