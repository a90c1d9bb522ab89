// Options of Windows containers (k8s.io/kubernetes v1.36.3,
// pkg/apis/core/validation/validation.go, validateWindowsSecurityContextOptions and
// validateWindowsHostProcessPod).
#include <algorithm>

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

// What a container's own hostProcess says, else the pod's; absent when neither does.
Field host_process_of(const Field& container, const Field& of_pod) {
  const Field own = container["securityContext"]["windowsOptions"]["hostProcess"];
  return own.present() ? own : of_pod;
}

void report_mixed_host_process(const Field& container, const Field& example) {
  container.report_with(
      kForbiddenField,
      container.name() + " is not hostProcess, and all containers of a pod are or none", example,
      "this is one");
}

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
  const Field of_pod = spec["securityContext"]["windowsOptions"]["hostProcess"];
  Field example = of_pod;  // of a container that is hostProcess
  bool any = false;
  for_each_container(spec, [&](const Field& container) {
    const Field own = container["securityContext"]["windowsOptions"]["hostProcess"];
    if (of_pod.present() && own.present() && of_pod.is_true() != own.is_true()) {
      own.report_with(kForbiddenField, own.name() + " differs from the pod's", of_pod,
                      "the pod says otherwise");
    }
    const Field value = host_process_of(container, of_pod);
    if (!any && value.is_true()) example = value;
    any = any || value.is_true();
  });
  if (!any) return;
  example.report(kPrivileged,
                 example.name() + " is true, which API servers without --allow-privileged refuse");
  for_each_container(spec, [&](const Field& container) {
    if (!host_process_of(container, of_pod).is_true())
      report_mixed_host_process(container, example);
  });
  const Field network = spec["hostNetwork"];
  if (network.is_true()) return;
  network.report_with(kMissingField, "hostNetwork is not true, which hostProcess containers need",
                      example, "because of this");
}

}  // namespace launch::kubernetes
