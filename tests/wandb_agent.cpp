// W&B's functions about an agent's configuration, its builders and kaniko's Job, and ours.
#include "compiler/agent/config.h"
#include "compiler/build/cluster.h"
#include "compiler/build/settings.h"
#include "compiler/target/docker/image_reference.h"
#include "tests/document_checks.h"
#include "tests/wandb_cases.h"

namespace launch::tests {
namespace {

// A launch-config.yaml with these contents, read and judged.
struct ReadConfig {
  explicit ReadConfig(const Json& config) : reading(config.dump()) {
    const Node& root = reading.documents.at(0).root;
    agent::judge_config(root, {reading.arena, reading.sources, reading.diagnostics});
    read = agent::read_config(root, reading.arena);
  }
  bool refused() const { return reading.diagnostics.has_errors(); }
  Compared refusal(const Outcome& theirs) const {
    return launch::tests::refused(reading.diagnostics, theirs);
  }

  Reading reading;
  agent::AgentConfig read;
};

// What nobody set is left out on both sides: the defaults are told elsewhere. Addresses come back
// without their scheme.
Json said(Json config) {
  Json kept = Json::object();
  for (const auto& [key, value] : config.items()) {
    if (value.is_null()) continue;
    const bool fixed = (key == "build_job_name" && value == "wandb-launch-container-build") ||
                       (key == "kaniko_image" && value == "gcr.io/kaniko-project/executor:latest");
    if (!fixed) kept[key] = value.is_object() ? said(value) : value;
  }
  return kept;
}

Json in_any_order(const Json& map) { return Json(nlohmann::json(map)); }

Node without_scheme(const Node& address) {
  const std::string_view text = address.as_string();
  return text.starts_with("https://") ? Node::string(text.substr(8), address.span()) : address;
}

Json texts(std::initializer_list<std::pair<const char*, Node>> fields) {
  Json object = Json::object();
  for (const auto& [key, node] : fields) {
    if (node.valid()) object[key] = node.as_string();
  }
  return object;
}

Compared agent_config(const Json& input, const Outcome& theirs) {
  Outcome wanted = theirs;
  // W&B's schema takes a null for a number, and its agent then the default.
  const Json defaults = {{"max_jobs", 1},
                         {"max_schedulers", 1},
                         {"secure_mode", false},
                         {"verbosity", 0},
                         {"stopped_run_timeout", 60}};
  if (wanted) {
    for (const auto& [key, value] : defaults.items()) {
      if ((*wanted)[key].is_null()) (*wanted)[key] = value;
    }
    wanted = in_any_order(said(*wanted));
  }
  const ReadConfig config(input["config"]);
  if (config.refused()) return config.refusal(wanted);
  const agent::AgentConfig& read = config.read;
  Json ours = Json::object();
  ours["queues"] = Json::array();
  for (const Node& queue : read.queues) ours["queues"].push_back(queue.as_string());
  if (read.entity.valid()) ours["entity"] = read.entity.as_string();
  ours["max_jobs"] = read.max_jobs.value;
  ours["max_schedulers"] = read.max_schedulers.value;
  ours["secure_mode"] = read.secure_mode.value;
  if (read.registry.block.valid()) {
    ours["registry"] =
        texts({{"type", read.registry.type}, {"uri", without_scheme(read.registry.uri)}});
  }
  if (read.environment.block.valid()) {
    // Keys that are another's to read stay as they are.
    ours["environment"] = said(json_of(read.environment.block));
  }
  if (read.builder.block.valid()) {
    Arena arena;
    SourceMap sources;
    const Spec nothing;
    const build::ClusterSettings cluster =
        build::cluster_settings({nothing, {}, read.root, arena, sources}, "kaniko");
    ours["builder"] = texts({{"type", read.builder.type},
                             {"destination", without_scheme(read.builder.destination)},
                             {"platform", read.builder.platform},
                             {"build_context_store", cluster.store},
                             {"build_job_name", cluster.job_name},
                             {"secret_name", cluster.secret_name},
                             {"secret_key", cluster.secret_key},
                             {"kaniko_image", cluster.image}});
  }
  ours["verbosity"] = read.verbosity.value;
  ours["stopped_run_timeout"] = read.stopped_run_timeout.value;
  return {in_any_order(ours), wanted};
}

Compared most_jobs(const Json& input, const Outcome& theirs) {
  const ReadConfig config(input["config"]);
  if (config.refused()) return config.refusal(theirs);
  return {config.read.max_jobs.value, theirs};
}

ReadConfig config_with(const char* key, const Json& block) {
  return ReadConfig({{"entity", "e"}, {"queues", {"q"}}, {key, block}});
}

Compared loaded_builder(const Json& input, const Outcome& theirs) {
  const ReadConfig config = config_with("builder", input["config"]);
  if (config.refused()) return config.refusal(theirs);
  const std::string_view type = config.read.builder.type.as_string();
  const char* name = type == "noop"       ? "NoOpBuilder"
                     : type == "kaniko"   ? "KanikoBuilder"
                     : type == "buildkit" ? "BuildkitBuilder"
                                          : "DockerBuilder";
  return {Json(name), theirs};
}

Compared loaded_environment(const Json& input, const Outcome& theirs) {
  const ReadConfig config = config_with("environment", input["config"]);
  if (config.refused()) return config.refusal(theirs);
  const std::string_view type = config.read.environment.type.as_string();
  const char* name = type == "aws"     ? "AwsEnvironment"
                     : type == "gcp"   ? "GcpEnvironment"
                     : type == "azure" ? "AzureEnvironment"
                                       : "LocalEnvironment";
  return {Json(name), theirs};
}

Compared loaded_registry(const Json& input, const Outcome& theirs) {
  ReadConfig config = config_with("registry", input["config"]);
  if (config.refused()) return config.refusal(theirs);
  const Node to = build::destination_of(config.read.root, config.reading.arena);
  const bool typed = config.read.registry.type.valid();
  if (!to.valid()) return {typed ? std::nullopt : Outcome("LocalRegistry"), theirs};
  switch (build::parse_image_name(to.as_string()).kind) {
    case build::RegistryKind::Ecr:
      return {Json("ElasticContainerRegistry"), theirs};
    case build::RegistryKind::ArtifactRegistry:
      return {Json("GoogleArtifactRegistry"), theirs};
    case build::RegistryKind::Acr:
      return {Json("AzureContainerRegistry"), theirs};
    case build::RegistryKind::Other:
      break;
  }
  return {Json("AnonynmousRegistry"), theirs};
}

Compared runner(const Json& input, const Outcome& theirs) {
  const std::map<std::string, std::string, std::less<>> kNames{
      {"docker", "LocalContainerRunner"},
      {"local-process", "LocalProcessRunner"},
      {"kubernetes", "KubernetesRunner"},
      {"sagemaker", "SageMakerRunner"},
      {"vertex", "VertexRunner"}};
  const std::string resource = input["resource"];
  const auto name = kNames.find(canonical_resource(resource));
  if (name == kNames.end()) return {std::nullopt, theirs};
  return {Json(name->second), theirs};
}

Compared accelerator_base(const Json& input, const Outcome& theirs) {
  if (!input["image"].is_string()) return {std::nullopt, theirs};
  const std::string image = input["image"];
  if (docker::check_image(image)) return {std::nullopt, theirs, {"build/base-image"}};
  return {Json(image), theirs};
}

std::string destination_for(const std::string& registry) {
  if (registry == "ecr") return "123456789012.dkr.ecr.us-east-1.amazonaws.com/repo";
  if (registry == "acr") return "myreg.azurecr.io/repo";
  if (registry == "gar" || registry == "gcr") return "us-central1-docker.pkg.dev/p/r/i";
  return "reg.io/x";
}

Compared kaniko_job(const Json& input, const Outcome& theirs) {
  Json builder = {{"type", "kaniko"},
                  {"destination", destination_for(input["reg"])},
                  {"build-context-store", "s3://b/ctx"}};
  if (input.contains("secret")) {
    if (input["secret"][0] != "") builder["secret-name"] = input["secret"][0];
    if (input["secret"][1] != "") builder["secret-key"] = input["secret"][1];
  }
  if (input.contains("config")) builder["kaniko-config"] = input["config"];
  if (input.contains("pvc")) builder["build-context-claim"] = input["pvc"];
  ReadConfig config = config_with("builder", builder);
  if (config.refused()) return config.refusal(theirs);
  build::Plan plan;
  plan.builder = config.read.builder.type;
  plan.destination = config.read.builder.destination;
  plan.artifact = plan.builder;
  plan.pushes = true;
  const Spec nothing;
  Arena& arena = config.reading.arena;
  SourceMap& sources = config.reading.sources;
  const build::ClusterSettings settings =
      build::cluster_settings({nothing, {}, config.read.root, arena, sources}, "kaniko");
  const build::Known known{"deadbeef", {}, "Dockerfile.wandb"};
  const Artifact made = build::cluster_artifact({plan, settings, known, arena, sources});
  return {json_of(std::get<Manifest>(made.content).documents.back()), theirs};
}

}  // namespace

Mappers agent_mappers() {
  return {{"AgentConfig", agent_config},
          {"_max_from_config", most_jobs},
          {"builder_from_config", loaded_builder},
          {"environment_from_config", loaded_environment},
          {"registry_from_config", loaded_registry},
          {"runner_from_config", runner},
          {"validate_accelerator_base_image", accelerator_base},
          {"KanikoBuilder._create_kaniko_job", kaniko_job},
          {"image_tag", {}},
          {"image_source_string", {}},
          {"LaunchProject.image_name", {}},
          {"create_build_context", {}}};
}

}  // namespace launch::tests
