// Options of Windows containers (k8s.io/kubernetes v1.36.3,
// pkg/apis/core/validation/validation.go, validateWindowsSecurityContextOptions and
// validateWindowsHostProcessPod).
#include <algorithm>
#include <optional>

#include "compiler/target/kubernetes/check/pod.h"
#include "compiler/target/kubernetes/check/pod_rules.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/rules.h"
#include "compiler/target/text.h"

namespace launch::kubernetes {
namespace {

constexpr std::size_t kMostCredentialBytes = 64 * 1024;
constexpr std::size_t kMostDomainBytes = 255;
constexpr std::size_t kMostUserBytes = 104;

// The name of a computer group: at most 15 characters, whatever they are but these.
bool is_netbios_name(std::string_view domain) {
  const std::size_t characters = count_characters(domain);
  return characters >= 1 && characters <= 15 && domain[0] != '.' &&
         domain.find_first_of("\\/:*?\"<>|") == std::string_view::npos;
}

// Letters of either case, where check_dns_subdomain has lower case only, and no limit as a whole.
bool is_domain_name(std::string_view domain) {
  const auto is_label = [&](std::string_view label) {
    return !label.empty() && label.size() <= 63 && is_alphanumeric(label.front()) &&
           is_alphanumeric(label.back()) && std::all_of(label.begin(), label.end(), [&](char c) {
             return is_alphanumeric(c) || c == '-';
           });
  };
  while (true) {
    const std::size_t dot = domain.find('.');
    if (!is_label(domain.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    domain.remove_prefix(dot + 1);
  }
}

Check check_user(std::string_view user) {
  if (user.empty()) return Trouble{"the user is empty, expected [DOMAIN\\]USER"};
  if (user.size() > kMostUserBytes) {
    return Trouble{"the user has " + std::to_string(user.size()) + " bytes, expected at most " +
                   std::to_string(kMostUserBytes)};
  }
  if (user.find_first_not_of(". ") == std::string_view::npos) {
    return Trouble{quoted(user) + " is no user, expected more than periods and blanks"};
  }
  constexpr std::string_view kExcluded = "\"/\\:;|=,+*?<>@[]";
  const std::size_t wrong = user.find_first_of(kExcluded);
  if (wrong == std::string_view::npos) return {};
  return Trouble{quoted(user) + " is no user: it may not hold any of " + std::string(kExcluded)};
}

Check check_domain(std::string_view domain) {
  if (domain.size() > kMostDomainBytes) {
    return Trouble{"the domain has " + std::to_string(domain.size()) + " bytes, expected at most " +
                   std::to_string(kMostDomainBytes)};
  }
  if (is_netbios_name(domain) || is_domain_name(domain)) return {};
  return Trouble{quoted(domain) + " is no domain, expected a NetBIOS or DNS name"};
}

// [DOMAIN\]USER.
Check check_run_as_user_name(std::string_view text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (text.empty()) return Trouble{"runAsUserName is empty, expected [DOMAIN\\]USER"};
  if (std::any_of(text.begin(), text.end(), is_control)) {
    return Trouble{quoted(text) + " holds a control character"};
  }
  const std::size_t slash = text.find('\\');
  if (slash == std::string_view::npos) return check_user(text);
  if (text.find('\\', slash + 1) != std::string_view::npos) {
    return Trouble{quoted(text) + " has more than one backslash, expected [DOMAIN\\]USER"};
  }
  if (Check trouble = check_domain(text.substr(0, slash))) return trouble;
  return check_user(text.substr(slash + 1));
}

void check_credential_spec(const Field& credential) {
  if (!credential.is_text() || credential.unknown()) return;
  const std::size_t size = credential.text_or_empty().size();
  if (size > 0 && size <= kMostCredentialBytes) return;
  credential.report(kOutOfRange, credential.name() + " has " + std::to_string(size) +
                                     " bytes, expected 1 to " +
                                     std::to_string(kMostCredentialBytes));
}

// The containers of a pod, by whether they are processes of the node.
class HostProcesses {
 public:
  explicit HostProcesses(const Field& spec)
      : of_pod_(spec["securityContext"]["windowsOptions"]["hostProcess"]) {
    for_each_container(spec, [this](const Field& container) { add(container); });
  }
  // What made the first one that; nothing when there is none.
  const std::optional<Field>& reason() const { return reason_; }
  // The first of the others.
  const std::optional<Field>& other() const { return other_; }

 private:
  // What a container says counts, else what the pod says; both may not differ.
  void add(const Field& container) {
    const Field own = container["securityContext"]["windowsOptions"]["hostProcess"];
    if (of_pod_.present() && own.present() && of_pod_.is_true() != own.is_true()) {
      own.report_with(kForbiddenField, own.name() + " differs from the pod's", of_pod_,
                      "the pod says otherwise");
    }
    const Field& said = own.present() ? own : of_pod_;
    if (said.is_true()) {
      reason_ = reason_.value_or(said);
    } else {
      other_ = other_.value_or(container);
    }
  }

  Field of_pod_;
  std::optional<Field> reason_;
  std::optional<Field> other_;
};

}  // namespace

void check_windows_options(const Field& options) {
  if (!options.is_map()) return;
  const Field name = options["gmsaCredentialSpecName"];
  if (name.is_text()) name.report(kBadName, check_dns_subdomain(name.text_or_empty()));
  check_credential_spec(options["gmsaCredentialSpec"]);
  const Field user = options["runAsUserName"];
  if (user.is_text()) user.report(kBadFormat, check_run_as_user_name(user.text_or_empty()));
}

void check_host_process(const Field& spec) {
  const HostProcesses containers(spec);
  const std::optional<Field>& reason = containers.reason();
  if (!reason) return;
  reason->report(kPrivileged,
                 reason->name() + " is true, which API servers without --allow-privileged refuse");
  if (containers.other()) {
    spec.report_key_with(kForbiddenField,
                         "some containers are hostProcess and some are not, expected all or none",
                         {{reason->span(), "is"}, {containers.other()->span(), "is not"}});
  }
  const Field network = spec["hostNetwork"];
  if (network.is_true()) return;
  network.report_with(kMissingField, "hostNetwork is not true, which hostProcess containers need",
                      *reason, "because of this");
}

}  // namespace launch::kubernetes
