// W&B's functions about registries and stores, and ours.
#include "compiler/agent/config.h"
#include "compiler/build/registry.h"
#include "compiler/build/settings.h"
#include "tests/wandb_cases.h"

namespace launch::tests {
namespace {

Compared validate_registry_uri(const Json& input, const Outcome& theirs) {
  const std::string uri = input["uri"];
  if (build::check_destination(uri)) return {std::nullopt, theirs, {"build/destination"}};
  return {build::parse_image_name(uri).name, theirs};
}

Json or_null(std::string_view text) { return text.empty() ? Json() : Json(text); }

// Their class and the parts that they take a name into.
Json classified(const build::ImageName& name) {
  switch (name.kind) {
    case build::RegistryKind::Ecr:
      return {{"class", "ElasticContainerRegistry"},
              {"matches",
               {{"ecr",
                 {{"account", name.account},
                  {"region", name.region},
                  {"repository", name.repository},
                  {"tag", or_null(name.tag)}}}}}};
    case build::RegistryKind::Acr:
      return {{"class", "AzureContainerRegistry"},
              {"matches",
               {{"acr",
                 {{"registry", name.registry},
                  {"repository", name.repository},
                  {"tag", or_null(name.tag)}}}}}};
    case build::RegistryKind::ArtifactRegistry:
      return {{"class", "GoogleArtifactRegistry"},
              {"matches",
               {{"gar",
                 {{"region", name.region},
                  {"project", name.project},
                  {"repository", name.repository},
                  {"image_name", name.image},
                  {"tag", or_null(name.tag)}}}}}};
    case build::RegistryKind::Other:
      break;
  }
  return {{"class", "AnonynmousRegistry"}, {"matches", Json::object()}};
}

Compared registry_from_uri(const Json& input, const Outcome& theirs) {
  const std::string uri = input["uri"];
  const build::ImageName name = build::parse_image_name(uri);
  if (build::check_destination(name.name)) return {std::nullopt, theirs, {"build/destination"}};
  if (!theirs) return {classified(name), theirs};
  // W&B knows fewer registries, and what follows a name is a tag to it, whatever it is.
  Json wanted = *theirs;
  const bool unknown = wanted["matches"].empty();
  for (auto& [kind, parts] : wanted["matches"].items()) {
    if (!parts["tag"].is_string()) continue;
    const std::string tag = parts["tag"];
    const std::string repository = parts["repository"];
    if (tag.starts_with(':')) parts["tag"] = tag.substr(1);
    if (tag.starts_with('/') || tag.starts_with('.') || tag.starts_with('@')) {
      const std::string path = "h.io/" + repository + tag;
      const build::ImageName whole = build::parse_image_name(path);
      parts["repository"] = whole.repository;
      parts["tag"] = or_null(whole.tag);
    }
  }
  return {classified(name), unknown ? classified(name) : wanted};
}

// A registry block as a launch-config.yaml has it: where its images go.
Compared registry_object(const Json& input, const Outcome& theirs) {
  SourceMap sources;
  Arena arena;
  Diagnostics diagnostics;
  const Json config = {{"entity", "e"}, {"registry", input["config"]}};
  const SourceId id = sources.add("launch-config.yaml", config.dump());
  const std::vector<Document> documents = read_yaml(id, sources, arena, diagnostics);
  agent::judge_config(documents.at(0).root, {arena, sources, diagnostics});
  const Node to = build::destination_of(documents[0].root, arena);
  if (diagnostics.has_errors()) return refused(diagnostics, theirs);
  if (!to.valid()) return {std::nullopt, theirs, {"agent/registry"}};
  const Json ours = {{"uri", to.as_string()}, {"repo_uri", to.as_string()}};
  if (!theirs) return {ours, theirs};
  Json wanted = *theirs;
  const std::string uri = wanted["uri"];
  wanted["uri"] = build::parse_image_name(uri).name;
  return {ours, wanted};
}

Compared storage_uri_groups(const Json& input, const Outcome& theirs) {
  const std::string uri = input["uri"];
  build::Store store;
  if (build::check_store(uri, &store)) {
    // Nothing matches is how W&B refuses it.
    const Outcome wanted = *theirs == Json::object() ? std::nullopt : theirs;
    return {std::nullopt, wanted, {"build/context-store"}};
  }
  if (store.kind == build::StoreKind::Azure) {
    return {Json{{"azure", {store.account, store.bucket, store.key}}}, theirs};
  }
  const bool slash = uri.size() > 5 + store.bucket.size();
  const Json key = slash ? Json(store.key) : Json();
  const Json way = slash ? Json("/" + std::string(store.key)) : Json();
  if (store.kind == build::StoreKind::Gcs) return {Json{{"gcs", {store.bucket, key}}}, theirs};
  return {Json{{"s3", {store.bucket, way, key}}}, theirs};
}

Compared image_name_safe(const Json& input, const Outcome& theirs) {
  return {build::safe_image_name(input["value"].get<std::string>()), theirs};
}

}  // namespace

Mappers build_mappers() {
  return {{"validate_registry_uri", validate_registry_uri},
          {"registry_from_uri", registry_from_uri},
          {"registry_object", registry_object},
          {"storage_uri_groups", storage_uri_groups},
          {"make_docker_image_name_safe", image_name_safe}};
}

}  // namespace launch::tests
