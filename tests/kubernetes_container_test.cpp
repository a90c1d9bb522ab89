// Containers and what is in them, as the API server judges them. Rows without another source were
// asked of a server of 1.36.
#include <span>

#include "tests/catch.h"
#include "tests/kubernetes_checks.h"

namespace launch::tests {
namespace {

struct Row {
  std::string_view fields;
  std::string_view expected;
};

// Each row has fields of the only container of a Job that is fine otherwise; lines count from them.
void check_containers(std::span<const Row> rows, std::string_view version = {}) {
  for (const Row& row : rows) {
    INFO(row.fields);
    const std::string head = "restartPolicy: OnFailure\ncontainers:\n  - image: train:1\n";
    CHECK(judged_pod(head + indented(row.fields, 4), version, 3) == row.expected);
  }
}

// Each row has all fields of the pod.
void check_pods(std::span<const Row> rows, std::string_view version = {}) {
  for (const Row& row : rows) {
    INFO(row.fields);
    CHECK(judged_pod(row.fields, version) == row.expected);
  }
}

}  // namespace

TEST_CASE("a pod has containers, each with a name of its own and an image") {
  static constexpr Row kRows[] = {
      {"restartPolicy: Never\ncontainers: []", "2 missing-field"},
      {"restartPolicy: Never\ncontainers: null", "2 missing-field"},
      {"restartPolicy: Never\ncontainers: [null]", "2 missing-field, 2 missing-field"},
      {"restartPolicy: Never\ncontainers:\n- name: a", "3 missing-field"},
      {"restartPolicy: Never\ncontainers:\n- image: a", "3 missing-field"},
      {"restartPolicy: Never\ncontainers:\n- {name: '', image: ''}",
       "3 missing-field, 3 missing-field"},
      {"restartPolicy: Never\ncontainers:\n- {name: A, image: 'UP/Case:::'}", "3 bad-name"},
      {"restartPolicy: Never\ncontainers:\n- {name: a, image: ' a'}", "3 blank-in-image"},
      {"restartPolicy: Never\ncontainers:\n- {name: a, image: a}\n- {name: a, image: b}",
       "4 duplicate"},
      {"restartPolicy: Never\ninitContainers:\n- {name: a, image: a}\ncontainers:\n"
       "- {name: a, image: a}",
       "3 duplicate"},
      {"restartPolicy: Never\ncontainers:\n- {name: a, image: a}\nephemeralContainers:\n"
       "- {name: a, image: a, targetContainerName: b, ports: [], lifecycle: {}}",
       "4 forbidden-field, 5 duplicate, 5 unknown-reference, 5 forbidden-field, 5 "
       "forbidden-field"},
  };
  check_pods(kRows);
}

TEST_CASE("words of a container's closed sets; \"\" is the default") {
  static constexpr Row kRows[] = {
      {"name: a\nimagePullPolicy: ''\nterminationMessagePolicy: ''\nterminationMessagePath: rel",
       ""},
      {"name: a\nimagePullPolicy: always\nterminationMessagePolicy: Log",
       "2 unsupported-value, 3 unsupported-value"},
      {"name: a\ncommand: []\nargs: ['']\nworkingDir: rel\nstdin: true\ntty: true", ""},
  };
  check_containers(kRows);
}

TEST_CASE("variables have a name and one value") {
  static constexpr Row kRows[] = {
      {"name: a\nenv:\n- {name: a b.c-1}\n- {name: A}", ""},
      {"name: a\nenv:\n- {value: x}\n- {name: ''}", "3 missing-field, 4 missing-field"},
      {"name: a\nenv:\n- {name: A=B}\n- {name: é}", "3 bad-name, 4 bad-name"},
      {"name: a\nenv:\n- {name: A, valueFrom: {}}", "3 one-of"},
      {"name: a\nenv:\n- {name: A, valueFrom: {secretKeyRef: null}}", "3 one-of"},
      {"name: a\nenv:\n- {name: A, value: '', valueFrom: {secretKeyRef: {name: s, key: k}}}", ""},
      {"name: a\nenv:\n- {name: A, value: x, valueFrom: {secretKeyRef: {name: s, key: k}}}",
       "3 one-of"},
      {"name: a\nenv:\n- name: A\n  valueFrom:\n    secretKeyRef: {name: s, key: k}\n"
       "    configMapKeyRef: {name: s, key: k}",
       "4 one-of"},
      {"name: a\nenv:\n- {name: A, valueFrom: {secretKeyRef: {}}}",
       "3 missing-field, 3 missing-field"},
      {"name: a\nenv:\n- {name: A, valueFrom: {configMapKeyRef: {name: A, key: ..a}}}",
       "3 bad-name, 3 bad-format"},
      {"name: a\nenv:\n- {name: A, value: '1'}\n- {name: A, value: $(A)2}", ""},
      {"name: a\nenv:\n- {name: A, value: '1'}\n- {name: A, value: $(A)}", "4 hidden-variable"},
      {"name: a\nenv:\n- {name: A, value: '1'}\n- {name: A, value: $(AB)}", "4 hidden-variable"},
  };
  check_containers(kRows);
}

TEST_CASE("a file's variable comes from an emptyDir, since 1.35") {
  static constexpr Row kRows[] = {
      {"restartPolicy: Never\nvolumes: [{name: e}, {name: c, configMap: {name: x}}]\ncontainers:\n"
       "- name: a\n  image: a\n  env:\n"
       "  - {name: A, valueFrom: {fileKeyRef: {volumeName: e, path: a/..b, key: K}}}\n"
       "  - {name: B, valueFrom: {fileKeyRef: {volumeName: c, path: a/../b, key: 'K='}}}\n"
       "  - {name: C, valueFrom: {fileKeyRef: {volumeName: x, path: a, key: K}}}\n"
       "  - {name: D, valueFrom: {fileKeyRef: {}}}",
       "8 forbidden-field, 8 bad-format, 8 bad-name, 9 unknown-reference, 10 missing-field, 10 "
       "missing-field, 10 missing-field"},
  };
  check_pods(kRows);
  static constexpr Row kDropped[] = {
      {"name: a\nenv:\n- {name: A, valueFrom: {fileKeyRef: {}}}", "3 one-of"}};
  check_containers(kDropped, "1.34");
}

TEST_CASE("lists of variables have one source each; the list is blamed") {
  static constexpr Row kRows[] = {
      {"name: a\nenvFrom:\n- configMapRef: {name: a-}\n- {prefix: A B, secretRef: {name: b}}", ""},
      {"name: a\nenvFrom:\n- configMapRef: {name: a}\n- {}", "2 one-of"},
      {"name: a\nenvFrom:\n- {configMapRef: {name: a}, secretRef: {name: a}}", "2 one-of"},
      {"name: a\nenvFrom:\n- {configMapRef: {}, prefix: A=}", "3 missing-field, 3 bad-name"},
      {"name: a\nenvFrom:\n- secretRef: {name: A}", "3 bad-name"},
  };
  check_containers(kRows);
}

TEST_CASE("fields of the pod that a variable may hold") {
  const auto judged_path = [](const std::string& path) {
    return judged_pod(
        "restartPolicy: Never\ncontainers: [{name: a, image: a, env: [{name: A, "
        "valueFrom: {fieldRef:\n{fieldPath: \"" +
            path + "\"}}}]}]",
        {}, 2);
  };
  for (const char* good : {"metadata.name", "status.podIPs", "spec.host",
                           "metadata.labels['a.b/C']", "metadata.annotations['A.b/C']"}) {
    INFO(good);
    CHECK(judged_path(good).empty());
  }
  for (const char* bad : {"metadata.labels", "status.phase", "spec.restartPolicy", "spec.nodename",
                          "metadata.name['a']", "metadata.labels['a'", "metadata.labels[a]",
                          "['a']", "metadata.labels']", "metadata.labels['"}) {
    INFO(bad);
    CHECK(judged_path(bad) == "1 unsupported-value");
  }
  for (const char* bad : {"metadata.labels['']", "metadata.labels['A.b/C']['d']",
                          "metadata.labels['A.B/c']", "metadata.annotations['a b']"}) {
    INFO(bad);
    CHECK(judged_path(bad) == "1 bad-label");
  }
  static constexpr Row kRows[] = {
      {"name: a\nenv: [{name: A, valueFrom: {fieldRef: {}}}]", "2 missing-field"},
      {"name: a\nenv:\n- name: A\n  valueFrom:\n    fieldRef:\n      fieldPath: metadata.name\n"
       "      apiVersion: v2",
       "6 unsupported-value"},
  };
  check_containers(kRows);
}

TEST_CASE("amounts of the container that a variable may hold, and their units") {
  static constexpr std::pair<std::string_view, std::string_view> kRows[] = {
      {"resource: limits.cpu", ""},
      {"resource: limits.hugepages-2Mi, divisor: 1Mi", ""},
      {"resource: limits.nvidia.com/gpu, divisor: 7", "unsupported-value"},
      {"divisor: '1'", "missing-field"},
      {"resource: limits.cpu, divisor: 0", ""},
      {"resource: limits.cpu, divisor: 0.001", ""},
      {"resource: limits.cpu, divisor: 1000m", ""},
      {"resource: limits.cpu, divisor: ' 1 '", ""},
      {"resource: limits.cpu, divisor: '+1'", "unsupported-value"},
      {"resource: limits.cpu, divisor: 1e0", "unsupported-value"},
      {"resource: limits.cpu, divisor: '01'", "unsupported-value"},
      {"resource: limits.cpu, divisor: 10m", "unsupported-value"},
      {"resource: requests.memory, divisor: 1024Ki", ""},
      {"resource: requests.memory, divisor: '1000'", ""},
      {"resource: requests.memory, divisor: '1024'", "unsupported-value"},
      {"resource: requests.memory, divisor: 1e3", "unsupported-value"},
      {"resource: requests.memory, divisor: 2Gi", "unsupported-value"},
  };
  for (const auto& [fields, expected] : kRows) {
    INFO(fields);
    const std::string found = judged_pod(
        "restartPolicy: Never\ncontainers: [{name: a, image: a, env: [{name: A, "
        "valueFrom: {resourceFieldRef:\n{" +
            std::string(fields) + "}}}]}]",
        {}, 2);
    CHECK((found.empty() ? found : found.substr(2)) == expected);
  }
}

TEST_CASE("what a file in a volume may hold of the pod") {
  const auto judged_file = [](const std::string& source) {
    return judged_pod(
        "restartPolicy: Never\ncontainers: [{name: a, image: a}]\nvolumes: [{name: v, "
        "downwardAPI: {items:\n[{path: a, " +
            source + "}]}}]",
        {}, 3);
  };
  CHECK(judged_file("fieldRef: {fieldPath: metadata.labels}").empty());
  CHECK(judged_file("fieldRef: {fieldPath: spec.nodeName}") == "1 unsupported-value");
  CHECK(judged_file("fieldRef: {}") == "1 missing-field");
  CHECK(judged_file("resourceFieldRef: {containerName: a, resource: limits.cpu}").empty());
  CHECK(judged_file("resourceFieldRef: {containerName: a, resource: limits.gpu}") ==
        "1 unsupported-value");
  // Without a container nothing more is asked of the resource.
  CHECK(judged_file("resourceFieldRef: {resource: limits.gpu}") == "1 missing-field");
}

TEST_CASE("ports have a number, and names that differ") {
  static constexpr Row kRows[] = {
      {"name: a\nports:\n- {containerPort: 80, name: http, protocol: ''}\n"
       "- {containerPort: 80, protocol: UDP}",
       ""},
      {"name: a\nports:\n- {}\n- {containerPort: 0}\n- {containerPort: 65536, hostPort: -1}",
       "3 missing-field, 4 missing-field, 5 out-of-range, 5 out-of-range"},
      {"name: a\nports:\n- {containerPort: 1, name: '1', protocol: tcp}",
       "3 bad-name, 3 unsupported-value"},
      {"name: a\nports:\n- {containerPort: 1, name: b}\n- {containerPort: 2, name: b}",
       "4 duplicate"},
      {"name: a\nports:\n- {containerPort: 1, hostPort: 8}\n- {containerPort: 2, hostPort: 8}",
       "4 duplicate"},
      {"name: a\nports:\n- {containerPort: 1, hostPort: 8}\n- {containerPort: 1, hostPort: 8}",
       "4 duplicate"},
      {"name: a\nports:\n- {containerPort: 1, hostPort: 8, hostIP: 1.1.1.1}\n"
       "- {containerPort: 1, hostPort: 8}",
       "4 port-overlap"},
      {"name: a\nports:\n- {containerPort: 1, hostPort: 8, protocol: UDP}\n"
       "- {containerPort: 1, hostPort: 8}",
       ""},
      {"name: a\nports:\n- {containerPort: 1}\n- {containerPort: 1, hostPort: 8}",
       "4 port-overlap"},
  };
  check_containers(kRows);
  static constexpr Row kPods[] = {
      {"restartPolicy: Never\nhostNetwork: true\ncontainers:\n"
       "- {name: a, image: a, ports: [{containerPort: 1}, {containerPort: 2, hostPort: 3}]}",
       "4 out-of-range"},
      {"restartPolicy: Never\ninitContainers:\n"
       "- {name: a, image: a, ports: [{containerPort: 1, hostPort: 8}]}\n"
       "- {name: b, image: a, ports: [{containerPort: 2, hostPort: 8}]}\ncontainers:\n"
       "- {name: c, image: a, ports: [{containerPort: 3, hostPort: 8}]}\n"
       "- {name: d, image: a, ports: [{containerPort: 4, hostPort: 8}]}",
       "7 duplicate"},
  };
  check_pods(kPods);
}

TEST_CASE("a probe has one handler, and numbers that are not negative") {
  static constexpr Row kRows[] = {
      {"name: a\nlivenessProbe: {}", "2 one-of"},
      {"name: a\nlivenessProbe:\n  grpc: {port: 1}\n  exec: {command: [a]}", "3 one-of"},
      {"name: a\nlivenessProbe: {exec: {}}", "2 missing-field"},
      {"name: a\nlivenessProbe: {httpGet: {port: http, path: '', scheme: ''}}", ""},
      {"name: a\nlivenessProbe: {httpGet: {port: '80', scheme: http}}",
       "2 bad-format, 2 unsupported-value"},
      {"name: a\nlivenessProbe: {httpGet: {}}", "2 missing-field"},
      {"name: a\nlivenessProbe: {tcpSocket: {port: 0}}", "2 out-of-range"},
      {"name: a\nlivenessProbe: {grpc: {service: x}}", "2 missing-field"},
      {"name: a\nlivenessProbe:\n  httpGet:\n    port: 1\n    httpHeaders:\n"
       "    - {name: X-A, value: 'b c'}\n    - {name: X_A, value: ''}",
       "5 bad-format"},
      {"name: a\nlivenessProbe:\n  exec: {command: ['']}\n  successThreshold: 0\n"
       "  periodSeconds: 0\n  terminationGracePeriodSeconds: 1",
       ""},
      {"name: a\nstartupProbe:\n  exec: {command: ['']}\n  successThreshold: 2\n"
       "  periodSeconds: -1\n  terminationGracePeriodSeconds: 0",
       "4 out-of-range, 5 out-of-range, 6 out-of-range"},
      {"name: a\nreadinessProbe:\n  exec: {command: ['']}\n  successThreshold: 2\n"
       "  terminationGracePeriodSeconds: 1",
       "5 forbidden-field"},
  };
  check_containers(kRows);
}

TEST_CASE("hooks do one thing, and sleep no longer than the pod may take to end") {
  static constexpr Row kRows[] = {
      {"name: a\nlifecycle: {}", ""},
      {"name: a\nlifecycle: {preStop: {}}", "2 one-of"},
      {"name: a\nlifecycle: {preStop: {sleep: {seconds: 30}}}", ""},
      {"name: a\nlifecycle: {preStop: {sleep: {seconds: 31}}}", "2 out-of-range"},
      {"name: a\nlifecycle: {preStop: {sleep: {}}}", ""},
      {"name: a\nlifecycle:\n  postStart:\n    sleep: {seconds: -1}\n    exec: {command: [a]}",
       "4 one-of"},
  };
  check_containers(kRows);
  static constexpr Row kOld[] = {
      {"name: a\nlifecycle: {preStop: {sleep: {seconds: 0}}}", "2 out-of-range"}};
  check_containers(kOld, "1.32");
}

TEST_CASE("amounts of resources") {
  static constexpr Row kRows[] = {
      {"name: a\nresources:\n  requests: {cpu: 1, memory: 1Gi}\n  limits: {cpu: 1000m, memory: "
       "1Gi}",
       ""},
      {"name: a\nresources:\n  requests: {cpu: 1001m}\n  limits: {cpu: 1}",
       "3 request-above-limit"},
      {"name: a\nresources:\n  limits: {cpu: -1, memory: null}\n  requests: {memory: 1}",
       "3 out-of-range, 4 request-above-limit"},
      {"name: a\nresources:\n  limits: {kubernetes.io/x: 0.5, a.kubernetes.io/b: 1}", ""},
      {"name: a\nresources:\n  limits:\n    gpu: 1\n    pods: 1\n    a/b/c: 1\n    requests.a/b: "
       "1\n"
       "    hugepages-2Mi x: 1",
       "4 unknown-resource, 5 unknown-resource, 6 unknown-resource, 7 unknown-resource, 8 "
       "unknown-resource"},
      {"name: a\nresources:\n  limits: {nvidia.com/gpu: 1000m}\n  requests: {nvidia.com/gpu: '1'}",
       ""},
      {"name: a\nresources:\n  limits: {nvidia.com/gpu: 1}", ""},
      {"name: a\nresources:\n  requests: {nvidia.com/gpu: 1}", "2 gpu-without-limit"},
      {"name: a\nresources:\n  requests: {nvidia.com/gpu: 1}\n  limits: {nvidia.com/gpu: 2}",
       "3 gpu-request"},
      {"name: a\nresources:\n  requests: {nvidia.com/gpu: 0.0001}\n"
       "  limits: {nvidia.com/gpu: 0.0001}",
       "3 gpu-request, 4 gpu-request"},
      {"name: a\nresources:\n  limits: {memory: 100m, ephemeral-storage: 1.5}",
       "3 fractional-bytes, 3 fractional-bytes"},
      {"name: a\nresources:\n  limits: {memory: 1Gi, hugepages-2Mi: 4Mi, hugepages-1Gi: 0}", ""},
      {"name: a\nresources:\n  limits: {hugepages-2Mi: 4Mi}", "2 huge-pages"},
      {"name: a\nresources:\n  limits: {memory: 1, hugepages-2Mi: 3Mi, hugepages-: 1}",
       "3 huge-pages, 3 unknown-resource"},
      {"name: a\nresources:\n  limits: {memory: 1, hugepages-0: 3Mi, hugepages-1500m: 3}",
       "3 huge-pages, 3 huge-pages"},
      {"name: a\nresources:\n  limits: {memory: 1, hugepages-2Mi: 12E}", ""},
  };
  check_containers(kRows);
}

TEST_CASE("claims name what the pod claims, and each part once") {
  static constexpr Row kRows[] = {
      {"restartPolicy: Never\nresourceClaims: [{name: c, resourceClaimName: x}]\ncontainers:\n"
       "- name: a\n  image: a\n  resources:\n    claims:\n    - {name: c, request: a}\n"
       "    - {name: c, request: b}",
       ""},
      {"restartPolicy: Never\nresourceClaims: [{name: c, resourceClaimName: x}]\ncontainers:\n"
       "- name: a\n  image: a\n  resources:\n    claims:\n    - {name: c, request: a}\n"
       "    - {name: c, request: a}\n    - {name: c}\n    - {name: d}\n    - {request: A}",
       "9 duplicate, 10 duplicate, 11 unknown-reference, 12 missing-field"},
  };
  check_pods(kRows);
  static constexpr Row kDropped[] = {
      {"name: a\nresources: {claims: [{name: c}]}", "2 dropped-field"}};
  check_containers(kDropped, "1.33");
}

TEST_CASE("what the pod has as a whole holds all its containers") {
  static constexpr Row kRows[] = {
      {"restartPolicy: Never\nresources: {limits: {nvidia.com/gpu: 1}}\n"
       "containers: [{name: a, image: a}]",
       "2 unknown-resource"},
      {"restartPolicy: Never\nresources: {claims: []}\ncontainers: [{name: a, image: a}]",
       "2 forbidden-field"},
      {"restartPolicy: Never\nos: {name: windows}\nresources: {limits: {gpu: 1}}\n"
       "containers: [{name: a, image: a}]",
       "3 forbidden-field"},
      // 1 and 2 at the same time beside a sidecar of 1, or 4 at the start.
      {"restartPolicy: Never\nresources: {requests: {cpu: 4}}\ninitContainers:\n"
       "- {name: i, image: a, resources: {requests: {cpu: 4}}}\n"
       "- {name: s, image: a, restartPolicy: Always, resources: {requests: {cpu: 1}}}\n"
       "containers:\n- {name: a, image: a, resources: {requests: {cpu: 1}}}\n"
       "- {name: b, image: a, resources: {requests: {cpu: 2000m}}}",
       ""},
      {"restartPolicy: Never\nresources: {requests: {cpu: 3}}\ninitContainers:\n"
       "- {name: s, image: a, restartPolicy: Always, resources: {requests: {cpu: 1}}}\n"
       "- {name: i, image: a, resources: {requests: {cpu: 2001m}}}\n"
       "containers: [{name: a, image: a}]",
       "2 pod-resources"},
      {"restartPolicy: Never\nresources: {limits: {memory: 1Gi}}\ncontainers:\n"
       "- {name: a, image: a, resources: {limits: {memory: 1Gi}}}\n"
       "- {name: b, image: a, resources: {limits: {memory: 1025Mi}}}",
       "5 pod-resources"},
      {"restartPolicy: Never\nresources: {limits: {memory: 1Gi, hugepages-2Mi: 2Mi}}\n"
       "containers:\n"
       "- {name: a, image: a, resources: {limits: {memory: 1, hugepages-2Mi: 2Mi}}}\n"
       "- {name: b, image: a, resources: {limits: {memory: 1, hugepages-2Mi: 2Mi}}}",
       "2 pod-resources"},
      {"restartPolicy: Never\noverhead: {gpu: 1, hugepages-2Mi: 2Mi}\n"
       "containers: [{name: a, image: a}]",
       "2 huge-pages, 2 unknown-resource"},
  };
  check_pods(kRows);
  static constexpr Row kDropped[] = {
      {"restartPolicy: Never\nresources: {limits: {gpu: 1}}\n"
       "containers: [{name: a, image: a}]",
       "2 dropped-field"}};
  check_pods(kDropped, "1.33");
}

TEST_CASE("init containers end, unless they are sidecars") {
  const auto judged_init = [](const std::string& fields, std::string_view version = {}) {
    return judged_pod(
        "restartPolicy: Never\ncontainers: [{name: a, image: a}]\n"
        "initContainers: [{name: b, image: a, " +
            fields + "}]",
        version, 2);
  };
  CHECK(judged_init("livenessProbe: {}, lifecycle: {}") ==
        "1 init-container-probe, 1 init-container-probe");
  // A lifecycle with a stopSignal alone is dropped.
  CHECK(judged_init("lifecycle: {stopSignal: SIGTERM}") == "1 dropped-field");
  CHECK(judged_init("restartPolicy: Always, livenessProbe: {}, lifecycle: {}") == "1 one-of");
  CHECK(judged_init("restartPolicy: always, livenessProbe: {exec: {command: [a]}}") ==
        "1 unsupported-value, 1 init-container-probe");
  CHECK(judged_init("resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}]").empty());
  CHECK(judged_init("resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]") ==
        "1 forbidden-field, 1 forbidden-field");
  CHECK(judged_init("resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]",
                    "1.35") == "1 forbidden-field");
}

TEST_CASE("restart policies of containers, by version") {
  struct VersionRow {
    std::string_view fields;
    std::string_view newest, v35, v34, v33;  // of an ordinary container
  };
  static constexpr VersionRow kRows[] = {
      {"restartPolicy: Never", "", "", "2 dropped-field", "2 forbidden-field"},
      {"restartPolicy: ''", "2 missing-field", "2 missing-field", "", "2 forbidden-field"},
      {"restartPolicy: never", "2 unsupported-value", "2 unsupported-value", "2 dropped-field",
       "2 forbidden-field"},
      {"restartPolicy: Never\nrestartPolicyRules:\n"
       "- {action: RestartAllContainers, exitCodes: {operator: In, values: [1]}}",
       "", "4 unsupported-value", "2 dropped-field, 3 dropped-field",
       "2 forbidden-field, 3 unknown-field"},
      {"restartPolicyRules: [{action: Restart}]", "0 missing-field, 2 missing-field",
       "0 missing-field, 2 missing-field", "2 dropped-field", "2 unknown-field"},
  };
  for (const VersionRow& row : kRows) {
    INFO(row.fields);
    const auto judged_at = [&](std::string_view version) {
      return judged_pod("restartPolicy: OnFailure\ncontainers:\n  - name: a\n    image: a\n" +
                            indented(row.fields, 4),
                        version, 3);
    };
    CHECK(judged_at("1.36") == row.newest);
    CHECK(judged_at("1.35") == row.v35);
    CHECK(judged_at("1.34") == row.v34);
    CHECK(judged_at("1.33") == row.v33);
  }
}

TEST_CASE("the sizes of restart rules are bounded") {
  const auto rules = [](std::size_t count, std::size_t codes) {
    std::string values = "0";
    for (std::size_t i = 1; i < codes; ++i) values += "," + std::to_string(i % 256);
    std::string text = "name: a\nrestartPolicy: Never\nrestartPolicyRules:\n";
    for (std::size_t i = 0; i < count; ++i) {
      text += "- {action: Restart, exitCodes: {operator: In, values: [" + values + "]}}\n";
    }
    return text;
  };
  const std::string most = rules(20, 255);
  const std::string many = rules(21, 1);
  const std::string long_one = rules(1, 256);
  const Row rows[] = {{most, ""}, {many, "3 out-of-range"}, {long_one, "4 out-of-range"}};
  check_containers(rows);
}

TEST_CASE("resize policies; the list is blamed") {
  static constexpr Row kRows[] = {
      {"name: a\nresizePolicy:\n- {resourceName: cpu, restartPolicy: RestartContainer}", ""},
      {"name: a\nresizePolicy:\n- {resourceName: gpu, restartPolicy: Never}\n- {}",
       "2 missing-field, 2 missing-field, 2 unsupported-value, 2 unsupported-value"},
      {"name: a\nresizePolicy:\n- {resourceName: cpu, restartPolicy: NotRequired}\n"
       "- {resourceName: cpu, restartPolicy: NotRequired}",
       "4 duplicate"},
  };
  check_containers(kRows);
  static constexpr Row kDropped[] = {{"name: a\nresizePolicy: [{}]", "2 dropped-field"}};
  check_containers(kDropped, "1.32");
  static constexpr Row kNever[] = {
      {"restartPolicy: Never\ncontainers:\n- name: a\n  image: a\n  resizePolicy:\n"
       "  - {resourceName: cpu, restartPolicy: RestartContainer}",
       "5 forbidden-field"}};
  check_pods(kNever);
}

TEST_CASE("long lists are judged in a moment") {
  std::string fields = "name: a\nenv:\n";
  for (int i = 0; i < 20000; ++i) fields += "- {name: V" + std::to_string(i % 19999) + "}\n";
  fields += "ports:\n";
  for (int i = 1; i <= 20000; ++i) fields += "- {containerPort: " + std::to_string(i) + "}\n";
  fields += "resources:\n  requests:\n";
  for (int i = 0; i < 20000; ++i) fields += "    a.b/r" + std::to_string(i) + ": 1\n";
  fields += "  limits:\n";
  for (int i = 0; i < 20000; ++i) fields += "    a.b/r" + std::to_string(i) + ": 1\n";
  const Row rows[] = {{fields, "20002 hidden-variable"}};
  check_containers(rows);
}

}  // namespace launch::tests
