// What the API server says of a pod's own fields, by tables of fragments of a pod's spec.
#include <sstream>

#include "tests/catch.h"
#include "tests/kubernetes_checks.h"

namespace launch::tests {
namespace {

// A Job with `fragment` in its pod's spec and `annotations` on its template.
std::string job_with(std::string_view fragment, std::string_view annotations = {}) {
  std::string text =
      "apiVersion: batch/v1\nkind: Job\nmetadata: {name: train}\nspec:\n  template:\n";
  text += "    metadata: {annotations: {" + std::string(annotations) + "}}\n    spec:\n";
  if (fragment.find("restartPolicy") == std::string_view::npos)
    text += "      restartPolicy: Never\n";
  else
    text += "      schedulerName: default-scheduler\n";
  if (fragment.find("containers:") == std::string_view::npos)
    text += "      containers: [{name: main, image: i}]\n";
  else
    text += "      automountServiceAccountToken: false\n";
  std::istringstream lines{std::string(fragment)};
  for (std::string line; std::getline(lines, line);) text += "      " + line + "\n";
  return text;
}

// "LINE RULE, …" with the lines of the fragment counted from 1: 0 and below are those around it.
std::string judged_fragment(std::string_view fragment, std::string_view version = {}) {
  constexpr int kBefore = 9;
  std::istringstream found(judged(job_with(fragment), version));
  std::string result;
  for (std::string one; std::getline(found >> std::ws, one, ',');) {
    const std::size_t blank = one.find(' ');
    result +=
        (result.empty() ? "" : ", ") + std::to_string(std::stoi(one) - kBefore) + one.substr(blank);
  }
  return result;
}

struct Row {
  std::string_view fragment;
  std::string_view expected;
};

void table(std::initializer_list<Row> rows, std::string_view version = {}) {
  for (const Row& row : rows) {
    INFO(row.fragment << " on " << version);
    CHECK(judged_fragment(row.fragment, version) == row.expected);
  }
}

void annotation_table(std::string_view fragment, std::initializer_list<Row> rows) {
  for (const Row& row : rows) {
    INFO(row.fragment << " with " << fragment);
    CHECK(judged(job_with(fragment, row.fragment)) == row.expected);
  }
}

}  // namespace

TEST_CASE("a pod's scalars") {
  table({
      {"restartPolicy: Never", ""},
      {"restartPolicy: OnFailure", ""},
      {"restartPolicy: Always", "1 restart-policy"},
      {"restartPolicy: ''", "1 restart-policy"},
      {"restartPolicy:", "1 restart-policy"},
      {"restartPolicy: never", "1 unsupported-value"},
      {"activeDeadlineSeconds: 1", ""},
      {"activeDeadlineSeconds: 0", "1 out-of-range"},
      {"activeDeadlineSeconds: 2147483648", "1 out-of-range"},
      {"terminationGracePeriodSeconds: 0", ""},
      {"terminationGracePeriodSeconds: -1", "1 doubtful-value"},
      {"preemptionPolicy: PreemptLowerPriority", ""},
      {"preemptionPolicy: ''", "1 missing-field"},
      {"preemptionPolicy: never", "1 unsupported-value"},
      {"schedulerName: Any_thing", ""},
  });
}

TEST_CASE("a pod's names") {
  table({
      {"serviceAccountName: my.account", ""},
      {"serviceAccountName: My", "1 bad-name"},
      {"serviceAccountName: ''\nserviceAccount: My", "2 bad-name"},
      {"serviceAccountName: ok\nserviceAccount: My", ""},
      {"nodeName: ''", ""},
      {"nodeName: a_b", "1 bad-name"},
      {"hostname: a.b", "1 bad-name"},
      {"subdomain: a.b", "1 bad-name"},
      {"priorityClassName: High", "1 bad-name"},
      {"runtimeClassName: nvidia", ""},
      {"runtimeClassName: ''", "1 bad-name"},
      {"imagePullSecrets: [{name: Any_thing}]", ""},
      {"imagePullSecrets:\n- {}\n- {name: a}\n- {name: a}", "2 doubtful-value, 4 doubtful-value"},
      {"readinessGates: [{conditionType: a.b/c}]", ""},
      {"readinessGates:\n- {}\n- conditionType: a/", "2 missing-field, 3 bad-label"},
      {"schedulingGates: [{name: a}, {name: b}]", ""},
      {"schedulingGates:\n- name: a\n- name: a\n- {}", "3 duplicate, 4 missing-field"},
  });
}

TEST_CASE("namespaces shared with the node") {
  table({
      {"hostPID: true\nshareProcessNamespace: true", "2 host-namespace"},
      {"hostPID: true\nshareProcessNamespace: false", ""},
      {"hostUsers: false\nhostPID: true\nhostIPC: false", "2 host-namespace"},
      {"hostUsers: true\nhostNetwork: true\nhostPID: true", ""},
      {"hostnameOverride: a.b", ""},
      {"hostnameOverride: ''", "1 bad-name"},
      {"hostnameOverride: a\nhostNetwork: true", "1 host-namespace"},
      {"hostnameOverride: a\nsetHostnameAsFQDN: true", "1 host-namespace"},
      {"hostnameOverride: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.",
       "1 bad-name"},
  });
  const std::string_view block =
      "hostUsers: false\nvolumes: [{name: v, persistentVolumeClaim: {claimName: c}}]\n"
      "containers:\n- {name: main, image: i, volumeDevices: [{name: v, devicePath: /d}]}";
  CHECK(judged_fragment(block) == "4 host-namespace");
  CHECK(judged_fragment(block, "1.33").empty());
}

TEST_CASE("how a pod resolves names") {
  table({
      {"dnsPolicy: Default", ""},
      {"dnsPolicy: ''", ""},
      {"dnsPolicy: default", "1 unsupported-value"},
      {"dnsPolicy: None", "-2 missing-field"},
      {"dnsPolicy: None\ndnsConfig: {nameservers: []}", "2 missing-field"},
      {"dnsPolicy: None\ndnsConfig: {nameservers: [1.1.1.1]}", ""},
      {"dnsConfig:\n  nameservers: ['1.1.1.1', '1.1.1.2', '1.1.1.3', '::1']", "2 out-of-range"},
      {"dnsConfig:\n  nameservers: ['1.1.1']", "2 bad-format"},
      {"dnsConfig:\n  options: [{name: ndots}, {value: '1'}]", "2 missing-field"},
      {"dnsConfig:\n  searches: [., a_b.c., a..]", "2 bad-name"},
      {"hostAliases:\n- {ip: '1.1.1.1', hostnames: [a.b]}\n- {ip: '1.1.1.1'}", "3 doubtful-value"},
      {"hostAliases:\n- hostnames: [A]", "2 missing-field, 2 bad-name"},
  });
  table({{"dnsConfig:\n  nameservers: ['010.1.1.1', '::ffff:1.2.3.4']",
          "2 bad-format, 2 bad-format"}});
  table({{"dnsConfig:\n  nameservers: ['010.1.1.1', '::ffff:1.2.3.4']", ""}}, "1.35");
  table({{"dnsConfig:\n  searches: [a_b]", ""}}, "1.33");
  table({{"dnsConfig:\n  searches: [a_b, .]", "2 bad-name, 2 bad-name"}}, "1.32");
  const std::string search = std::string(63, 'a') + "." + std::string(63, 'a');
  std::string searches = "dnsConfig:\n  searches: [";
  for (int i = 0; i < 16; ++i) searches += search + ", ";
  CHECK(judged_fragment(searches + "]").empty());  // 16 * 127 bytes and 15 blanks between them
  CHECK(judged_fragment(searches + "a]") == "2 out-of-range");
}

TEST_CASE("tolerations") {
  table({
      {"tolerations: [{operator: Exists}]", ""},
      {"tolerations: [{key: a}]", ""},
      {"tolerations: [{key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}]", ""},
      {"tolerations:\n- {}", "2 bad-toleration"},
      {"tolerations:\n- key: a b\n  operator: Exists", "2 bad-label"},
      {"tolerations:\n- key: a\n  value: b c", "3 bad-label"},
      {"tolerations:\n- key: a\n  operator: exists", "3 unsupported-value"},
      {"tolerations:\n- key: a\n  operator: Gt\n  value: '5'", "3 unsupported-value"},
      {"tolerations:\n- key: a\n  operator: Exists\n  value: b", "3 operator-values"},
      {"tolerations:\n- key: a\n  effect: noSchedule", "3 unsupported-value"},
      {"tolerations:\n- key: a\n  effect: NoExecute\n  tolerationSeconds: 5", ""},
      {"tolerations:\n- key: a\n  effect: NoSchedule\n  tolerationSeconds: 5", "3 bad-toleration"},
      {"tolerations:\n- key: a\n  tolerationSeconds: 5", "2 bad-toleration"},
  });
}

TEST_CASE("node affinity and selectors") {
  table({
      {"nodeSelector: {gpu: 'true'}", ""},
      {"nodeSelector: {beta.kubernetes.io/os: linux}", "1 deprecated"},
      {"affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {}}}",
       "1 missing-field"},
      {"affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{preference: "
       "{}}]}}",
       "1 missing-field"},
  });
  const auto required = [](std::string_view requirement) {
    return "affinity:\n  nodeAffinity:\n    requiredDuringSchedulingIgnoredDuringExecution:\n"
           "      nodeSelectorTerms:\n      - " +
           std::string(requirement);
  };
  const auto preferred = [](std::string_view requirement) {
    return "affinity:\n  nodeAffinity:\n    preferredDuringSchedulingIgnoredDuringExecution:\n"
           "    - weight: 100\n      preference: " +
           std::string(requirement);
  };
  const std::initializer_list<Row> rows{
      {"{matchExpressions: [{key: a, operator: In, values: [b]}]}", ""},
      {"{matchExpressions: [{key: a, operator: In}]}", "5 operator-values"},
      {"{matchExpressions: [{key: a, operator: Exists, values: []}]}", ""},
      {"{matchExpressions: [{key: a, operator: DoesNotExist, values: [b]}]}", "5 operator-values"},
      {"{matchExpressions: [{key: a, operator: Gt, values: [b]}]}", ""},
      {"{matchExpressions: [{key: a, operator: Lt, values: ['1', '2']}]}", "5 operator-values"},
      {"{matchExpressions: [{key: a, operator: in, values: [b]}]}", "5 unsupported-value"},
      {"{matchExpressions: [{operator: Exists}]}", "5 missing-field"},
      {"{matchExpressions: [{key: a/b/c, operator: Exists}]}", "5 bad-label"},
      {"{matchFields: [{key: metadata.name, operator: In, values: [node-1]}]}", ""},
      {"{matchFields: [{key: metadata.name, operator: In, values: [a, b]}]}", "5 operator-values"},
      {"{matchFields: [{key: metadata.name, operator: NotIn, values: [A_B]}]}", "5 bad-name"},
      {"{matchFields: [{key: metadata.uid, operator: In, values: [A_B]}]}", "5 unsupported-value"},
      {"{matchFields: [{key: metadata.name, operator: Exists}]}", "5 unsupported-value"},
  };
  for (const Row& row : rows) {
    INFO(row.fragment);
    CHECK(judged_fragment(required(row.fragment)) == row.expected);
    CHECK(judged_fragment(preferred(row.fragment)) == row.expected);
  }
  const std::string_view bad_value = "{matchExpressions: [{key: a, operator: In, values: [b c]}]}";
  CHECK(judged_fragment(required(bad_value)) == "5 bad-label");
  CHECK(judged_fragment(required(bad_value), "1.32") == "5 doubtful-value");
  CHECK(judged_fragment(preferred(bad_value)) == "5 doubtful-value");
}

TEST_CASE("pod affinity") {
  const auto required = [](std::string_view term) {
    return "affinity:\n  podAntiAffinity:\n    requiredDuringSchedulingIgnoredDuringExecution:\n   "
           " - " +
           std::string(term);
  };
  const std::initializer_list<Row> rows{
      {"{topologyKey: kubernetes.io/hostname, labelSelector: {}}", ""},
      {"{topologyKey: kubernetes.io/hostname}", "4 selects-nothing"},
      {"{labelSelector: {}}", "4 missing-field"},
      {"{topologyKey: a b, labelSelector: {}}", "4 bad-label"},
      {"{topologyKey: a, labelSelector: {}, namespaces: [A]}", "4 bad-name"},
      {"{topologyKey: a, labelSelector: {}, matchLabelKeys: [a b]}", "4 bad-label"},
      {"{topologyKey: a, matchLabelKeys: [b], mismatchLabelKeys: [c]}",
       "4 selects-nothing, 4 forbidden-field, 4 forbidden-field"},
      {"{topologyKey: a, labelSelector: {}, matchLabelKeys: [b], mismatchLabelKeys: [b]}",
       "4 duplicate"},
      {"{topologyKey: a, labelSelector: {matchLabels: {b: c}}, matchLabelKeys: [b]}", ""},
      {"{topologyKey: a, labelSelector: {matchLabels: {b: c}, matchExpressions: [{key: b, "
       "operator: Exists}]}, "
       "matchLabelKeys: [b]}",
       "4 duplicate"},
  };
  for (const Row& row : rows) {
    INFO(row.fragment);
    CHECK(judged_fragment(required(row.fragment)) == row.expected);
  }
  table({
      {"affinity:\n  podAffinity:\n    preferredDuringSchedulingIgnoredDuringExecution:\n    - "
       "weight: 101\n"
       "      podAffinityTerm: {topologyKey: a, labelSelector: {}}",
       "4 out-of-range"},
      {"affinity:\n  podAffinity:\n    preferredDuringSchedulingIgnoredDuringExecution:\n    - "
       "weight: 1",
       "4 missing-field, 4 selects-nothing"},
  });
}

TEST_CASE("topology spread") {
  const auto spread = [](std::string_view rest) {
    return "topologySpreadConstraints:\n- topologyKey: zone\n  labelSelector: {matchLabels: {a: "
           "b}}\n  " +
           std::string(rest);
  };
  const std::initializer_list<Row> rows{
      {"{}", ""},
      {"maxSkew: 1\n  whenUnsatisfiable: DoNotSchedule", ""},
      {"maxSkew: 0\n  whenUnsatisfiable: DoNotSchedule", "4 out-of-range"},
      {"whenUnsatisfiable: DoNotSchedule", "2 missing-field"},
      {"maxSkew: 1\n  whenUnsatisfiable: doNotSchedule\n  minDomains: 2",
       "5 unsupported-value, 6 forbidden-field"},
      {"maxSkew: 1\n  whenUnsatisfiable: doNotSchedule", "5 unsupported-value"},
      {"maxSkew: 1\n  whenUnsatisfiable: DoNotSchedule\n  minDomains: 0", "6 out-of-range"},
      {"maxSkew: 1\n  whenUnsatisfiable: ScheduleAnyway\n  minDomains: 1", "6 forbidden-field"},
      {"maxSkew: 1\n  whenUnsatisfiable: DoNotSchedule\n  nodeTaintsPolicy: honor",
       "6 unsupported-value"},
      {"maxSkew: 1\n  whenUnsatisfiable: DoNotSchedule\n  nodeAffinityPolicy: ''",
       "6 missing-field"},
  };
  for (const Row& row : rows) {
    if (row.fragment == "{}") continue;
    INFO(row.fragment);
    CHECK(judged_fragment(spread(row.fragment)) == row.expected);
  }
  const std::string keys =
      spread("maxSkew: 1\n  whenUnsatisfiable: DoNotSchedule\n  matchLabelKeys: [a]");
  CHECK(judged_fragment(keys).empty());
  CHECK(judged_fragment(keys, "1.33") == "6 duplicate");
  const std::string one =
      "- {maxSkew: 1, topologyKey: a b, whenUnsatisfiable: DoNotSchedule, labelSelector: {}}\n";
  CHECK(judged_fragment("topologySpreadConstraints:\n" + one).empty());
  CHECK(judged_fragment("topologySpreadConstraints:\n" + one + one) == "2 duplicate");
  CHECK(judged_fragment("topologySpreadConstraints:\n- {maxSkew: 1, topologyKey: "
                        "failure-domain.beta.kubernetes.io/zone, "
                        "whenUnsatisfiable: DoNotSchedule}") == "2 selects-nothing, 2 deprecated");
}

TEST_CASE("resource claims") {
  table({
      {"resourceClaims: [{name: gpu, resourceClaimTemplateName: one-gpu}]", ""},
      {"resourceClaims:\n- name: gpu", "2 one-of"},
      {"resourceClaims:\n- name: gpu\n  resourceClaimName: a\n  resourceClaimTemplateName: b",
       "2 one-of"},
      {"resourceClaims:\n- name: GPU\n  resourceClaimName: ''", "2 bad-name, 3 bad-name"},
      {"resourceClaims:\n- {name: a, resourceClaimName: a}\n- {name: a, resourceClaimName: b}",
       "3 duplicate"},
      {"resourceClaims:\n- resourceClaimName: a", "2 missing-field"},
  });
}

TEST_CASE("a pod's security context") {
  table({
      {"securityContext: {runAsUser: 0, runAsGroup: 2147483647, fsGroup: 1000}", ""},
      {"securityContext: {runAsUser: -1, supplementalGroups: [1, 2147483648]}",
       "1 out-of-range, 1 out-of-range"},
      {"securityContext: {fsGroupChangePolicy: onRootMismatch}", "1 unsupported-value"},
      {"securityContext: {supplementalGroupsPolicy: ''}", "1 missing-field"},
      {"securityContext: {seLinuxChangePolicy: MountOption}", "1 unsupported-value"},
      {"securityContext: {seccompProfile: {type: RuntimeDefault}}", ""},
      {"securityContext: {seccompProfile: {}}", "1 missing-field"},
      {"securityContext: {seccompProfile: {type: Localhost}}", "1 security-profile"},
      {"securityContext: {seccompProfile: {type: Localhost, localhostProfile: ''}}", ""},
      {"securityContext: {seccompProfile: {type: Localhost, localhostProfile: a/../b}}",
       "1 security-profile"},
      {"securityContext: {seccompProfile: {type: Localhost, localhostProfile: /a}}",
       "1 security-profile"},
      {"securityContext: {seccompProfile: {type: Unconfined, localhostProfile: a}}",
       "1 security-profile"},
      {"securityContext: {seccompProfile: {localhostProfile: a}}",
       "1 missing-field, 1 security-profile"},
      {"securityContext: {appArmorProfile: {localhostProfile: a}}", "1 missing-field"},
      {"securityContext: {appArmorProfile: {type: Localhost, localhostProfile: ''}}",
       "1 security-profile"},
      {"securityContext: {appArmorProfile: {type: Localhost, localhostProfile: ' a'}}",
       "1 security-profile"},
      {"securityContext: {appArmorProfile: {type: Localhost, localhostProfile: /a}}", ""},
      {"securityContext: {appArmorProfile: {type: runtime/default}}", "1 unsupported-value"},
      {"hostNetwork: true\nsecurityContext: {sysctls: [{name: net/core/somaxconn, value: '1'}]}",
       "2 host-namespace"},
      {"hostIPC: true\nsecurityContext: {sysctls: [{name: kernel.shmmax, value: '1'}]}",
       "2 host-namespace"},
      {"hostIPC: true\nsecurityContext: {sysctls: [{name: net.core.somaxconn, value: '1'}]}", ""},
      {"securityContext: {sysctls: [{name: a..b, value: '1'}, {value: ''}]}",
       "1 bad-format, 1 missing-field"},
      {"securityContext: {sysctls: [{name: a, value: '1'}, {name: a, value: '2'}]}", "1 duplicate"},
  });
}

TEST_CASE("a container's security context") {
  const auto container = [](std::string_view context) {
    return "containers:\n- name: main\n  image: i\n  securityContext: " + std::string(context);
  };
  const std::initializer_list<Row> rows{
      {"{allowPrivilegeEscalation: false, capabilities: {add: [SYS_ADMIN]}}", ""},
      {"{allowPrivilegeEscalation: false, capabilities: {add: [CAP_SYS_ADMIN]}}",
       "4 privilege-conflict"},
      {"{allowPrivilegeEscalation: false, capabilities: {drop: [CAP_SYS_ADMIN]}}", ""},
      {"{allowPrivilegeEscalation: false, privileged: true}", "4 privilege-conflict, 4 privileged"},
      {"{privileged: false, runAsUser: 2147483648}", "4 out-of-range"},
      {"{procMount: Default}", ""},
      {"{procMount: Unmasked}", "4 forbidden-field"},
      {"{procMount: unmasked}", "4 unsupported-value"},
      {"{windowsOptions: {runAsUserName: 'NT AUTHORITY\\SYSTEM'}}", ""},
      {"{windowsOptions: {runAsUserName: 'a\\b\\c'}}", "4 bad-format"},
      {"{windowsOptions: {runAsUserName: '.a\\b'}}", "4 bad-format"},
      {"{windowsOptions: {runAsUserName: ' .'}}", "4 bad-format"},
      {"{windowsOptions: {runAsUserName: 'a@b'}}", "4 bad-format"},
      {"{windowsOptions: {runAsUserName: 'a\\'}}", "4 bad-format"},
      {"{windowsOptions: {gmsaCredentialSpecName: A, gmsaCredentialSpec: ''}}",
       "4 bad-name, 4 out-of-range"},
  };
  for (const Row& row : rows) {
    INFO(row.fragment);
    CHECK(judged_fragment(container(row.fragment)) == row.expected);
  }
  CHECK(judged_fragment("hostUsers: false\n" + container("{procMount: Unmasked}")).empty());
  CHECK(judged_fragment(container("{procMount: unmasked}"), "1.32") == "4 dropped-field");
  CHECK(judged_fragment("os: {name: windows}\n" + container("{procMount: Unmasked}"), "1.32") ==
        "5 wrong-os");
}

TEST_CASE("the pod's operating system") {
  table({
      {"os: {name: linux}", ""},
      {"os: {}", "1 missing-field"},
      {"os: {name: Linux}", "1 unsupported-value"},
      {"os: {name: linux}\nsecurityContext: {windowsOptions: {}}", "2 wrong-os"},
      {"os: {name: windows}\nsecurityContext: {windowsOptions: {}}", ""},
      {"os: {name: windows}\nsecurityContext:\n  fsGroup: 1\n  sysctls: []\n  supplementalGroups: "
       "[]",
       "3 wrong-os, 5 wrong-os"},
      {"os: {name: windows}\nhostPID: true\nhostIPC: false\nhostUsers: "
       "true\nshareProcessNamespace: false",
       "2 wrong-os, 4 wrong-os, 5 wrong-os"},
      {"os: {name: windows}\ncontainers:\n- name: main\n  image: i\n  securityContext: "
       "{runAsNonRoot: true, "
       "privileged: false, capabilities: {}}",
       "5 wrong-os, 5 wrong-os"},
  });
}

TEST_CASE("containers that are processes of a Windows node") {
  table({
      {"securityContext: {windowsOptions: {hostProcess: true}}\nhostNetwork: true", "1 privileged"},
      {"securityContext: {windowsOptions: {hostProcess: true}}", "-2 missing-field, 1 privileged"},
      {"hostNetwork: true\ncontainers:\n- {name: a, image: i}\n- name: b\n  image: i\n"
       "  securityContext: {windowsOptions: {hostProcess: true}}",
       "-2 forbidden-field, 6 privileged"},
      {"securityContext: {windowsOptions: {hostProcess: false}}\ncontainers:\n- name: a\n  image: "
       "i\n"
       "  securityContext: {windowsOptions: {hostProcess: false}}",
       ""},
  });
}

TEST_CASE("annotations of a pod template") {
  annotation_table(
      "",
      {
          {"controller.kubernetes.io/pod-deletion-cost: '-5'", ""},
          {"controller.kubernetes.io/pod-deletion-cost: '+5'", "6 bad-format"},
          {"controller.kubernetes.io/pod-deletion-cost: '05'", "6 bad-format"},
          {"controller.kubernetes.io/pod-deletion-cost: '2147483648'", "6 bad-format"},
          {"kubernetes.io/config.mirror: x", "6 forbidden-field"},
          {"scheduler.alpha.kubernetes.io/tolerations: '[{\"Key\": \"a\"}]'", ""},
          {"scheduler.alpha.kubernetes.io/tolerations: ' null'", ""},
          {"scheduler.alpha.kubernetes.io/tolerations: '[{\"key\": 1}]'", "6 bad-format"},
          {"scheduler.alpha.kubernetes.io/tolerations: '[{key: a}]'", "6 bad-format"},
          {"scheduler.alpha.kubernetes.io/tolerations: '[{\"tolerationSeconds\": \"5\"}]'",
           "6 bad-format"},
          {"scheduler.alpha.kubernetes.io/tolerations: '[{\"effect\": \"a\"}]'", "6 bad-format"},
          {"seccomp.security.alpha.kubernetes.io/pod: docker/default", "6 deprecated"},
          {"seccomp.security.alpha.kubernetes.io/pod: localhost//a", "6 security-profile"},
          {"container.seccomp.security.alpha.kubernetes.io/other: unconfined", ""},
          {"container.seccomp.security.alpha.kubernetes.io/other: other", "6 security-profile"},
          {"container.apparmor.security.beta.kubernetes.io/main: docker/default",
           "6 security-profile"},
          {"container.apparmor.security.beta.kubernetes.io/main: ''", "6 deprecated"},
          {"container.apparmor.security.beta.kubernetes.io/other: unconfined",
           "6 unknown-reference"},
      });
  annotation_table(
      "securityContext: {seccompProfile: {type: Unconfined}, appArmorProfile: {type: Unconfined}}",
      {
          {"seccomp.security.alpha.kubernetes.io/pod: unconfined", ""},
          {"seccomp.security.alpha.kubernetes.io/pod: localhost/a", "10 security-profile"},
          {"container.apparmor.security.beta.kubernetes.io/main: unconfined", ""},
          {"container.apparmor.security.beta.kubernetes.io/main: runtime/default",
           "10 security-profile"},
      });
  annotation_table(
      "securityContext: {seccompProfile: {type: Localhost, localhostProfile: a}}",
      {
          {"seccomp.security.alpha.kubernetes.io/pod: localhost/a", ""},
          {"seccomp.security.alpha.kubernetes.io/pod: localhost/b", "10 security-profile"},
      });
}

TEST_CASE("values of a wrong type are passed over") {
  const auto said = [](std::string_view fragment) {
    const std::string all = judged_fragment(fragment);
    INFO(fragment << ": " << all);
    CHECK(all.find("wrong-type") != std::string::npos);
    std::istringstream found(all);
    for (std::string line, rule; found >> line >> rule;) CHECK(rule.starts_with("wrong-type"));
  };
  for (const std::string_view fragment :
       {"tolerations: {}", "tolerations: [x]", "affinity: []", "securityContext: x", "dnsConfig: 1",
        "os: windows", "topologySpreadConstraints: x", "hostAliases: [x]", "resourceClaims: [1]",
        "schedulingGates: [x]", "imagePullSecrets: [regcred]", "nodeSelector: 3", "hostUsers: x",
        "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: x}}",
        "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [x]}}",
        "tolerations: [{key: 1}]", "tolerations: [{key: a, tolerationSeconds: x}]",
        "securityContext: {sysctls: [x], seccompProfile: x, windowsOptions: x}"}) {
    said(fragment);
  }
}

}  // namespace launch::tests
