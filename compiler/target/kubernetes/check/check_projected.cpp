// Volumes projected from several sources into one folder.
// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validateProjectionSources
#include <array>

#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/check/requirements.h"
#include "compiler/target/kubernetes/check/volume_sources.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/grammar_volume.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

constexpr std::int64_t kShortestToken = 600;
constexpr std::int64_t kLongestToken = std::int64_t{1} << 32;
constexpr std::int64_t kShortestCertificate = 3600;
// 91 days, and one day for Kubernetes' own signers (pkg/apis/certificates/types.go).
constexpr std::int64_t kLongestCertificate = 91 * 86400;
constexpr std::int64_t kLongestOwnCertificate = 86400;

// Source: pkg/apis/core/validation/names.go IsKubernetesSignerName
bool is_own_signer(std::string_view signer) {
  const std::string_view host = signer.substr(0, signer.find('/'));
  return host == "kubernetes.io" || host.ends_with(".kubernetes.io");
}

class Projection {
 public:
  void source(const Field& source) {
    std::size_t count = 0;
    for (const auto& [name, check] : kKinds) {
      const Field field = source[name];
      if (field.absent()) continue;
      if (++count > 1) {
        field.report_key(kOneOf, "an item of sources has one kind, and this is a second one");
      }
      (this->*check)(field);
    }
  }

 private:
  using Judge = void (Projection::*)(const Field&);

  // Two files may not have one path.
  void place(const Field& path) {
    if (path.empty() || !path.is_text() || path.unknown()) return;
    if (const Field* other = paths_.add(path.text_or_empty(), path)) {
      path.report_with(kDuplicate, "two files of the volume are at " + quoted(path.text_or_empty()),
                       *other, "the other one");
    }
  }

  void keys(const Field& source) {
    require(source, "name");
    for (const Field& item : source["items"].items()) {
      check_key_to_path(item);
      place(item["path"]);
    }
  }

  void downward_api(const Field& source) {
    for (const Field& file : source["items"].items()) {
      check_downward_api_file(file);
      place(file["path"]);
    }
  }

  void token(const Field& token) {
    // The default is an hour (pkg/apis/core/v1/defaults.go).
    check_range(token["expirationSeconds"], kShortestToken, kLongestToken);
    require(token, "path");
    check_path_below(token["path"]);
  }

  void trust_bundle(const Field& bundle) {
    const Field name = bundle["name"];
    const Field signer = bundle["signerName"];
    if (name.present() == signer.present()) {
      bundle.report_key(kOneOf, name.present() ? "name and signerName exclude each other"
                                               : "one of name and signerName is required");
    } else if (name.present()) {
      if (require_text(name)) name.report(kBadName, check_trust_bundle_name(name.text_or_empty()));
      if (bundle["labelSelector"].present()) {
        bundle["labelSelector"].report_key(kForbiddenField,
                                           "a labelSelector goes with signerName, not with name");
      }
    } else {
      if (require_text(signer)) {
        signer.report(kBadName, check_signer_name(signer.text_or_empty()));
      }
      check_label_selector(bundle["labelSelector"]);
    }
    require(bundle, "path");
    check_path_below(bundle["path"]);
    place(bundle["path"]);
  }

  void certificate(const Field& certificate) {
    const Field signer = certificate["signerName"];
    if (require_text(signer)) signer.report(kBadName, check_signer_name(signer.text_or_empty()));
    for (const Field& annotation : certificate["userAnnotations"].members()) {
      if (Check wrong = check_annotation_key(annotation.key())) {
        annotation.report_key(kBadLabel, wrong->message, wrong->suggestion);
      }
    }
    constexpr std::array<std::string_view, 6> kKeys{"RSA3072",   "RSA4096",   "ECDSAP256",
                                                    "ECDSAP384", "ECDSAP521", "ED25519"};
    require_choice(certificate["keyType"], kKeys);
    const bool own = is_own_signer(signer.text_or_empty());
    check_range(certificate["maxExpirationSeconds"], kShortestCertificate,
                own ? kLongestOwnCertificate : kLongestCertificate);
    bool any = false;
    for (const char* key : {"credentialBundlePath", "keyPath", "certificateChainPath"}) {
      const Field path = certificate[key];
      if (path.empty()) continue;
      any = true;
      check_path_below(path);
      place(path);
    }
    if (!any && certificate.is_map()) {
      certificate.report_key(
          kOneOf, "one of credentialBundlePath, keyPath and certificateChainPath is required");
    }
  }

  struct Kind {
    std::string_view name;
    Judge check;
  };
  static constexpr std::array<Kind, 6> kKinds{{{"secret", &Projection::keys},
                                               {"configMap", &Projection::keys},
                                               {"downwardAPI", &Projection::downward_api},
                                               {"serviceAccountToken", &Projection::token},
                                               {"clusterTrustBundle", &Projection::trust_bundle},
                                               {"podCertificate", &Projection::certificate}}};

  SeenNames paths_;
};

}  // namespace

void check_projected_volume(const Field& projected) {
  check_file_mode(projected["defaultMode"]);
  Projection projection;
  for (const Field& source : projected["sources"].items()) projection.source(source);
}

}  // namespace launch::kubernetes
