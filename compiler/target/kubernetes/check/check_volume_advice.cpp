// What the server takes of volumes and warns about.
// Source: k8s.io/kubernetes pkg/api/pod/warnings.go warningsForPodSpecAndMeta and
// warningsForOverlappingVirtualPaths
#include <array>
#include <unordered_map>

#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/check/pod_rules.h"
#include "compiler/target/kubernetes/check/volume_sources.h"

namespace launch::kubernetes {
namespace {

// A kind of volume whose driver is gone, and the minor version it went with.
struct Gone {
  std::string_view kind;
  int since;
  std::string_view instead;
};

constexpr std::string_view kCsi = "use a claim of its CSI driver's storage class";
constexpr std::array kGone{
    Gone{"photonPersistentDisk", 16, ""},
    Gone{"gitRepo", 33, "clone in an init container into an emptyDir"},
    Gone{"scaleIO", 22, kCsi},
    Gone{"flocker", 25, ""},
    Gone{"storageos", 25, ""},
    Gone{"quobyte", 25, kCsi},
    Gone{"glusterfs", 26, ""},
    Gone{"cephfs", 31, kCsi},
    Gone{"rbd", 31, kCsi},
};

void warn_of_driver(const Field& volume) {
  // No volume has more fields than its name and its source.
  for (const Field& source : volume.members()) {
    for (const Gone& gone : kGone) {
      if (source.key() != gone.kind || source.absent()) continue;
      const bool works = source.judgement().minor < gone.since;
      source.report_key(kDeprecated,
                        std::string(gone.kind) + " volumes are " +
                            (works ? "deprecated, and nodes refuse them since Kubernetes 1."
                                   : "mounted by no node since Kubernetes 1.") +
                            std::to_string(gone.since),
                        std::string(gone.instead));
    }
  }
}

// The files of one volume, whose paths are to be apart: of two with one path the later one wins,
// and what is a file for one item cannot be a folder for another.
class Files {
 public:
  explicit Files(std::size_t count) : many_(count > 1) {}

  // `judged`: two of these with the same path are an error, which has been reported.
  void add(const Field& field, bool judged) {
    if (!many_ || field.empty() || !field.is_text() || field.unknown()) return;
    std::string_view path = field.text_or_empty();
    while (path.ends_with('/')) path.remove_suffix(1);
    if (path.empty()) return;
    const auto [same, added] = files_.emplace(path, File{field, judged});
    const File& first = same->second;
    if (!added && !(judged && first.judged)) {
      report(field, path, first.field, "two files of the volume are at ");
    }
    if (!added) return;
    if (const auto inside = folders_.find(path); inside != folders_.end()) {
      report(field, path, inside->second, "the volume has a folder at ");
    }
    for (std::size_t end = path.find('/'); end != path.npos; end = path.find('/', end + 1)) {
      const std::string_view folder = path.substr(0, end);
      if (const auto file = files_.find(folder); file != files_.end()) {
        report(field, folder, file->second.field, "the volume has a file at ");
      }
      folders_.emplace(folder, field);
    }
  }

 private:
  struct File {
    Field field;
    bool judged;
  };

  static void report(const Field& field, std::string_view path, const Field& other,
                     const char* what) {
    field.report_with(kDoubtfulValue, what + quoted(path), other, "the other one");
  }

  bool many_;
  std::unordered_map<std::string_view, File> files_;
  std::unordered_map<std::string_view, Field> folders_;  // with a file that is in them
};

void add_items(const Field& source, Files& files, bool judged) {
  for (const Field& item : source["items"].items()) files.add(item["path"], judged);
}

void warn_of_paths(const Field& volume) {
  for (const char* kind : {"secret", "configMap", "downwardAPI"}) {
    const Field source = volume[kind];
    Files files(source["items"].size());
    add_items(source, files, false);
  }
}

void warn_of_projected_paths(const Field& sources) {
  Files files(sources.size() + 1);
  for (const Field& source : sources.items()) {
    for (const char* kind : {"secret", "configMap", "downwardAPI"}) {
      add_items(source[kind], files, true);
    }
    files.add(source["serviceAccountToken"]["path"], false);
    files.add(source["clusterTrustBundle"]["path"], true);
    for (const char* key : {"certificateChainPath", "keyPath", "credentialBundlePath"}) {
      files.add(source["podCertificate"][key], true);
    }
  }
}

}  // namespace

void warn_of_volume(const Field& volume) {
  warn_of_driver(volume);
  warn_of_paths(volume);
  if (const Field projected = volume["projected"]; projected.present()) {
    warn_of_projected_paths(projected["sources"]);
  }
}

}  // namespace launch::kubernetes
