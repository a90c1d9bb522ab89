#include <algorithm>
#include <array>

#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/check/container.h"
#include "compiler/target/kubernetes/check/container_rules.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

constexpr std::array<std::string_view, 3> kPullPolicies{"Always", "IfNotPresent", "Never"};
constexpr std::array<std::string_view, 2> kMessagePolicies{"File", "FallbackToLogsOnError"};

void check_name(const Field& container, SeenNames& names) {
  const Field name = container["name"];
  if (!require_text(name)) return;
  const std::string_view text = name.text_or_empty();
  name.report(kBadName, check_dns_label(text));
  if (const Field* before = names.add(text, name)) {
    name.report_with(kDuplicate, "two containers are called " + quoted(text), *before,
                     "the first one");
  }
}

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// What containers may have that do not run to their end before others start.
void check_hooks(const Field& container, const PodView& pod) {
  check_lifecycle(container["lifecycle"], pod);
  check_probes(container);
}

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validateContainers
void check_regular_containers(PodView& pod, SeenNames& names) {
  const Field list = pod.spec()["containers"];
  if (!require_content(list)) return;
  HostPorts host_ports;
  for (const Field container : list.items()) {
    if (!is_object(container)) continue;
    check_any_container(container, pod, names);
    check_image(container["image"], kBlankInImage);
    check_hooks(container, pod);
    check_restart_policy(container);
    host_ports.check(container["ports"]);
  }
}

void refuse_hooks(const Field& container) {
  const auto refuse = [&](std::string_view field) {
    container[field].report_key(
        kInitContainerProbe,
        called(container) + " runs to its end before the others start, and cannot have " +
            quoted(field),
        "remove it, or make the container a sidecar with restartPolicy: Always");
  };
  for (const std::string_view hook :
       {"lifecycle", "livenessProbe", "readinessProbe", "startupProbe"}) {
    if (container[hook].is_map()) refuse(hook);
  }
}

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validateInitContainers
void check_init_containers(PodView& pod, SeenNames& names) {
  const Field list = pod.spec()["initContainers"];
  for (const Field container : list.items()) {
    if (!is_object(container)) continue;
    check_any_container(container, pod, names);
    check_image(container["image"], kBlankInImage);
    check_init_restart_policy(container);
    check_init_resize_policy(container);
    HostPorts().check(container["ports"]);  // they run one by one
    const Field policy = container["restartPolicy"];
    if (policy.text_or_empty() == "Always") {
      check_hooks(container, pod);
    } else if (!policy.unknown()) {
      refuse_hooks(container);
    }
  }
}

}  // namespace

const SeenNames& PodView::claims() {
  if (claims_) return *claims_;
  claims_.emplace();
  for (const Field claim : spec_["resourceClaims"].items()) {
    const Field name = claim["name"];
    if (!name.text_or_empty().empty()) claims_->add(name.text_or_empty(), name);
  }
  return *claims_;
}

const SeenNames& PodView::volumes() {
  if (volumes_) return *volumes_;
  volumes_.emplace();
  for (const Field volume : spec_["volumes"].items()) {
    const Field name = volume["name"];
    if (!name.text_or_empty().empty()) volumes_->add(name.text_or_empty(), volume);
  }
  return *volumes_;
}

std::optional<std::int64_t> PodView::grace_period() const {
  const Field period = spec_["terminationGracePeriodSeconds"];
  // SetDefaults_PodSpec, pkg/apis/core/v1/defaults.go
  return period.absent() ? std::optional<std::int64_t>(30) : period.integer();
}

std::string called(const Field& container) {
  const std::string_view name = container["name"].text_or_empty();
  return name.empty() ? container.name() : "container " + quoted(name);
}

// A template passes with blanks around the image, and no pod made of it does.
// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validateContainerOnlyForPod
void check_image(const Field& image, const Rule& blank_rule) {
  if (!require_text(image)) return;
  const std::string_view text = image.text_or_empty();
  if (!is_blank(text.front()) && !is_blank(text.back())) return;
  const auto first = std::find_if_not(text.begin(), text.end(), is_blank);
  const auto last = std::find_if_not(text.rbegin(), std::make_reverse_iterator(first), is_blank);
  image.report(blank_rule,
               image.name() + " is " + quoted(text) + ", with blanks that no registry takes",
               suggest({first, last.base()}));
}

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validateContainerCommon
void check_any_container(const Field& container, PodView& pod, SeenNames& names) {
  check_name(container, names);
  check_choice(container["terminationMessagePolicy"], kMessagePolicies);
  check_container_ports(container["ports"]);
  check_environment(container, pod);
  check_mounts(container, pod.spec());
  check_choice(container["imagePullPolicy"], kPullPolicies);
  check_resources(container, pod);
  check_resize_policy(container, pod);
  check_container_security_context(container, pod.spec());
}

void check_containers(const Field& spec, const PodContext&) {
  PodView pod(spec);
  SeenNames names;
  check_regular_containers(pod, names);
  check_init_containers(pod, names);
  check_ephemeral_containers(pod, names);
  check_pod_ports(spec);
  check_pod_resources(pod);
  check_overhead(spec["overhead"]);
}

}  // namespace launch::kubernetes
