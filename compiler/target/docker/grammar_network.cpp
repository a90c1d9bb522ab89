// --network: a name or mode, or KEY=VALUE fields.
// Source: docker/cli opts/network.go; moby daemon/container_operations.go for the driver options
#include <algorithm>
#include <array>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/target/docker/grammar.h"
#include "compiler/target/docker/record.h"
#include "compiler/target/numbers.h"
#include "compiler/target/text.h"

namespace launch::docker {
namespace {

constexpr std::array<std::string_view, 8> kKeys = {
    "name", "alias", "ip", "ip6", "mac-address", "link-local-ip", "driver-opt", "gw-priority"};

// docker asks whether `\w+=\w+` occurs anywhere: a word character on both sides of some "=".
bool is_long_form(std::string_view text) {
  const auto word = [](char c) { return is_alphanumeric(c) || c == '_'; };
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == '=' && word(text[i - 1]) && word(text[i + 1])) return true;
  }
  return false;
}

// net.ipv4.conf.ifname.forwarding=1 and the like, separated by commas.
Check check_interface_sysctls(std::string_view text) {
  for (const std::string_view setting : split(text, ',')) {
    const std::vector<std::string_view> parts = split(setting, '.', 5);
    const bool family =
        parts.size() == 5 && (parts[1] == "ipv4" || parts[1] == "ipv6" || parts[1] == "mpls");
    if (family && parts[3] == "ifname") continue;
    return Trouble{quoted(setting) +
                       " is no setting of an interface, expected such as "
                       "\"net.ipv4.conf.IFNAME.forwarding=1\"",
                   ""};
  }
  return {};
}

Check check_driver_option(std::string_view text) {
  const Cut parts = cut(text, '=');
  if (!parts.found || parts.before.empty()) {
    return Trouble{quoted(text) + " is no driver option, expected driver-opt=KEY=VALUE", ""};
  }
  if (trim_space(parts.before) != "com.docker.network.endpoint.sysctls") return {};
  return check_interface_sysctls(trim_space(parts.after));
}

Check check_priority(std::string_view text) {
  if (parse_int(text, 10).ok()) return {};
  return Trouble{quoted(text) + " is no priority, expected a whole number", ""};
}

// Addresses are judged once it is known which network they end up on.
Check read_field(std::string_view field, Attachment& attachment) {
  const std::string small = lower(field);  // docker lowers values as well
  const Cut parts = cut(small, '=');
  if (!parts.found || parts.before.empty()) {
    return Trouble{quoted(field) + " has no value, expected KEY=VALUE", ""};
  }
  const std::string_view key = trim_space(parts.before);
  const std::string_view value = trim_space(parts.after);
  if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end()) {
    return Trouble{quoted(key) + " is no key of --network, expected " + one_of(kKeys),
                   suggest(did_you_mean(key, kKeys))};
  }
  if (key == "driver-opt") return check_driver_option(value);
  if (key == "gw-priority") return check_priority(value);
  if (key == "name") attachment.name = value;
  if (key == "alias") attachment.aliases = true;
  if (key == "ip") attachment.ip = value;
  if (key == "ip6") attachment.ip6 = value;
  if (key == "mac-address") attachment.mac = value;
  if (key == "link-local-ip") attachment.link_local.emplace_back(value);
  return {};
}

Check read_long_form(std::string_view text, Attachment& attachment) {
  const Record record = read_record(text);
  if (!record.error.empty()) {
    return Trouble{quoted(text) + " cannot be read: " + record.error, "", record.error_at};
  }
  for (const Record::Field& field : record.fields) {
    Check wrong = read_field(field.text, attachment);
    if (!wrong) continue;
    wrong->begin = field.begin;
    wrong->end = field.end;
    return wrong;
  }
  if (!attachment.name.empty()) return {};
  return Trouble{"the network's name is missing, expected name=NETWORK", ""};
}

}  // namespace

Check check_network(std::string_view text, Attachment* result) {
  Attachment attachment;
  if (is_long_form(text)) {
    if (Check wrong = read_long_form(text, attachment)) return wrong;
  } else {
    attachment.name = text;
  }
  if (trim_space(attachment.name).empty()) {
    return Trouble{
        "an empty network, expected a network's name, \"bridge\", \"host\", \"none\" or "
        "\"container:NAME\"",
        ""};
  }
  if (result != nullptr) *result = std::move(attachment);
  return {};
}

}  // namespace launch::docker
