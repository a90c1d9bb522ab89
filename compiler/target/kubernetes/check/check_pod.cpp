// A pod's own fields (k8s.io/kubernetes v1.36.3, pkg/apis/core/validation/validation.go,
// ValidatePodTemplateSpec and ValidatePodSpec).
#include <limits>

#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/check/pod.h"
#include "compiler/target/kubernetes/check/pod_rules.h"
#include "compiler/target/kubernetes/check/requirements.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

// The server fills in Always and then tells a Job that it may not have it.
void check_restart_policy(const Field& policy, const PodContext& context) {
  static constexpr std::string_view kOfJobs[] = {"OnFailure", "Never"};
  static constexpr std::string_view kOfPods[] = {"Always", "OnFailure", "Never"};
  if (!context.in_job) {
    check_choice(policy, kOfPods);
  } else if (policy.empty()) {
    policy.report(kRestartPolicy,
                  policy.name() + " is missing, a Job needs \"OnFailure\" or \"Never\"");
  } else if (known_text(policy) == "Always") {
    policy.report(kRestartPolicy,
                  policy.name() + " is \"Always\", a Job needs \"OnFailure\" or \"Never\"");
  } else {
    check_choice(policy, kOfJobs);
  }
}

void check_grace_period(const Field& seconds) {
  const std::optional<std::int64_t> number = seconds.integer();
  if (!number || *number >= 0) return;
  seconds.report(kDoubtfulValue, seconds.name() + " is " + std::to_string(*number) +
                                     ", which counts as 1: seconds are 0 or more");
}

// Fields that count as absent when they are "".
void check_name(const Field& field, Check (*grammar)(std::string_view)) {
  if (!field.empty() && field.is_text()) field.report(kBadName, grammar(field.text_or_empty()));
}

void check_names(const Field& spec) {
  // serviceAccount is what serviceAccountName was called once, and counts where that is missing
  // (pkg/apis/core/v1/conversion.go, Convert_v1_PodSpec_To_core_PodSpec).
  const Field account = spec["serviceAccountName"];
  check_name(account.empty() ? spec["serviceAccount"] : account, check_dns_subdomain);
  check_name(spec["nodeName"], check_dns_subdomain);
  check_name(spec["hostname"], check_dns_label);
  check_name(spec["subdomain"], check_dns_label);
  check_name(spec["priorityClassName"], check_dns_subdomain);
  const Field runtime_class = spec["runtimeClassName"];
  if (runtime_class.is_text()) {
    runtime_class.report(kBadName, check_dns_subdomain(runtime_class.text_or_empty()));
  }
}

// Names that do not exist are found out by the kubelet only; the server warns of what it can see.
void check_image_pull_secrets(const Field& secrets) {
  SeenNames seen;
  for (const Field& secret : secrets.items()) {
    const Field field = secret["name"];
    const std::optional<std::string_view> name = known_text(field);
    if (!name || !is_object(secret)) continue;
    if (name->empty()) {
      field.report(kDoubtfulValue, field.name() + " is missing: without a name no secret is used");
    } else if (const Field* first = seen.add(*name, field)) {
      field.report_with(kDoubtfulValue, field.name() + " is " + quoted(*name) + " a second time",
                        *first, "first here");
    }
  }
}

void check_readiness_gates(const Field& gates) {
  for (const Field& gate : gates.items()) {
    const Field type = gate["conditionType"];
    if (require_text(type)) type.report(kBadLabel, check_qualified_name(type.text_or_empty()));
  }
}

void check_preemption_policy(const Field& policy) {
  static constexpr std::string_view kPolicies[] = {"PreemptLowerPriority", "Never"};
  if (policy.present()) require_choice(policy, kPolicies);
}

}  // namespace

void check_pod_template(const Field& pod_template, const PodContext& context) {
  const Field metadata = pod_template["metadata"];
  const Field spec = pod_template["spec"];
  check_labels(metadata["labels"]);
  check_annotations(metadata["annotations"]);
  if (!is_object(spec)) return;
  if (spec.absent()) {
    spec.report(kMissingField,
                std::string("no pod is described, expected a template whose spec has containers") +
                    (context.in_job ? " and a restartPolicy" : ""));
    return;
  }
  check_pod_annotations(metadata["annotations"], spec);
  check_pod_spec(spec, context);
}

void check_pod_spec(const Field& spec, const PodContext& context) {
  check_volumes(spec);
  check_containers(spec, context);
  check_restart_policy(spec["restartPolicy"], context);
  check_grace_period(spec["terminationGracePeriodSeconds"]);
  check_range(spec["activeDeadlineSeconds"], 1, std::numeric_limits<std::int32_t>::max());
  check_dns(spec);
  check_node_selector(spec["nodeSelector"]);
  check_names(spec);
  check_host_namespaces(spec);
  check_pod_security_context(spec);
  check_host_process(spec);
  check_image_pull_secrets(spec["imagePullSecrets"]);
  check_affinity(spec["affinity"]);
  check_tolerations(spec["tolerations"]);
  check_host_aliases(spec["hostAliases"]);
  check_readiness_gates(spec["readinessGates"]);
  check_preemption_policy(spec["preemptionPolicy"]);
  check_topology_spread(spec["topologySpreadConstraints"]);
  check_os(spec);
  check_scheduling_gates(spec["schedulingGates"]);
  check_resource_claims(spec["resourceClaims"]);
}

}  // namespace launch::kubernetes
