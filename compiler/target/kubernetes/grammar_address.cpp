// IP addresses.
#include "compiler/diagnostic/diagnostic.h"
#include "compiler/target/ip_address.h"
#include "compiler/target/kubernetes/grammar.h"

namespace launch::kubernetes {

// Strict since 1.36 (feature gate StrictIPCIDRValidation).
// Source: k8s.io/apimachinery pkg/util/validation/ip.go IsValidIPForLegacyField
Check check_ip(std::string_view text, int minor) {
  const IpAddress address = parse_legacy_ip(text);
  if (!address.valid) {
    return Trouble{quoted(text) + " is no IP address, expected such as 10.9.8.7 or 2001:db8::33"};
  }
  if (minor < 36) return {};
  if (address.padded) return Trouble{quoted(text) + " is no IP address, it has leading zeros"};
  if (!address.ip4 || text.find(':') == std::string_view::npos) return {};
  return Trouble{
      quoted(text) + " is an IPv4 address inside an IPv6 one",
      suggest(text.find('.') == std::string_view::npos ? std::string_view()
                                                       : text.substr(text.rfind(':') + 1))};
}

}  // namespace launch::kubernetes
