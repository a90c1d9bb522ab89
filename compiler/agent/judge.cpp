// What is wrong with a launch-config.yaml.
#include <cmath>
#include <map>

#include "compiler/agent/config.h"
#include "compiler/agent/rules.h"
#include "compiler/agent/settled_types.h"
#include "compiler/build/cluster.h"
#include "compiler/build/judge_builder.h"
#include "compiler/build/registry.h"
#include "compiler/build/settings.h"
#include "compiler/check/check_schema.h"

namespace launch::agent {
namespace {

std::string word_of(const Node& node) {
  return node.is_string() ? quoted(node.as_string()) : std::string(node.as_string());
}

class Judge {
 public:
  Judge(const Node& root, const ConfigContext& context)
      : root_(root), context_(context), config_(read_config(root, context.arena)) {}

  void run() {
    const Node settled = settled_types(root_, context_.arena);
    loose_types(settled);
    numbers(settled);
    queues(settled);
    check_schema(settled, DocumentKind::Agent, schema::Presence::Required, context_.diagnostics);
    build::judge_settings(root_, context_.sources, context_.diagnostics);
    older_keys();
    environment();
    registry();
    builder();
  }

 private:
  void report(const Rule& rule, Span span, std::string message, std::string suggestion = {},
              std::vector<Note> notes = {}) {
    context_.diagnostics.report(
        {&rule, span, std::move(message), std::move(notes), std::move(suggestion)});
  }

  void loose_types(const Node& settled) {
    for (const Member& written : root_.members()) {
      const Node* value = settled.find(written.key);
      if (value == nullptr || value->kind() == written.value.kind()) continue;
      report(kLooseType, written.value.span(),
             std::string(written.key) + ": " + word_of(written.value) + " is " +
                 std::string(kind_phrase(written.value.kind())) + ", and is read as " +
                 std::string(value->as_string()),
             "write " + std::string(value->as_string()));
    }
  }

  // 1e3 and 1e20 are integers to a schema; here one is written in digits and fits 64 bits.
  void numbers(const Node& settled) {
    for (const Member& member : settled.members()) {
      const Node& value = member.value;
      if (!is_number_key(member.key) || !value.is_number() || value.as_integer()) continue;
      const double number = value.as_double();
      if (number != std::trunc(number)) continue;
      report(kNumber, value.span(),
             std::string(member.key) + ": " + std::string(value.as_string()) +
                 " is no whole number in digits below 2^63",
             member.key == "max_jobs" || member.key == "max_schedulers" ? "write -1 for no limit"
                                                                        : "");
    }
  }

  void queues(const Node& settled) {
    const Node* queues = settled.find("queues");
    if (queues == nullptr) return;
    if (queues->is_null()) {
      return report(kNoQueue, queues->span(), "queues is null, expected a list of names");
    }
    std::map<std::string_view, Span> named;
    for (const Node& queue : queues->items()) {
      const bool empty = queue.is_null() || (queue.is_string() && queue.as_string().empty());
      if (empty) report(kNoQueue, queue.span(), "a queue without a name", "remove it");
      if (empty || !queue.is_string()) continue;
      const auto [first, is_new] = named.emplace(queue.as_string(), queue.span());
      if (is_new) continue;
      report(kRepeatedQueue, queue.span(), quoted(queue.as_string()) + " is polled twice",
             "remove it", {{first->second, "named here"}});
    }
  }

  void environment() {
    const EnvironmentSettings& environment = config_.environment;
    if (!environment.block.valid()) return;
    if (!environment.type.valid()) {
      return report(kEnvironment, root_.find_member("environment")->key_span,
                    "environment has no type, and W&B's agent does not start",
                    "write type: aws, gcp or azure");
    }
    const std::string_view type = environment.type.as_string();
    const Node* region = environment.block.find("region");
    const bool empty = region != nullptr && (region->is_null() || region->as_string().empty());
    if (empty && (type == "aws" || type == "gcp")) {
      report(kRegion, region->span(), std::string(type) + " needs a region, and this is empty");
    }
    cloud_of_store();
  }

  void cloud_of_store() {
    const Node* store = config_.builder.block.find("build-context-store");
    build::Store parts;
    if (store == nullptr || !store->is_string() || build::check_store(store->as_string(), &parts))
      return;
    constexpr std::string_view kClouds[] = {"aws", "gcp", "azure"};  // by StoreKind
    const std::string_view cloud = kClouds[static_cast<std::size_t>(parts.kind)];
    const Node& type = config_.environment.type;
    if (type.as_string() == cloud) return;
    report(kEnvironment, store->span(),
           "the store is " + std::string(cloud) + "'s, and the environment " +
               std::string(type.as_string()) + "'s: W&B's agent cannot put the code there",
           {}, {{type.span(), "the environment"}});
  }

  void older(const Node& map, std::string_view older, std::string_view newer,
             const std::string& how) {
    const Member* member = map.find_member(older);
    if (member == nullptr || member->value.is_null()) return;
    std::string message = std::string(older) + " is the older name of " + std::string(newer);
    const Node* other = map.find(newer);
    if (other == nullptr) return report(kOlderKey, member->key_span, std::move(message), how);
    report(kOlderKey, member->key_span, message + ", which is set too",
           "remove " + std::string(older), {{other->span(), "set here"}});
  }

  void older_keys() {
    if (const Member* queue = root_.find_member("queue");
        queue != nullptr && queue->value.is_string() && !queue->value.as_string().empty()) {
      const bool both = root_.find("queues") != nullptr;
      report(kOlderKey, queue->key_span, "queue is refused by W&B's agent, expected queues",
             both ? "add " + quoted(queue->value.as_string()) + " to queues"
                  : "write queues: [" + std::string(queue->value.as_string()) + "]");
    }
    older(config_.builder.block, "cuda", "accelerator", "write accelerator");
    older(config_.registry.block, "url", "uri", "write uri");
  }

  void registry() {
    const Registry& registry = config_.registry;
    if (!registry.block.valid()) return;
    // builder.destination decides, and the block is as good as gone.
    if (config_.builder.destination.valid()) return;
    if (!registry.type.valid()) {
      if (!registry.uri.valid()) return;
      return report(kRegistry, registry.uri.span(),
                    "registry has no type, and W&B's agent pushes nowhere",
                    "write builder: {destination: …} instead");
    }
    cloud_of_registry();
    if (of_another_kind()) return;
    if (build::destination_of(root_, context_.arena).valid()) return;
    report(kRegistry, registry.type.span(),
           "registry " + quoted(registry.type.as_string()) +
               " does not name a whole repository, expected uri",
           "write builder: {destination: …} instead");
  }

  // W&B's agent refuses what is not of the type (wandb/sdk/launch/registry/).
  bool of_another_kind() {
    struct Type {
      std::string_view name;
      build::RegistryKind kind;
      std::string_view address;
    };
    constexpr Type kTypes[] = {
        {"ecr", build::RegistryKind::Ecr, "ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY"},
        {"gcr", build::RegistryKind::ArtifactRegistry,
         "LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE"},
        {"acr", build::RegistryKind::Acr, "REGISTRY.azurecr.io/REPOSITORY"}};
    const Registry& registry = config_.registry;
    const Node& uri = registry.uri.valid() ? registry.uri : registry.url;
    // What is no destination at all has been refused as that.
    if (uri.as_string().empty() || build::check_destination(uri.as_string())) return false;
    for (const Type& type : kTypes) {
      if (registry.type.as_string() != type.name) continue;
      if (build::parse_image_name(uri.as_string()).kind == type.kind) return false;
      report(kRegistryKind, uri.span(),
             quoted(uri.as_string()) + " is no registry of type " + std::string(type.name) +
                 ", expected " + std::string(type.address),
             "write builder: {destination: …} instead", {{registry.type.span(), "the type"}});
      return true;
    }
    return false;
  }

  void cloud_of_registry() {
    struct Cloud {
      std::string_view registry, environment;
    };
    constexpr Cloud kClouds[] = {{"ecr", "aws"}, {"gcr", "gcp"}, {"acr", "azure"}};
    const EnvironmentSettings& environment = config_.environment;
    for (const Cloud& cloud : kClouds) {
      if (config_.registry.type.as_string() != cloud.registry) continue;
      if (environment.type.as_string() == cloud.environment) return;
      std::string message = "registry " + quoted(cloud.registry) +
                            " needs environment: {type: " + std::string(cloud.environment) + "}";
      if (!environment.type.valid()) {
        return report(kRegistry, config_.registry.type.span(),
                      message + ", and there is no environment");
      }
      return report(kRegistry, config_.registry.type.span(), std::move(message), {},
                    {{environment.type.span(), "the environment is another"}});
    }
  }

  void builder() {
    const Builder& builder = config_.builder;
    const std::string_view type = builder.type.as_string();
    if (type == "kaniko" || type == "buildkit") {
      in_cluster(type);
      unused(type == "kaniko" ? "buildkit-image" : "kaniko-image", type);
      unused(type == "kaniko" ? "buildkit-config" : "kaniko-config", type);
    } else if (type == "docker" || type == "noop") {
      for (const char* key :
           {"build-context-store", "build-context-claim", "build-job-name", "build-namespace",
            "build-service-account", "secret-name", "secret-key", "kaniko-image", "kaniko-config",
            "buildkit-image", "buildkit-config"}) {
        unused(key, type);
      }
    } else if (!builder.type.valid() && builder.block.size() > 0) {
      untyped();
    }
  }

  // W&B's agent refuses to start (wandb/sdk/launch/loader.py, builder_from_config).
  void untyped() {
    const Member* member = root_.find_member("builder");
    report(kNoBuilderType, member->key_span, "builder has no type, and W&B's agent does not start",
           "write type: docker");
  }

  // The queue, or the job, may say what the configuration does not.
  void in_cluster(std::string_view type) {
    const Spec nothing;
    const build::ClusterSettings settings =
        build::cluster_settings({nothing, {}, root_, context_.arena, context_.sources}, type);
    const Node destination = build::destination_of(root_, context_.arena);
    build::Plan plan;
    plan.builder = config_.builder.type;
    plan.destination = destination.valid() ? destination : config_.builder.type;
    plan.artifact = config_.builder.type;
    plan.pushes = config_.builder.destination.valid() || config_.registry.block.valid();
    const build::BuilderJudging judging{plan, settings, context_.arena, context_.sources,
                                        context_.diagnostics};
    build::judge_builder(judging);
    build::judge_lacking({{}, Severity::Warning, Severity::Warning}, judging);
  }

  void unused(std::string_view key, std::string_view type) {
    const Member* member = config_.builder.block.find_member(key);
    if (member == nullptr || member->value.is_null()) return;
    report(kUnusedKey, member->key_span,
           std::string(key) + " has no effect with builder " + quoted(type),
           "remove " + std::string(key), {{config_.builder.type.span(), "the builder"}});
  }

  const Node& root_;
  const ConfigContext& context_;
  AgentConfig config_;
};

}  // namespace

void judge_config(const Node& root, const ConfigContext& context) { Judge(root, context).run(); }

void report_second(const Node& root, Diagnostics& diagnostics) {
  diagnostics.report({&kSecondDocument,
                      root.span(),
                      "an agent reads one document, and this is not the first of its file",
                      {},
                      "give it a file of its own"});
}

}  // namespace launch::agent
