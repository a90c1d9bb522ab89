// How a pod finds others (k8s.io/kubernetes v1.36.3, pkg/apis/core/validation/validation.go,
// validateDNSPolicy, validatePodDNSConfig and ValidateHostAliases).
#include "compiler/target/kubernetes/check/pod.h"
#include "compiler/target/kubernetes/check/pod_rules.h"
#include "compiler/target/kubernetes/check/requirements.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

// The limits of a resolver: MaxDNSNameservers and its neighbours.
constexpr std::size_t kMostNameservers = 3;
constexpr std::size_t kMostSearches = 32;
constexpr std::size_t kMostSearchBytes = 2048;

void check_count(const Field& list, std::size_t most, std::string_view what) {
  if (list.size() <= most) return;
  list.report_key(kOutOfRange, list.name() + " has " + std::to_string(list.size()) + " " +
                                   std::string(what) + ", expected at most " +
                                   std::to_string(most));
}

void check_address(const Field& address) {
  if (!require_text(address)) return;
  address.report(kBadFormat, check_ip(address.text_or_empty(), address.judgement().minor));
}

void check_search(const Field& search) {
  if (!search.is_text()) return;
  search.report(kBadName, check_dns_search(search.text_or_empty(), search.judgement().minor));
}

void check_searches(const Field& searches) {
  check_count(searches, kMostSearches, "searches");
  std::size_t bytes = searches.size() == 0 ? 0 : searches.size() - 1;  // the blanks between them
  for (const Field& search : searches.items()) {
    bytes += search.text_or_empty().size();
    check_search(search);
  }
  if (bytes <= kMostSearchBytes) return;
  searches.report_key(kOutOfRange, searches.name() + " has " + std::to_string(bytes) +
                                       " bytes with the blanks between them, expected at most " +
                                       std::to_string(kMostSearchBytes));
}

void check_dns_config(const Field& config) {
  const Field nameservers = config["nameservers"];
  check_count(nameservers, kMostNameservers, "nameservers");
  for (const Field& address : nameservers.items()) check_address(address);
  check_searches(config["searches"]);
  for (const Field& option : config["options"].items()) {
    if (is_object(option) && known_text(option["name"]) == "") {
      option.report(kMissingField, option.name() + " has no name");
    }
  }
}

}  // namespace

void check_dns(const Field& spec) {
  static constexpr std::string_view kPolicies[] = {"ClusterFirstWithHostNet", "ClusterFirst",
                                                   "Default", "None"};
  const Field policy = spec["dnsPolicy"];
  const Field config = spec["dnsConfig"];
  check_choice(policy, kPolicies);
  const Field nameservers = config["nameservers"];
  if (is_object(config) && nameservers.empty() && known_text(policy) == "None") {
    nameservers.report_with(kMissingField, "dnsConfig.nameservers is missing, expected an address",
                            policy, "with this policy the cluster's resolver is not used");
    return;
  }
  check_dns_config(config);
}

void check_host_aliases(const Field& aliases) {
  SeenNames seen;
  for (const Field& alias : aliases.items()) {
    if (!is_object(alias)) continue;
    const Field ip = alias["ip"];
    check_address(ip);
    for (const Field& name : alias["hostnames"].items()) {
      if (name.is_text()) name.report(kBadName, check_dns_subdomain(name.text_or_empty()));
    }
    const std::optional<std::string_view> text = known_text(ip);
    const Field* first = text && !text->empty() ? seen.add(*text, ip) : nullptr;
    if (first != nullptr) {
      ip.report_with(kDoubtfulValue, ip.name() + " is " + quoted(*text) + " a second time", *first,
                     "first here");
    }
  }
}

}  // namespace launch::kubernetes
