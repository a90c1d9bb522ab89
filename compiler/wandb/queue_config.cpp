#include <array>

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
    set(result, "config", block == nullptr ? Node::mapping({}, queue_.span()) : *block);
    set(result, "template_variables", variables());
    for (const char* key : {"priority_classes", "checkpoint"}) {
      const Member* own = queue_.find_member(key);
      if (own == nullptr || own->value.size() == 0) continue;
      context_.diagnostics.report(
          {&kDiffers, own->key_span,
           "W&B's queues have no " + std::string(key) + ", so that it is left out of the queue"});
    }
    return result.build(context_.arena, queue_.span());
  }

 private:
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
