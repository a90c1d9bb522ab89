#include "compiler/build/kept.h"

namespace launch::build {
namespace {

constexpr std::string_view kGit = "git";
constexpr std::string_view kArtifact = "artifact";

// Whole blocks that plan_of(), cluster_settings() or destination_of() reads.
constexpr std::string_view kBlocks[] = {"builder",     "build",          "registry",
                                        "environment", "python_version", "accelerator_base_image"};

struct Part {
  std::string_view block, key;
};
// And these of larger ones.
constexpr Part kParts[] = {{"docker", "base_image"},
                           {"docker", "user_id"},
                           {"overrides", "dockerfile"},
                           {"resource_args", "builder"}};

class Keeper {
 public:
  Keeper(const Spec& spec, Arena& arena) : spec_(spec), arena_(arena), span_(spec.root.span()) {}

  Node run(std::string_view target) {
    MappingBuilder kept;
    const bool git = spec_.source == SourceKind::Git;
    kept.set("source", span_, Node::string(git ? kGit : kArtifact, span_));
    kept.set("code", span_, spec_.source_node);
    kept.set("entry", span_,
             Node::sequence(arena_.copy(std::span<const Node>(spec_.entry)), span_));
    kept.set("spec", span_, parts(target));
    return kept.build(arena_, span_);
  }

 private:
  Node parts(std::string_view target) {
    MappingBuilder root;
    for (const std::string_view key : kBlocks) {
      if (const Node* block = spec_.root.find(key)) root.set(key, span_, *block);
    }
    for (const auto& [name, key] : kParts)
      put(root, name, key, part_of(spec_.root.find(name), key));
    const Node* blocks = spec_.root.find("resource_args");
    const Node* block = blocks == nullptr ? nullptr : blocks->find(target);
    if (const Node* builder = part_of(block, "builder")) {
      const Node alone = MappingBuilder().set("builder", span_, *builder).build(arena_, span_);
      put(root, "resource_args", target, &alone);
    }
    return root.build(arena_, span_);
  }

  static const Node* part_of(const Node* block, std::string_view key) {
    return block == nullptr ? nullptr : block->find(key);
  }

  void put(MappingBuilder& root, std::string_view name, std::string_view key, const Node* value) {
    if (value == nullptr) return;
    const Node* before = root.find(name);
    MappingBuilder block = before == nullptr ? MappingBuilder() : MappingBuilder(*before);
    root.set(name, span_, block.set(key, span_, *value).build(arena_, span_));
  }

  const Spec& spec_;
  Arena& arena_;
  Span span_;
};

}  // namespace

Node kept_of(const Spec& spec, std::string_view target, Arena& arena) {
  return Keeper(spec, arena).run(target);
}

std::optional<Spec> spec_of_kept(const Node& kept) {
  const Node* source = kept.find("source");
  const Node* code = kept.find("code");
  const Node* entry = kept.find("entry");
  const Node* root = kept.find("spec");
  if (source == nullptr || code == nullptr || entry == nullptr || root == nullptr)
    return std::nullopt;
  const bool git = source->as_string() == kGit;
  if (!git && source->as_string() != kArtifact) return std::nullopt;
  Spec spec;
  spec.root = *root;
  spec.source = git ? SourceKind::Git : SourceKind::Artifact;
  spec.source_node = *code;
  spec.image = Node::string("${image_uri}", code->span()).with_deferred();
  spec.entry.assign(entry->items().begin(), entry->items().end());
  return spec;
}

}  // namespace launch::build
