#include "compiler/graph/facts.h"

#include <algorithm>

#include "compiler/check/secret_words.h"
#include "compiler/document/write_json.h"

namespace launch::graph {
namespace {

std::string_view text_of(const launch::Node& node) {
  return node.is_string() ? node.as_string() : std::string_view{};
}

std::string_view artifact_name(const launch::Node& artifact) {
  if (artifact.is_string()) return artifact.as_string();
  const launch::Node* name = artifact.find("name");
  return name == nullptr ? std::string_view{} : text_of(*name);
}

class Collector {
 public:
  explicit Collector(const FactsInput& input) : input_(input), spec_(input.compiled.spec) {}

  Facts run() {
    facts_.id = input_.id;
    facts_.path = input_.path;
    facts_.kind = input_.kind == DocumentKind::Queue  ? NodeKind::Queue
                  : input_.kind == DocumentKind::Base ? NodeKind::Base
                                                      : NodeKind::Job;
    facts_.name = without_credentials(text_of(spec_.name), kRedacted);
    for (const Layer& layer : input_.compiled.layers) {
      if (layer.role == Role::Base || layer.role == Role::Job) add_links(layer);
    }
    if (facts_.kind == NodeKind::Job) {
      add_queue();
      add_artifacts();
    }
    return std::move(facts_);
  }

 private:
  std::string path_of(const Layer& layer) const {
    if (layer.role == Role::Job) return input_.path;
    return std::string(input_.sources.name(layer.root.span().source));
  }

  void add_links(const Layer& layer) {
    const launch::Node* bases = layer.root.find("base_config");
    if (bases == nullptr) return;
    const std::string from = path_of(layer);
    const std::span<const launch::Node> names =
        bases->is_sequence() ? bases->items() : std::span<const launch::Node>(bases, 1);
    for (const launch::Node& name : names) {
      if (text_of(name).empty()) continue;
      const std::string base = path_beside(from, name.as_string());
      const bool exists = input_.files.read(base)->status == FileText::Status::Ok;
      facts_.links.push_back({layer.role == Role::Job ? input_.id : from, base, exists});
    }
  }

  void add_queue() {
    for (const Layer& layer : input_.compiled.layers) {
      if (layer.role != Role::Queue) continue;
      const std::string_view path = input_.sources.name(layer.root.span().source);
      facts_.queue_path = path_beside("", path);
      return;
    }
    const std::string_view name = text_of(spec_.queue);
    const bool open =
        name.find("{{") != std::string_view::npos || name.find('$') != std::string_view::npos;
    if (!open) facts_.missing_queue = name;
  }

  void add_artifacts() {
    for (const launch::Node& each : spec_.input_artifacts.items()) add(facts_.inputs, each);
    for (const Member& each : spec_.artifacts.members()) add(facts_.inputs, each.value);
    for (const launch::Node& each : spec_.output_artifacts.items()) add(facts_.outputs, each);
  }

  void add(std::vector<std::string>& list, const launch::Node& artifact) const {
    const std::string_view name = artifact_name(artifact);
    if (name.empty()) return;
    std::string key = artifact_key(name, text_of(spec_.entity), text_of(spec_.project));
    if (std::find(list.begin(), list.end(), key) == list.end()) list.push_back(std::move(key));
  }

  const FactsInput& input_;
  const Spec& spec_;
  Facts facts_;
};

}  // namespace

Facts facts_of(const FactsInput& input) { return Collector(input).run(); }

std::string artifact_key(std::string_view name, std::string_view entity, std::string_view project) {
  constexpr std::string_view kScheme = "wandb-artifact://";
  if (name.starts_with(kScheme)) name.remove_prefix(kScheme.size());
  const std::string_view whole = name.substr(0, name.find(':'));
  const auto slashes = std::count(whole.begin(), whole.end(), '/');
  std::string key;
  if (slashes < 2) key += std::string(entity) + "/";
  if (slashes < 1) key += std::string(project) + "/";
  return key + std::string(whole);
}

}  // namespace launch::graph
