#include <algorithm>
#include <array>

#include "compiler/wandb/blocks.h"
#include "compiler/wandb/launch_spec.h"
#include "compiler/wandb/rules.h"

namespace launch::wandb {
namespace {

struct Spelling {
  std::string_view ours, theirs;
};

// Keys of a declaration as JSON Schema has them; others keep their names.
constexpr std::array kKeys{Spelling{"min", "minimum"}, Spelling{"max", "maximum"},
                           Spelling{"options", "enum"}};
constexpr std::array kTargets{Spelling{"docker", "local-container"},
                              Spelling{"vertex", "gcp-vertex"}};

template <std::size_t N>
std::string_view spelled(const std::array<Spelling, N>& table, std::string_view word) {
  for (const Spelling& each : table) {
    if (each.ours == word) return each.theirs;
  }
  return word;
}

class QueueMaker {
 public:
  QueueMaker(const Node& queue, const SpecContext& context) : queue_(queue), context_(context) {}

  Node run() {
    const std::string_view resource = resource_of();
    MappingBuilder result;
    set(result, "resource", Node::string(spelled(kTargets, resource), queue_.span()));
    const Node* blocks = queue_.find("resource_args");
    const Node* block = blocks == nullptr ? nullptr : block_of(*blocks, resource);
    set(result, "config", config_of(block, resource));
    set(result, "template_variables", variables());
    if (resource == "local-process") tell_lost_variables();
    for (const char* key : {"priority_classes", "checkpoint"}) {
      tell_absent(key, "so that it is left out of the queue");
    }
    for (const char* key : {"hyperparameters", "additional_services", "priority", "project"}) {
      tell_absent(key, "which goes with each job instead");
    }
    const Node whole = result.build(context_.arena, queue_.span());
    tell_odd_numbers(whole, context_);
    return whole;
  }

 private:
  // A variable without a value is the agent's anyway.
  void tell_lost_variables() const {
    for (const EnvVar& variable : environment()) {
      if (variable.value.is_null()) continue;
      context_.diagnostics.report({&kDiffers, variable.name_span,
                                   std::string(kOwnEnvironment) + ", so that " +
                                       quoted(variable.name) + " is left out of the queue"});
    }
  }

  void tell_absent(const char* key, const char* outcome) const {
    const Member* own = queue_.find_member(key);
    const bool says = own != nullptr && (own->value.is_scalar() || own->value.size() > 0);
    if (!says) return;
    context_.diagnostics.report(
        {&kDiffers, own->key_span, "W&B's queues have no " + std::string(key) + ", " + outcome});
  }

  // What W&B's runner of the target takes, whichever form the queue has: a job that says nothing
  // but what the queue does, without whatever launch added to it. Holes and macros stay.
  Node config_of(const Node* block, std::string_view resource) const {
    const Node given = block == nullptr ? Node::mapping({}, queue_.span()) : *block;
    const Target* target = find_target(resource);
    if (target == nullptr || !given.is_mapping()) return given;
    Diagnostics unheard;  // `launch validate` has said it
    TargetOptions options;
    options.allow_plain_secrets = true;
    TargetContext target_context{context_.arena, context_.sources, unheard, options};
    Compiled alone;
    alone.spec.root = queue_;
    alone.spec.env = environment();
    alone.spec.resource_args =
        MappingBuilder()
            .set(target->name, given.span(), target->normalise_args(given, target_context))
            .build(context_.arena, given.span());
    const BlockMaker blocks(alone, context_);
    if (target->name == "docker") return own(blocks.docker());
    alone.artifacts.push_back(target->emit(alone.spec, target_context));
    if (target->name == "kubernetes") return own(blocks.kubernetes());
    if (target->name == "sagemaker") return own(blocks.sagemaker());
    return target->name == "vertex" ? own(blocks.vertex()) : given;
  }

  std::vector<EnvVar> environment() const {
    std::vector<EnvVar> variables;
    const Node* env = queue_.find("env");
    for (const Member& member : env == nullptr ? std::span<const Member>() : env->members())
      variables.push_back({member.key, member.key_span, member.value});
    return variables;
  }

  // What stands in the queue's own text.
  Node own(const Node& node) const {
    if (!node.valid()) return Node::mapping({}, queue_.span());
    if (node.is_mapping() && node.size() > 0) {
      MappingBuilder kept;
      for (const Member& member : node.members()) {
        if (is_own(member.value)) kept.set(member.key, member.key_span, own(member.value));
      }
      return kept.build(context_.arena, node.span());
    }
    if (!node.is_sequence() || node.size() == 0) return node;
    std::vector<Node> items;
    for (const Node& item : node.items()) {
      if (is_own(item)) items.push_back(own(item));
    }
    return Node::sequence(context_.arena.copy(std::span<const Node>(items)), node.span());
  }

  bool is_own(const Node& node) const {
    if (node.is_scalar() || node.size() == 0) return node.span().source == queue_.span().source;
    if (node.is_sequence()) {
      return std::any_of(node.items().begin(), node.items().end(),
                         [&](const Node& item) { return is_own(item); });
    }
    return std::any_of(node.members().begin(), node.members().end(),
                       [&](const Member& member) { return is_own(member.value); });
  }

  // What the queue says, else its only block.
  std::string_view resource_of() const {
    if (const Node* named = queue_.find("resource")) return named->as_string();
    const Node* blocks = queue_.find("resource_args");
    std::vector<std::string_view> names;
    for (const Member& member : blocks == nullptr ? std::span<const Member>() : blocks->members()) {
      if (member.key != "builder") names.push_back(member.key);
    }
    if (names.size() == 1) return names[0];
    context_.diagnostics.report_as(
        Severity::Error, {&kDiffers, queue_.span(),
                          "a queue of W&B's has one resource, and this one does not say which"});
    return {};
  }

  static const Node* block_of(const Node& blocks, std::string_view resource) {
    const Node* block = blocks.find(resource);
    if (block != nullptr) return block;
    for (const Spelling& each : kTargets) {
      if (each.ours == resource) return blocks.find(each.theirs);
      if (each.theirs == resource) return blocks.find(each.ours);
    }
    return nullptr;
  }

  Node variables() const {
    MappingBuilder result;
    const Node* declared = queue_.find("template_variables");
    for (const Member& member :
         declared == nullptr ? std::span<const Member>() : declared->members()) {
      const Node* wrapped = member.value.find("schema");
      const Node schema = schema_of(wrapped == nullptr ? member.value : *wrapped);
      result.set(member.key, member.key_span,
                 MappingBuilder()
                     .set("schema", member.key_span, schema)
                     .build(context_.arena, member.value.span()));
    }
    return result.build(context_.arena, queue_.span());
  }

  Node schema_of(const Node& declaration) const {
    MappingBuilder schema;
    for (const Member& member : declaration.members()) {
      const bool type = member.key == "type";
      schema.set(spelled(kKeys, member.key), member.key_span,
                 type ? type_of(member.value) : member.value);
    }
    return schema.build(context_.arena, declaration.span());
  }

  // W&B's page has string, integer and number.
  Node type_of(const Node& type) const {
    if (type.as_string() == "float") return Node::string("number", type.span());
    if (type.as_string() == "boolean") {
      context_.diagnostics.report(
          {&kDiffers, type.span(), "W&B's queues know string, integer and number, and no boolean"});
    }
    return type;
  }

  static void set(MappingBuilder& builder, std::string_view key, const Node& value) {
    builder.set(key, value.span(), value);
  }

  const Node& queue_;
  const SpecContext& context_;
};

}  // namespace

Node queue_config(const Node& queue, const SpecContext& context) {
  return QueueMaker(queue, context).run();
}

}  // namespace launch::wandb
