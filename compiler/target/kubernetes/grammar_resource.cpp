// Names of resources: "cpu", "hugepages-2Mi", "nvidia.com/gpu".
// Source: kubernetes pkg/apis/core/helper/helpers.go, and for the checks
// pkg/apis/core/validation/validation.go validateResourceName and validateContainerResourceName
#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>

#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/grammar_words.h"
#include "compiler/target/kubernetes/quantity.h"

namespace launch::kubernetes {
namespace {

constexpr std::string_view kHugePages = "hugepages-";
constexpr std::string_view kRequests = "requests.";

constexpr std::array<std::string_view, 3> kOfContainers = {"cpu", "memory", "ephemeral-storage"};
// Counted in whole objects.
constexpr std::array<std::string_view, 9> kCounted = {"pods",
                                                      "resourcequotas",
                                                      "services",
                                                      "replicationcontrollers",
                                                      "secrets",
                                                      "configmaps",
                                                      "persistentvolumeclaims",
                                                      "services.nodeports",
                                                      "services.loadbalancers"};
// Known to quotas besides those that are counted; "storage" to volume claims alone.
constexpr std::array<std::string_view, 11> kOfQuotas = {"cpu",
                                                        "memory",
                                                        "ephemeral-storage",
                                                        "requests.cpu",
                                                        "requests.memory",
                                                        "requests.storage",
                                                        "requests.ephemeral-storage",
                                                        "limits.cpu",
                                                        "limits.memory",
                                                        "limits.ephemeral-storage",
                                                        "storage"};

bool is_among(std::string_view name, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool has_domain(std::string_view name) { return name.find('/') != std::string_view::npos; }

// What people write for resources that have another name.
std::string known_as(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kOtherNames = {{
      {"gpu", "nvidia.com/gpu"},
      {"gpus", "nvidia.com/gpu"},
      {"GPU", "nvidia.com/gpu"},
      {"nvidia", "nvidia.com/gpu"},
      {"nvidia-gpu", "nvidia.com/gpu"},
      {"tpu", "google.com/tpu"},
      {"mem", "memory"},
      {"ram", "memory"},
      {"RAM", "memory"},
      {"cores", "cpu"},
      {"storage", "ephemeral-storage"},
      {"disk", "ephemeral-storage"},
  }};
  const auto same = [name](const auto& other) { return other.first == name; };
  const auto* found = std::find_if(kOtherNames.begin(), kOtherNames.end(), same);
  return std::string(found != kOtherNames.end() ? found->second
                                                : did_you_mean(name, kOfContainers));
}

}  // namespace

bool is_native_resource(std::string_view name) {
  return !has_domain(name) || name.find("kubernetes.io/") != std::string_view::npos;
}

bool is_huge_page_resource(std::string_view name) { return name.starts_with(kHugePages); }

bool is_extended_resource(std::string_view name) {
  if (is_native_resource(name) || name.starts_with(kRequests)) return false;
  return !check_qualified_name(std::string(kRequests).append(name));
}

bool is_overcommit_allowed(std::string_view name) {
  return is_native_resource(name) && !is_huge_page_resource(name);
}

bool is_container_resource(std::string_view name) {
  return is_among(name, kOfContainers) || is_huge_page_resource(name);
}

bool is_pod_level_resource(std::string_view name) {
  return name == "cpu" || name == "memory" || is_huge_page_resource(name);
}

bool is_integer_resource(std::string_view name) {
  return is_among(name, kCounted) || is_extended_resource(name);
}

bool is_standard_resource(std::string_view name) {
  if (name.starts_with(kRequests)) {
    const std::string_view requested = name.substr(kRequests.size());
    if (is_huge_page_resource(requested)) return true;
  }
  return is_huge_page_resource(name) || is_among(name, kCounted) || is_among(name, kOfQuotas);
}

// Source: helpers.go IsHugePageResourceValueDivisible; sizes beyond 64 bits wrap
// around, and the server fails where they become 0.
bool is_huge_page_multiple(std::string_view name, const Quantity& amount) {
  const std::optional<Quantity> size = parse_quantity(name.substr(kHugePages.size()));
  if (!size || size->sign() <= 0 || !size->is_integer()) return false;
  const std::int64_t bytes = size->value();
  return bytes == -1 || (bytes != 0 && amount.value() % bytes == 0);
}

Check check_resource(std::string_view name) {
  if (Check wrong = check_qualified_name(name)) {
    const std::string known = known_as(name);
    if (!known.empty()) wrong->suggestion = suggest(known);
    return wrong;
  }
  if (has_domain(name) || is_standard_resource(name)) return {};
  return Trouble{quoted(name) +
                     " is no resource, expected one that Kubernetes has, such as \"cpu\", or "
                     "DOMAIN/NAME, such as \"nvidia.com/gpu\"",
                 suggest(known_as(name))};
}

Check check_container_resource(std::string_view name) {
  if (Check wrong = check_qualified_name(name)) return check_resource(name);
  if (!has_domain(name)) {
    if (is_container_resource(name)) return {};
    return Trouble{quoted(name) +
                       " is no resource of containers, expected \"cpu\", \"memory\", "
                       "\"ephemeral-storage\", hugepages-SIZE or DOMAIN/NAME, such as "
                       "\"nvidia.com/gpu\"",
                   suggest(known_as(name))};
  }
  if (is_native_resource(name) || is_extended_resource(name)) return {};
  return Trouble{quoted(name) +
                     " is no extended resource, expected a domain without \"requests.\" in front "
                     "and of at most 244 bytes",
                 name.starts_with(kRequests) ? suggest(name.substr(kRequests.size())) : ""};
}

Check check_pod_resource(std::string_view name) {
  if (Check wrong = check_resource(name)) return wrong;
  if (is_pod_level_resource(name)) return {};
  return Trouble{quoted(name) +
                     " is no resource of whole pods, expected \"cpu\", \"memory\" or "
                     "hugepages-SIZE: the others are set on containers",
                 suggest(known_as(name))};
}

}  // namespace launch::kubernetes
