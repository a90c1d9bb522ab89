// What the API server says of volumes, claims and mounts, by tables of fragments.
#include "tests/catch.h"
#include "tests/kubernetes_checks.h"

namespace launch::tests {
namespace {

struct Row {
  const char* text;
  const char* expected;
};

// A pod with these fields and one container, unless it has containers of its own.
std::string judged_with(std::string_view fields, std::string_view version = {}) {
  std::string pod(fields);
  pod += "\nrestartPolicy: Never\n";
  if (fields.find("containers:") == std::string_view::npos) {
    pod += "containers: [{name: main, image: i}]\n";
  }
  return judged_pod(pod, version);
}

// A pod with one volume, of which these are the fields; lines count from them.
std::string judged_volume(std::string_view source, std::string_view version = {}) {
  return judged_pod("restartPolicy: Never\ncontainers: [{name: main, image: i}]\nvolumes:\n" +
                        indented("- name: data", 2) + indented(source, 4),
                    version, 4);
}

// A pod with a claim whose spec has these fields.
std::string judged_claim(std::string_view fields) {
  return judged_pod(
      "restartPolicy: Never\ncontainers: [{name: main, image: i}]\nvolumes:\n" +
          indented("- name: data\n  ephemeral:\n    volumeClaimTemplate:\n      spec:", 2) +
          indented(fields, 10),
      {}, 7);
}

}  // namespace

TEST_CASE("names of volumes, and how many sources they have") {
  const Row rows[] = {
      {"volumes: []", ""},
      {"volumes: [{name: data}]", ""},
      {"volumes: [{emptyDir: {}}]", "1 missing-field"},
      {"volumes: [{name: '', emptyDir: {}}]", "1 missing-field"},
      {"volumes: [{name: Data, emptyDir: {}}]", "1 bad-name"},
      {"volumes: [{name: a.b, emptyDir: {}}]", "1 bad-name"},
      {"volumes: [{name: a}, {name: b}, {name: a}]", "1 duplicate"},
      {"volumes: [{name: a, emptyDir: {}, configMap: {name: c}}]", "1 one-of"},
      {"volumes: [{name: a, emptyDir: null, configMap: {name: c}}]", ""},
      {"volumes: [{name: a, emptydir: {}}]", "1 unknown-field"},
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(judged_with(text) == expected);
  }
}

TEST_CASE("each kind of volume says what it needs") {
  const Row rows[] = {
      {"emptyDir: {medium: Memory, sizeLimit: 16Gi}", ""},
      {"emptyDir: {sizeLimit: -1}", "1 out-of-range"},
      {"emptyDir: {sizeLimit: 16GB}", "1 bad-quantity"},
      {"emptyDir: {medium: HugePages-2Mi}", ""},
      {"hostPath: {path: /data}", ""},
      {"hostPath: {path: ''}", "1 missing-field"},
      {"hostPath: {path: /data/../etc}", "1 bad-format"},
      {"hostPath: {path: /data, type: Directory}", ""},
      {"hostPath: {path: /data, type: Folder}", "1 unsupported-value"},
      {"persistentVolumeClaim: {claimName: data}", ""},
      {"persistentVolumeClaim: {}", "1 missing-field"},
      {"nfs: {server: s, path: /x}", ""},
      {"nfs: {server: s, path: x}", "1 bad-format"},
      {"nfs: {path: /x}", "1 missing-field"},
      {"secret: {secretName: s}", ""},
      {"secret: {name: s}", "1 missing-field, 1 unknown-field"},
      {"secret: {secretName: s, defaultMode: 511}", ""},
      {"secret: {secretName: s, defaultMode: 777}", "1 out-of-range"},
      {"secret: {secretName: s, items: [{key: a, path: b}]}", ""},
      {"secret: {secretName: s, items: [{path: b}]}", "1 missing-field"},
      {"secret: {secretName: s, items: [{key: a, path: /b}]}", "1 bad-format"},
      {"secret: {secretName: s, items: [{key: a, path: ../b}]}", "1 bad-format"},
      {"configMap: {name: c, items: [{key: a, path: b, mode: 512}]}", "1 out-of-range"},
      {"configMap: {}", "1 missing-field"},
      {"downwardAPI: {items: [{path: a, fieldRef: {fieldPath: metadata.labels}}]}", ""},
      {"downwardAPI: {items: [{path: a}]}", "1 one-of"},
      {"downwardAPI: {items: [{path: a, fieldRef: {fieldPath: spec.nodeName}}]}",
       "1 unsupported-value"},
      {"csi: {driver: csi.example.com}", ""},
      {"csi: {driver: a_b}", "1 bad-name"},
      {"csi: {}", "1 missing-field"},
      {"image: {reference: busybox}", ""},
      {"image: {}", ""},
      {"azureFile: {secretName: s, shareName: n}", ""},
      {"azureFile: {secretName: s}", "1 missing-field"},
      {"gcePersistentDisk: {pdName: d, partition: 256}", "1 out-of-range"},
      {"storageos: {volumeName: a.b}", "1 deprecated, 1 bad-name"},
      {"fc: {targetWWNs: [a], lun: 256}", "1 out-of-range"},
      {"fc: {}", "1 one-of"},
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(judged_volume(text) == expected);
  }
}

TEST_CASE("projected volumes") {
  const Row rows[] = {
      {"projected: {sources: [{secret: {name: s}}, {configMap: {name: c}}]}", ""},
      {"projected: {sources: [{secret: {}}]}", "1 missing-field"},
      {"projected: {sources: [{secret: {name: s}, configMap: {name: c}}]}", "1 one-of"},
      {"projected: {sources: [{serviceAccountToken: {path: t}}]}", ""},
      {"projected: {sources: [{serviceAccountToken: {path: t, expirationSeconds: 599}}]}",
       "1 out-of-range"},
      {"projected: {sources: [{serviceAccountToken: {path: /t}}]}", "1 bad-format"},
      {"projected: {sources: [{secret: {name: s, items: [{key: a, path: p}]}}, "
       "{configMap: {name: c, items: [{key: a, path: p}]}}]}",
       "1 duplicate"},
      {"projected: {sources: [{serviceAccountToken: {path: p}}, "
       "{configMap: {name: c, items: [{key: a, path: p}]}}]}",
       "1 doubtful-value"},
      {"projected: {defaultMode: -1, sources: [{secret: {name: s}}]}", "1 out-of-range"},
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(judged_volume(text) == expected);
  }
}

TEST_CASE("claims of ephemeral volumes") {
  constexpr const char* kSize = "resources: {requests: {storage: 1Gi}}\n";
  const Row rows[] = {
      {"accessModes: [ReadWriteOnce]", ""},
      {"accessModes: [ReadWriteMany, ReadOnlyMany]", ""},
      {"accessModes: [ReadWriteTwice]", "2 unsupported-value"},
      {"accessModes: []", "2 missing-field"},
      {"accessModes: [ReadWriteOncePod, ReadOnlyMany]", "2 forbidden-field"},
      {"accessModes: [ReadWriteOnce]\nvolumeMode: Block", ""},
      {"accessModes: [ReadWriteOnce]\nvolumeMode: Files", "3 unsupported-value"},
      {"accessModes: [ReadWriteOnce]\nstorageClassName: fast", ""},
      {"accessModes: [ReadWriteOnce]\nstorageClassName: Fast", "3 bad-name"},
      {"accessModes: [ReadWriteOnce]\ndataSource: {kind: PersistentVolumeClaim, name: a}", ""},
      {"accessModes: [ReadWriteOnce]\ndataSource: {kind: VolumeSnapshot, name: a}",
       "3 unsupported-value"},
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(judged_claim(std::string(kSize) + text) == expected);
  }
  const Row sizes[] = {
      {"resources: {requests: {storage: 1}}", ""},
      {"resources: {requests: {storage: 0}}", "1 out-of-range"},
      {"resources: {requests: {storage: -1Gi}}", "1 out-of-range"},
      {"resources: {requests: {storage: 100m}}", "1 fractional-bytes"},
      {"resources: {requests: {memory: 1Gi}}", "1 missing-field"},
      {"resources: {limits: {storage: 1Gi}}", "1 missing-field"},
  };
  for (const auto& [text, expected] : sizes) {
    INFO(text);
    CHECK(judged_claim(std::string(text) + "\naccessModes: [ReadWriteOnce]") == expected);
  }
}

TEST_CASE("what a container mounts") {
  const std::string head =
      "volumes: [{name: data}, {name: block, persistentVolumeClaim: {claimName: c}}]\n"
      "containers:\n  - name: main\n    image: i\n";
  const Row rows[] = {
      {"volumeMounts: [{name: data, mountPath: /data}]", ""},
      {"volumeMounts: [{name: daat, mountPath: /data}]", "5 unknown-reference"},
      {"volumeMounts: [{mountPath: /data}]", "5 missing-field"},
      {"volumeMounts: [{name: data}]", "5 missing-field"},
      {"volumeMounts: [{name: data, mountPath: relative}]", ""},
      {"volumeMounts: [{name: data, mountPath: /a}, {name: block, mountPath: /a}]", "5 duplicate"},
      {"volumeMounts: [{name: data, mountPath: /a}, {name: data, mountPath: /b}]", ""},
      {"volumeMounts: [{name: data, mountPath: /a, subPath: x/y}]", ""},
      {"volumeMounts: [{name: data, mountPath: /a, subPath: /x}]", "5 bad-format"},
      {"volumeMounts: [{name: data, mountPath: /a, subPath: ../x}]", "5 bad-format"},
      {"volumeMounts: [{name: data, mountPath: /a, subPath: x, subPathExpr: y}]", "5 one-of"},
      {"volumeMounts: [{name: data, mountPath: /a, mountPropagation: HostToContainer}]", ""},
      {"volumeMounts: [{name: data, mountPath: /a, mountPropagation: Both}]",
       "5 unsupported-value"},
      {"volumeMounts: [{name: data, mountPath: /a, mountPropagation: Bidirectional}]",
       "5 forbidden-field"},
      {"volumeMounts: [{name: data, mountPath: /a, recursiveReadOnly: Enabled}]",
       "5 forbidden-field"},
      {"volumeMounts: [{name: data, mountPath: /a, readOnly: true, recursiveReadOnly: Enabled}]",
       ""},
      {"volumeDevices: [{name: block, devicePath: /dev/x}]", ""},
      {"volumeDevices: [{name: data, devicePath: /dev/x}]", "5 forbidden-field"},
      {"volumeDevices: [{name: block, devicePath: /dev/../x}]", "5 bad-format"},
      {"volumeDevices: [{name: block}]", "5 missing-field"},
      {"volumeMounts: [{name: block, mountPath: /a}]\nvolumeDevices: [{name: block, devicePath: "
       "/b}]",
       "5 forbidden-field, 6 forbidden-field"},
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(judged_with(head + indented(text, 4)) == expected);
  }
}

TEST_CASE("a volume that is wrong is not blamed again where it is mounted") {
  CHECK(judged_with(
            "volumes: [{name: data, hostPath: {}}]\ncontainers:\n  - name: main\n    image: i\n"
            "    volumeMounts: [{name: data, mountPath: /data}]") == "1 missing-field");
}

TEST_CASE("volumes whose driver is gone, and files that are in each other's way, are warned of") {
  CHECK(judged_volume("rbd: {monitors: [a], image: b}") == "1 deprecated");
  CHECK(judged_volume("gitRepo: {repository: r}") == "1 deprecated");
  CHECK(judged_volume("gitRepo: {repository: r}", "1.32") == "1 deprecated");
  CHECK(judged_volume("cephfs: null\nemptyDir: {}").empty());
  const auto secret = [](const std::string& items) {
    return judged_volume("secret: {secretName: s, items: [" + items + "]}");
  };
  CHECK(secret("{key: a, path: x}, {key: b, path: y}").empty());
  CHECK(secret("{key: a, path: x}, {key: b, path: xy}").empty());
  CHECK(secret("{key: a, path: x}, {key: b, path: x/}") == "1 doubtful-value");
  CHECK(secret("{key: a, path: x}, {key: b, path: x/y}") == "1 doubtful-value");
  CHECK(secret("{key: a, path: x/y/z}, {key: b, path: x}") == "1 doubtful-value");
}

}  // namespace launch::tests
