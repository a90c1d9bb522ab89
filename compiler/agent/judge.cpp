// What is wrong with a launch-config.yaml.
#include "compiler/agent/config.h"
#include "compiler/agent/rules.h"
#include "compiler/agent/settled_types.h"
#include "compiler/build/cluster.h"
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
    check_schema(settled, DocumentKind::Agent, schema::Presence::Required, context_.diagnostics);
    build::judge_settings(root_, context_.sources, context_.diagnostics);
    older_keys();
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
        queue != nullptr && queue->value.is_string()) {
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
    if (build::destination_of(root_, context_.arena).valid()) return;
    report(kRegistry, registry.type.span(),
           "registry " + quoted(registry.type.as_string()) +
               " does not name a whole repository, expected uri",
           "write builder: {destination: …} instead");
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

  void in_cluster(std::string_view type) {
    const Builder& builder = config_.builder;
    const Spec nothing;
    const build::ClusterSettings settings =
        build::cluster_settings({nothing, {}, root_, context_.arena, context_.sources}, type);
    const bool has_place = settings.store.valid() || settings.claim.valid();
    if (has_place) {
      objects(settings);
    } else {
      report(
          kContextPlace, builder.type.span(),
          std::string(type) + " has nowhere to fetch the code from, expected build-context-store");
    }
    if (builder.destination.valid() || config_.registry.block.valid()) return;
    report(kImagePlace, builder.type.span(),
           std::string(type) + " has nowhere to push images to, expected destination");
  }

  // The objects of a build by this configuration, as the Kubernetes API sees them.
  void objects(const build::ClusterSettings& settings) {
    const Node destination = build::destination_of(root_, context_.arena);
    build::Plan plan;
    plan.builder = config_.builder.type;
    plan.destination = destination.valid() ? destination : config_.builder.type;
    plan.artifact = config_.builder.type;
    plan.pushes = true;
    if (const Check wrong = build::check_config(plan, settings.config)) {
      report(kBuildConfig, settings.config.span(), wrong->message);
      return;
    }
    const build::Known known{"0123456789abcdef", {}, std::string(build::kWrittenDockerfile)};
    const Artifact made =
        build::cluster_artifact({plan, settings, known, context_.arena, context_.sources});
    Diagnostics found;
    const TargetOptions options;
    for (const Node& object : std::get<Manifest>(made.content).documents) {
      find_target("kubernetes")
          ->judge({object, {context_.arena, context_.sources, found, options}});
    }
    // What launch itself puts there is no mistake of the user's.
    found.remove_if([&](const Diagnostic& each) {
      return context_.sources.kind(each.span.source) != SourceMap::Kind::File;
    });
    context_.diagnostics.take(std::move(found));
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

}  // namespace launch::agent
