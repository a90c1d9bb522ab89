// Profiles of seccomp and AppArmor (k8s.io/kubernetes v1.36.3,
// pkg/apis/core/validation/validation.go, validateSeccompProfileField and
// ValidateAppArmorProfileField).
#include "compiler/target/kubernetes/check/pod.h"
#include "compiler/target/kubernetes/check/pod_rules.h"
#include "compiler/target/kubernetes/check/requirements.h"
#include "compiler/target/kubernetes/rules.h"
#include "compiler/target/text.h"

namespace launch::kubernetes {
namespace {

constexpr std::string_view kTypes[] = {"Localhost", "RuntimeDefault", "Unconfined"};

void report_needless(const Field& name) {
  name.report_key(kSecurityProfile, name.name() + " is for type Localhost only");
}

void report_missing_name(const Field& name) {
  name.report(kSecurityProfile,
              name.name() + " is missing, the name of a profile on the node, for type Localhost");
}

// The longest path of Linux, without the byte at its end.
constexpr std::size_t kMostPathBytes = 4095;

void check_apparmor_name(const Field& name) {
  const std::optional<std::string_view> text = known_text(name);
  if (!text) return;
  const std::string_view trimmed = trim_space(*text);
  if (trimmed.empty()) {
    report_missing_name(name);
  } else if (trimmed.size() < text->size()) {
    name.report(kSecurityProfile, name.name() + " has blanks around it", suggest(trimmed));
  } else if (text->size() > kMostPathBytes) {
    name.report(kSecurityProfile, name.name() + " has " + std::to_string(text->size()) +
                                      " bytes, expected at most " + std::to_string(kMostPathBytes));
  }
}

}  // namespace

Check check_descending_path(std::string_view path) {
  if (path.starts_with('/'))
    return Trouble{quoted(path) + " is absolute, expected a relative path"};
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    if (path.substr(begin, end - begin) == "..") {
      return Trouble{
          quoted(path) + " leaves its folder, expected a path without \"..\"", {}, begin, end};
    }
    begin = end + 1;
  }
  return {};
}

void check_seccomp_profile(const Field& profile) {
  if (!profile.is_map()) return;
  const Field name = profile["localhostProfile"];
  require_choice(profile["type"], kTypes);
  const std::optional<std::string_view> type = known_text(profile["type"]);
  if (!type) return;
  if (*type != "Localhost") {
    if (name.present()) report_needless(name);
  } else if (name.absent()) {
    report_missing_name(name);
  } else if (name.is_text()) {
    name.report(kSecurityProfile, check_descending_path(name.text_or_empty()));
  }
}

void check_apparmor_profile(const Field& profile) {
  if (!profile.is_map() || !require_choice(profile["type"], kTypes)) return;
  const Field name = profile["localhostProfile"];
  if (profile["type"].text_or_empty() == "Localhost") {
    check_apparmor_name(name);
  } else if (name.present()) {
    report_needless(name);
  }
}

}  // namespace launch::kubernetes
