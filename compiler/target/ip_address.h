// IP addresses as Go's standard library reads them.
#pragma once

#include <string_view>

namespace launch {

// An address without a zone.
struct IpAddress {
  bool valid = false;
  bool ip4 = false;  // also an IPv4 address written as IPv6
  bool unspecified = false;
  bool padded = false;  // has numbers with leading zeros
};

// net.ParseIP: https://pkg.go.dev/net#ParseIP. Leading zeros are refused since Go 1.17.
IpAddress parse_ip(std::string_view text);
// net.ParseIP before that, which Kubernetes keeps for old objects: k8s.io/utils, net,
// ParseIPSloppy.
IpAddress parse_legacy_ip(std::string_view text);

}  // namespace launch
