#include "compiler/target/kubernetes/short_form.h"

#include <algorithm>

#include "compiler/spec/spec_rules.h"
#include "compiler/target/spelling.h"
#include "compiler/target/text.h"

namespace launch::kubernetes {
namespace {

// Whose field a key sets.
enum class Part : std::uint8_t {
  Agent,       // of W&B's agent: how to reach the cluster, what to wait for
  Object,      // metadata of the object
  Everything,  // metadata of the object and of its pods
  Job,         // spec of the Job
  Pod,         // spec of each pod template
  Container    // the main container
};

struct ShortKey {
  std::string_view name;
  Part part;
  std::string_view field;    // where it goes below its part
  std::string_view inner{};  // a field below that
};

// Fields as in the API reference (https://kubernetes.io/docs/reference/kubernetes-api/), names as
// W&B's documentation and its client before April 2023 wrote them, else the field in snake_case.
constexpr ShortKey kKeys[] = {
    {"config_file", Part::Agent, ""},
    {"context", Part::Agent, ""},
    {"wait_for_ready", Part::Agent, ""},
    {"wait_timeout", Part::Agent, ""},
    {"builder", Part::Agent, ""},
    {"name", Part::Object, "name"},
    {"namespace", Part::Object, "namespace"},
    {"labels", Part::Everything, "labels"},
    {"annotations", Part::Everything, "annotations"},
    {"parallelism", Part::Job, "parallelism"},
    {"completions", Part::Job, "completions"},
    {"completion_mode", Part::Job, "completionMode"},
    {"backoff_limit", Part::Job, "backoffLimit"},
    {"backoff_limit_per_index", Part::Job, "backoffLimitPerIndex"},
    {"max_failed_indexes", Part::Job, "maxFailedIndexes"},
    {"active_deadline_seconds", Part::Job, "activeDeadlineSeconds"},
    {"ttl", Part::Job, "ttlSecondsAfterFinished"},
    {"ttl_seconds_after_finished", Part::Job, "ttlSecondsAfterFinished"},
    {"suspend", Part::Job, "suspend"},
    {"pod_failure_policy", Part::Job, "podFailurePolicy"},
    {"success_policy", Part::Job, "successPolicy"},
    {"pod_replacement_policy", Part::Job, "podReplacementPolicy"},
    {"node_selector", Part::Pod, "nodeSelector"},
    {"node_name", Part::Pod, "nodeName"},
    {"tolerations", Part::Pod, "tolerations"},
    {"affinity", Part::Pod, "affinity"},
    {"topology_spread_constraints", Part::Pod, "topologySpreadConstraints"},
    {"service_account", Part::Pod, "serviceAccountName"},
    {"service_account_name", Part::Pod, "serviceAccountName"},
    {"image_pull_secrets", Part::Pod, "imagePullSecrets"},
    {"priority_class", Part::Pod, "priorityClassName"},
    {"priority_class_name", Part::Pod, "priorityClassName"},
    {"runtime_class", Part::Pod, "runtimeClassName"},
    {"runtime_class_name", Part::Pod, "runtimeClassName"},
    {"scheduler_name", Part::Pod, "schedulerName"},
    {"restart_policy", Part::Pod, "restartPolicy"},
    {"host_network", Part::Pod, "hostNetwork"},
    {"host_ipc", Part::Pod, "hostIPC"},
    {"host_pid", Part::Pod, "hostPID"},
    {"host_aliases", Part::Pod, "hostAliases"},
    {"dns_policy", Part::Pod, "dnsPolicy"},
    {"dns_config", Part::Pod, "dnsConfig"},
    {"termination_grace_period_seconds", Part::Pod, "terminationGracePeriodSeconds"},
    {"pod_security_context", Part::Pod, "securityContext"},
    {"automount_service_account_token", Part::Pod, "automountServiceAccountToken"},
    {"init_containers", Part::Pod, "initContainers"},
    {"resource_claims", Part::Pod, "resourceClaims"},
    {"volumes", Part::Pod, "volumes"},
    {"requests", Part::Container, "resources", "requests"},
    {"limits", Part::Container, "resources", "limits"},
    {"resources", Part::Container, "resources"},
    {"env_from", Part::Container, "envFrom"},
    {"volume_mounts", Part::Container, "volumeMounts"},
    {"image_pull_policy", Part::Container, "imagePullPolicy"},
    {"working_dir", Part::Container, "workingDir"},
    {"ports", Part::Container, "ports"},
    {"security_context", Part::Container, "securityContext"},
    {"liveness_probe", Part::Container, "livenessProbe"},
    {"readiness_probe", Part::Container, "readinessProbe"},
    {"startup_probe", Part::Container, "startupProbe"},
    {"lifecycle", Part::Container, "lifecycle"},
};

// Fields whose keys are the user's own words.
constexpr std::string_view kFreeKeys[] = {
    "labels", "annotations", "matchLabels", "nodeSelector",     "requests",
    "limits", "overhead",    "data",        "volumeAttributes", "options"};

const ShortKey* find_key(std::string_view key) {
  for (const ShortKey& each : kKeys) {
    if (same_key(each.name, key)) return &each;
  }
  return nullptr;
}

// claim_name to claimName, at any depth, but not in maps whose keys are the user's.
Node with_camel_case(const Node& node, Arena& arena) {
  if (node.is_sequence()) {
    std::vector<Node> items;
    for (const Node& item : node.items()) items.push_back(with_camel_case(item, arena));
    return Node::sequence(arena.copy(std::span<const Node>(items)), node.span())
        .with_history(node.history());
  }
  if (!node.is_mapping()) return node;
  MappingBuilder builder;
  for (const Member& member : node.members()) {
    const std::string key = camel_case(member.key);
    const bool free =
        std::find(std::begin(kFreeKeys), std::end(kFreeKeys), key) != std::end(kFreeKeys);
    builder.set(arena.copy(key), member.key_span,
                free ? member.value : with_camel_case(member.value, arena));
  }
  return builder.build(arena, node.span()).with_history(node.history());
}

// image_pull_secrets: [regcred] for [{name: regcred}].
Node with_names(const Node& node, Arena& arena) {
  std::vector<Node> items;
  const auto add = [&](const Node& item) {
    items.push_back(item.is_string()
                        ? MappingBuilder().set("name", item.span(), item).build(arena, item.span())
                        : item);
  };
  if (node.is_string()) add(node);
  for (const Node& item : node.items()) add(item);
  return Node::sequence(arena.copy(std::span<const Node>(items)), node.span())
      .with_history(node.history());
}

Node value_of(const ShortKey& key, const Node& value, Arena& arena) {
  if (key.name == "image_pull_secrets") return with_names(value, arena);
  const std::string_view last = key.inner.empty() ? key.field : key.inner;
  const bool free =
      std::find(std::begin(kFreeKeys), std::end(kFreeKeys), last) != std::end(kFreeKeys);
  return free ? value : with_camel_case(value, arena);
}

std::vector<Path> targets_of(const ShortKey& key, const Places& places) {
  std::vector<Path> parts;
  switch (key.part) {
    case Part::Agent:
      return {};
    case Part::Object:
      return {Path{"metadata", std::string(key.field)}};
    case Part::Everything:
      parts.push_back(Path{"metadata"});
      for (const Pod& pod : places.pods) parts.push_back(pod.path / "metadata");
      break;
    case Part::Job:
      if (places.has_job) parts.push_back(places.job_spec);
      break;
    case Part::Pod:
      for (const Pod& pod : places.pods) parts.push_back(pod.path / "spec");
      break;
    case Part::Container:
      for (const Pod& pod : places.pods) parts.push_back(pod.container());
      break;
  }
  for (Path& part : parts) {
    part = part / key.field;
    if (!key.inner.empty()) part = part / key.inner;
  }
  return parts;
}

}  // namespace

std::vector<std::string_view> short_form_keys() {
  std::vector<std::string_view> names;
  for (const ShortKey& key : kKeys) names.push_back(key.name);
  return names;
}

Path job_field_of(std::string_view short_key) {
  const ShortKey* key = find_key(short_key);
  const Path pod{"spec", "template"};
  if (key == nullptr) return {};
  const std::vector<Path> targets = targets_of(*key, {Path{"spec"}, true, {{pod, 0}}});
  return targets.empty() ? Path() : targets.front();
}

Node normalise_short_form(const Node& block, TargetContext& context) {
  MappingBuilder builder;
  for (const Member& member : block.members()) {
    const ShortKey* key = find_key(member.key);
    const std::string_view name = key == nullptr ? member.key : key->name;
    const Node* present = builder.find(name);
    if (present != nullptr && !same_value(*present, member.value)) {
      context.diagnostics.report({&kSetTwice,
                                  member.value.span(),
                                  std::string(member.key) + " is set twice, in two spellings",
                                  {{present->span(), "the other one"}},
                                  "keep one of the two"});
      continue;
    }
    const Node value = name == member.key
                           ? member.value
                           : member.value.with_step(
                                 context.arena, {Step::Action::Moved, member.key_span, member.key});
    builder.set(name, member.key_span, value);
  }
  return builder.build(context.arena, block.span())
      .with_tag(block.tag())
      .with_history(block.history());
}

Node without_short_form(const Node& block, Arena& arena) {
  MappingBuilder builder(block);
  for (const ShortKey& key : kKeys) builder.erase(key.name);
  return builder.build(arena, block.span()).with_history(block.history());
}

void lower_short_form(const Node& block, const Places& places, Tree& tree, TargetContext& context) {
  for (const ShortKey& key : kKeys) {
    const Member* member = block.find_member(key.name);
    if (member == nullptr || member->value.is_null() || key.part == Part::Agent) continue;
    const std::vector<Path> targets = targets_of(key, places);
    if (targets.empty()) {
      context.diagnostics.report(
          {&kDropped, member->key_span,
           "the object that the queue or job describes has no place for " + quoted(member->key)});
    }
    const Node value = value_of(key, member->value, context.arena);
    for (const Path& target : targets) tree.lay(target, value, member->key_span, key.name);
  }
}

}  // namespace launch::kubernetes
