#include "compiler/target/kubernetes/grammar_volume.h"

#include <re2/re2.h>

#include <string>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/target/kubernetes/grammar.h"

namespace launch::kubernetes {
namespace {

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

// Each part between `separator`s, and where it begins.
template <class Visit>
void for_each_part(std::string_view text, char separator, Visit visit) {
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    visit(text.substr(begin, end - begin), begin);
    begin = end + 1;
  }
}

// Go's net.SplitHostPort: one colon outside brackets, brackets around an address that has colons.
bool is_host_port(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view host = text.substr(0, colon);
  if (!host.starts_with('['))
    return host.find_first_of(":[]") == std::string_view::npos &&
           text.find_first_of("[]") == std::string_view::npos;
  const std::string_view inside = host.substr(1, host.size() < 2 ? 0 : host.size() - 2);
  return host.ends_with(']') && inside.find_first_of("[]") == std::string_view::npos &&
         text.substr(colon + 1).find_first_of("[]") == std::string_view::npos;
}

Check trouble(std::string message) { return Trouble{std::move(message), {}}; }

}  // namespace

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go iscsiInitiatorIqnRegex and its
// neighbours, validateISCSIVolumeSource. The first is not anchored at its beginning.
Check check_iscsi_name(std::string_view text) {
  static const RE2 iqn(R"(iqn\.\d{4}-\d{2}\.([[:alnum:]\-.]+)(:[^,;*&$|\s]+)$)");
  static const RE2 eui(R"(^eui.[[:alnum:]]{16}$)");
  static const RE2 naa(R"(^naa.[[:alnum:]]{32}$)");
  const bool fits = (text.starts_with("iqn") && RE2::PartialMatch(piece(text), iqn)) ||
                    (text.starts_with("eui") && RE2::PartialMatch(piece(text), eui)) ||
                    (text.starts_with("naa") && RE2::PartialMatch(piece(text), naa));
  if (fits) return {};
  return trouble(quoted(text) +
                 " is no iSCSI name, expected iqn.YEAR-MONTH.domain:name, eui. and 16 digits, or "
                 "naa. and 32 digits");
}

// Source: same file, validateQuobyteVolumeSource.
Check check_host_ports(std::string_view text) {
  Check wrong;
  for_each_part(text, ',', [&](std::string_view part, std::size_t begin) {
    if (wrong || is_host_port(part)) return;
    wrong = Trouble{quoted(part) + " is no host:port", {}, begin, begin + part.size()};
  });
  return wrong;
}

// Source: k8s.io/kubernetes pkg/apis/core/validation/names.go ValidateSignerName
Check check_signer_name(std::string_view text) {
  constexpr std::size_t kLongest = 571;
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || text.find('/', slash + 1) != std::string_view::npos) {
    return trouble(quoted(text) +
                   " is no signer, expected a domain and a name: example.com/signer");
  }
  const std::string_view domain = text.substr(0, slash);
  if (domain.find('.') == std::string_view::npos) {
    return trouble("the signer's domain " + quoted(domain) + " has no dot");
  }
  if (text.size() > kLongest) return trouble("a signer's name has at most 571 bytes");
  Check wrong = domain.size() > 253 ? trouble("a domain has at most 253 bytes") : Check();
  for_each_part(domain, '.', [&](std::string_view label, std::size_t begin) {
    if (wrong || !(wrong = check_dns_label(label))) return;
    wrong->begin = begin;
    wrong->end = begin + label.size();
  });
  for_each_part(text.substr(slash + 1), '.', [&](std::string_view label, std::size_t begin) {
    if (wrong || !(wrong = check_dns_subdomain(label))) return;
    wrong->begin = slash + 1 + begin;
    wrong->end = wrong->begin + label.size();
  });
  return wrong;
}

// Source: same file, ValidateClusterTrustBundleName, extractSignerNameFromClusterTrustBundleName
Check check_trust_bundle_name(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return check_dns_subdomain(text);
  if (colon == 0) return trouble(quoted(text) + " has no signer before its colon");
  Check wrong = check_dns_subdomain(text.substr(colon + 1));
  if (wrong) {
    wrong->begin = colon + 1;
    wrong->end = text.size();
  }
  return wrong;
}

}  // namespace launch::kubernetes
