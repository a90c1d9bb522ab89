#include "compiler/build/settings.h"

#include "compiler/build/registry.h"
#include "compiler/build/rules.h"
#include "compiler/document/template.h"
#include "compiler/target/docker/image_reference.h"

namespace launch::build {
namespace {

// A text that can be judged: nothing in it waits to be filled.
const Node* text_in(const Node* map, std::string_view key) {
  const Node* node = map == nullptr ? nullptr : map->find(key);
  const bool whole = node != nullptr && node->is_string() && !node->is_deferred() &&
                     !node->is_secret() && !has_variable(node->as_string());
  return whole ? node : nullptr;
}

class Judge {
 public:
  Judge(const SourceMap& sources, Diagnostics& diagnostics)
      : sources_(sources), diagnostics_(diagnostics) {}

  void builder(const Node* builder) {
    if (builder == nullptr || !builder->is_mapping()) return;
    // An empty one is none, as for W&B's agent.
    if (const Node* to = text_in(builder, "destination");
        to != nullptr && !to->as_string().empty()) {
      report(kDestination, *to, check_destination(to->as_string()));
    }
    if (const Node* store = text_in(builder, "build-context-store")) {
      report(kContextStore, *store, check_store(store->as_string()));
    }
    base_image(text_in(builder, "base_image"));
    base_image(text_in(builder->find("accelerator"), "base_image"));
    base_image(text_in(builder->find("cuda"), "base_image"));
  }

  void base_image(const Node* image) {
    if (image != nullptr) report(kImageName, *image, docker::check_image(image->as_string()));
  }

  void registry(const Node& root) {
    const Node* block = root.find("registry");
    if (block == nullptr || !block->is_mapping()) return;
    if (const Node* uri = text_in(block, "uri"); uri != nullptr && !uri->as_string().empty()) {
      report(kDestination, *uri, check_destination(uri->as_string()));
    }
    const Member* member = root.find_member("registry");
    Diagnostic old{&kRegistryBlock,
                   member->key_span,
                   "registry is the older way to say where images go",
                   {},
                   "write builder: {destination: …} instead"};
    if (const Node* to = text_in(root.find("builder"), "destination")) {
      old.message = "registry is set beside builder.destination, which decides";
      old.notes = {{to->span(), "images go here"}};
      old.suggestion = "remove registry";
    }
    diagnostics_.report(std::move(old));
  }

 private:
  void report(const Rule& rule, const Node& node, const Check& wrong) {
    if (!wrong) return;
    const std::size_t size = node.as_string().size();
    const Span place = sub_span(node, static_cast<std::uint32_t>(std::min(wrong->begin, size)),
                                static_cast<std::uint32_t>(std::min(wrong->end, size)), sources_);
    diagnostics_.report({&rule, place, wrong->message, {}, wrong->suggestion});
  }

  const SourceMap& sources_;
  Diagnostics& diagnostics_;
};

Node joined(const std::string& text, const Node& from, Arena& arena) {
  return Node::string(arena.copy(text), from.span()).with_history(from.history());
}

// The registry block, when it gives the parts of a name instead of the name
// (wandb/sdk/launch/registry/elastic_container_registry.py, google_artifact_registry.py).
Node destination_of_parts(const Node& block, const Node& root, Arena& arena) {
  const auto part = [&](std::string_view key) -> std::string {
    const Node* node = text_in(&block, key);
    return node == nullptr ? std::string() : std::string(node->as_string());
  };
  const auto of_environment = [&](std::string_view key) -> std::string {
    const Node* node = text_in(root.find("environment"), key);
    return node == nullptr ? std::string() : std::string(node->as_string());
  };
  const std::string region = part("region").empty() ? of_environment("region") : part("region");
  const std::string repository =
      part("repository").empty() ? part("repo_name") : part("repository");
  if (repository.empty() || region.empty()) return {};
  if (part("type") == "ecr" && !part("account_id").empty()) {
    return joined(part("account_id") + ".dkr.ecr." + region + ".amazonaws.com/" + repository, block,
                  arena);
  }
  const std::string project = part("project").empty() ? of_environment("project") : part("project");
  if (part("type") == "gcr" && !project.empty() && !part("image-name").empty()) {
    return joined(
        region + "-docker.pkg.dev/" + project + "/" + repository + "/" + part("image-name"), block,
        arena);
  }
  return {};
}

}  // namespace

void judge_settings(const Node& root, const SourceMap& sources, Diagnostics& diagnostics) {
  Judge judge(sources, diagnostics);
  judge.builder(root.find("builder"));
  judge.base_image(text_in(&root, "accelerator_base_image"));
  judge.base_image(text_in(root.find("docker"), "base_image"));
  judge.base_image(text_in(root.find("build"), "base_image"));
  judge.registry(root);
  const Node* blocks = root.find("resource_args");
  if (blocks == nullptr || !blocks->is_mapping()) return;
  judge.builder(blocks->find("builder"));
  for (const Member& block : blocks->members()) judge.builder(block.value.find("builder"));
}

Node name_of_destination(const Node& destination, Arena& arena) {
  const std::string_view name = parse_image_name(destination.as_string()).name;
  if (name == destination.as_string()) return destination;
  return Node::string(arena.copy(name), destination.span())
      .with_history(destination.history())
      .with_secret(destination.is_secret())
      .with_deferred(destination.is_deferred());
}

Node destination_of(const Node& root, Arena& arena) {
  const auto named = [&](const Node* map, std::string_view key) -> Node {
    const Node* node = map == nullptr ? nullptr : map->find(key);
    if (node == nullptr || !node->is_string() || node->as_string().empty()) return {};
    return name_of_destination(*node, arena);
  };
  if (Node to = named(root.find("builder"), "destination"); to.valid()) return to;
  const Node* block = root.find("registry");
  if (block == nullptr || !block->is_mapping()) return {};
  for (const char* key : {"uri", "url"}) {
    if (Node to = named(block, key); to.valid()) return to;
  }
  return destination_of_parts(*block, root, arena);
}

}  // namespace launch::build
