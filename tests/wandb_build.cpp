// W&B's functions about registries and stores, and ours.
#include "compiler/build/registry.h"
#include "compiler/build/settings.h"
#include "compiler/check/check_schema.h"
#include "tests/wandb_cases.h"

namespace launch::tests {
namespace {

Compared validate_registry_uri(const Json& input, const Outcome& theirs) {
  const std::string uri = input["uri"];
  if (build::check_destination(uri)) return {std::nullopt, theirs};
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
  if (build::check_destination(name.name)) return {std::nullopt, theirs};
  return {classified(name), theirs};
}

// A registry block as a launch-config.yaml has it: where its images go.
Compared registry_object(const Json& input, const Outcome& theirs) {
  SourceMap sources;
  Arena arena;
  Diagnostics diagnostics;
  const Json config = {{"entity", "e"}, {"registry", input["config"]}};
  const SourceId id = sources.add("launch-config.yaml", config.dump());
  const std::vector<Document> documents = read_yaml(id, sources, arena, diagnostics);
  check_schema(documents.at(0).root, DocumentKind::Agent, schema::Presence::Required, diagnostics);
  build::judge_settings(documents[0].root, sources, diagnostics);
  const Node to = build::destination_of(documents[0].root, arena);
  if (diagnostics.has_errors() || !to.valid()) return {std::nullopt, theirs};
  const Json written = field(input["config"], "uri", std::string(to.as_string()));
  return {Json{{"uri", written}, {"repo_uri", to.as_string()}}, theirs};
}

Compared storage_uri_groups(const Json& input, const Outcome& theirs) {
  const std::string uri = input["uri"];
  build::Store store;
  if (build::check_store(uri, &store)) return {Json::object(), theirs};
  if (store.kind == build::StoreKind::Azure) {
    return {Json{{"azure", {store.account, store.bucket, store.key}}}, theirs};
  }
  const char* kind = store.kind == build::StoreKind::S3 ? "s3" : "gcs";
  const bool slash = uri.size() > 5 + store.bucket.size();
  const Json key = slash ? Json(store.key) : Json();
  const Json way = slash ? Json("/" + std::string(store.key)) : Json();
  return {Json{{kind, {store.bucket, way, key}}}, theirs};
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
