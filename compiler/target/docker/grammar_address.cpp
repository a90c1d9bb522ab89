// IP and MAC addresses, host names and what refers to them.
#include <algorithm>
#include <array>
#include <string>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/target/docker/grammar.h"
#include "compiler/target/ip_address.h"
#include "compiler/target/text.h"

namespace launch::docker {
namespace {

bool is_pair(std::string_view text) {
  return text.size() == 2 && is_hex_digit(text[0]) && is_hex_digit(text[1]);
}

}  // namespace

// 6, 8 or 20 bytes: 02:42:ac:11:00:02, with "-", or as 0242.ac11.0002. The form without separators
// is newer than the Go with which client 28.2 was built.
// Source: https://pkg.go.dev/net@go1.24#ParseMAC
bool is_mac(std::string_view text) {
  if (text.size() < 14) return false;
  std::string digits;
  const bool pairs = text[2] == ':' || text[2] == '-';
  if (!pairs && text[4] != '.') return false;
  for (const std::string_view part : split(text, pairs ? text[2] : '.')) {
    if (part.size() != (pairs ? 2 : 4)) return false;
    digits += part;
  }
  if (digits.size() != 12 && digits.size() != 16 && digits.size() != 40) return false;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    if (!is_pair(std::string_view(digits).substr(i, 2))) return false;
  }
  return true;
}

// The client ignores white space around it, the engine does not.
Check check_mac(std::string_view text) {
  if (text.empty() || is_mac(text)) return {};
  const std::string_view trimmed = trim_space(text);
  return Trouble{quoted(text) + " is no MAC address, expected such as \"02:42:ac:11:00:02\"",
                 suggest(is_mac(trimmed) ? trimmed : "")};
}

// Source for this and the next two: moby api/types/network/endpoint.go Validate
Check check_ip4(std::string_view text) {
  const IpAddress address = parse_ip(text);
  if (address.valid && address.ip4 && !address.unspecified) return {};
  return Trouble{quoted(text) +
                     (address.valid ? " is no usable IPv4 address" : " is no IPv4 address") +
                     ", expected such as \"172.30.100.104\"",
                 ""};
}

Check check_ip6(std::string_view text) {
  const IpAddress address = parse_ip(text);
  if (address.valid && !address.ip4 && !address.unspecified) return {};
  return Trouble{quoted(text) +
                     (address.valid ? " is no usable IPv6 address" : " is no IPv6 address") +
                     ", expected such as \"2001:db8::33\"",
                 ""};
}

Check check_link_local(std::string_view text) {
  const IpAddress address = parse_ip(text);
  if (address.valid && !address.unspecified) return {};
  return Trouble{quoted(text) + " is no link-local IP address, expected such as \"169.254.34.22\"",
                 ""};
}

namespace {

Trouble not_an_ip(std::string_view text) {
  return {quoted(text) + " is no IP address, a host name will not do",
          suggest(text == "localhost" ? "127.0.0.1" : "")};
}

}  // namespace

// Source: docker/cli opts/opts.go ValidateIPAddress
Check check_dns(std::string_view text) {
  if (parse_ip(trim_space(text)).valid) return {};
  return not_an_ip(text);
}

namespace {

// Takes a label of letters, digits and inner hyphens off `text`. docker's expression says (:? where
// it means (?: and so lets colons stand before labels and dots.
bool take_label(std::string_view& text) {
  if (text.starts_with(':')) text.remove_prefix(1);
  std::size_t end = 0;
  while (end < text.size() && (is_alphanumeric(text[end]) || text[end] == '-')) ++end;
  while (end > 0 && text[end - 1] == '-') --end;
  if (end == 0 || text.front() == '-') return false;
  text.remove_prefix(end);
  return true;
}

bool is_search_domain(std::string_view text) {
  const std::size_t whole = text.size();
  if (text.starts_with(':')) text.remove_prefix(1);
  if (!take_label(text)) return false;
  while (true) {
    std::string_view rest = text;
    if (rest.starts_with(':')) rest.remove_prefix(1);
    if (!rest.starts_with('.')) break;
    rest.remove_prefix(1);
    if (!take_label(rest)) break;
    text = rest;
  }
  if (whole - text.size() >= 255) return false;
  if (text.starts_with('.')) text.remove_prefix(1);
  return text.find_first_not_of("\t\n\f\r ") == std::string_view::npos;
}

}  // namespace

// Source: docker/cli opts/opts.go ValidateDNSSearch
Check check_dns_search(std::string_view text) {
  std::string_view domain = text;
  while (domain.starts_with(' ')) domain.remove_prefix(1);
  while (domain.ends_with(' ')) domain.remove_suffix(1);
  const bool letters =
      std::any_of(domain.begin(), domain.end(), [](char c) { return is_letter(c); });
  if (domain == "." || (letters && is_search_domain(domain))) return {};
  return Trouble{quoted(text) +
                     " is no search domain, expected such as \"example.com\", or \".\" for "
                     "none",
                 ""};
}

// NAME:IP or NAME=IP. Source: docker/cli opts/hosts.go ValidateExtraHost
Check check_added_host(std::string_view text) {
  Cut parts = cut(text, '=');
  if (!parts.found) parts = cut(text, ':');
  if (!parts.found || parts.before.empty() || parts.before.find(':') != std::string_view::npos) {
    return Trouble{quoted(text) + " is no host entry, expected NAME:IP, such as \"db:10.0.0.5\"",
                   ""};
  }
  std::string_view address = parts.after;
  if (address == "host-gateway") return {};
  if (address.size() > 2 && address.front() == '[' && address.back() == ']') {
    address = address.substr(1, address.size() - 2);
  }
  if (parse_ip(trim_space(address)).valid) return {};
  const bool gateway =
      !did_you_mean(address, std::array<std::string_view, 1>{"host-gateway"}).empty();
  Trouble wrong = not_an_ip(address);
  if (gateway) wrong.suggestion = suggest("host-gateway");
  wrong.message += ", expected one or \"host-gateway\"";
  wrong.begin = parts.before.size() + 1;
  return wrong;
}

// NAME[:ALIAS]. Source: docker/cli opts/opts.go ParseLink
Check check_link(std::string_view text) {
  const std::vector<std::string_view> parts = split(text, ':');
  if (!text.empty() && parts.size() <= 2) return {};
  return Trouble{text.empty() ? "an empty link, expected CONTAINER or CONTAINER:ALIAS"
                              : quoted(text) + " is no link, expected CONTAINER or CONTAINER:ALIAS",
                 ""};
}

}  // namespace launch::docker
