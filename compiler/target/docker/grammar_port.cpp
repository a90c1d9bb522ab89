// --publish and --expose. Source: docker/go-connections nat/nat.go, nat/parse.go
#include <algorithm>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/target/docker/grammar.h"
#include "compiler/target/ip_address.h"
#include "compiler/target/numbers.h"
#include "compiler/target/text.h"

namespace launch::docker {
namespace {

struct Range {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::uint64_t length() const { return last - first; }
};

// PORT or FIRST-LAST; what stands behind a second "-" is not looked at.
Check read_range(std::string_view text, Range& range) {
  const std::vector<std::string_view> parts = split(text, '-');
  const Number<std::uint64_t> first = parse_uint(parts.front(), 10, 16);
  const Number<std::uint64_t> last = parts.size() > 1 ? parse_uint(parts[1], 10, 16) : first;
  if (!first.ok() || !last.ok()) {
    return Trouble{
        quoted(text) + " is no port, expected 0 to 65535 or a range such as \"8000-8010\"", ""};
  }
  if (last.value < first.value) {
    return Trouble{"the range " + quoted(text) + " ends before it starts",
                   suggest(std::string(parts[1]) + "-" + std::string(parts[0]))};
  }
  range = {first.value, last.value};
  return {};
}

// PORT[/PROTOCOL]; a third part is not looked at, an empty protocol means tcp.
struct Port {
  std::string_view number;
  std::string_view protocol;
};
Port split_protocol(std::string_view text) {
  const std::vector<std::string_view> parts = split(text, '/');
  if (parts.front().empty()) return {};
  const bool given = parts.size() > 1 && !parts[1].empty();
  return {parts.front(), given ? parts[1] : std::string_view("tcp")};
}

Trouble within(Trouble trouble, std::string_view whole, std::string_view part) {
  trouble.begin = static_cast<std::size_t>(part.data() - whole.data());
  trouble.end = trouble.begin + part.size();
  return trouble;
}

Check check_host_address(std::string_view text, std::string_view whole) {
  if (text.empty()) return {};
  std::string_view address = text;
  if (address.front() == '[') {
    // As net.SplitHostPort: one pair of brackets around all of it.
    const bool closed = address.size() > 1 && address.find(']') == address.size() - 1 &&
                        address.find('[', 1) == std::string_view::npos;
    address = closed ? address.substr(1, address.size() - 2) : std::string_view("[");
  }
  if (address.empty() || parse_ip(address).valid) return {};
  std::string better;
  if (text == "localhost") better = "127.0.0.1" + std::string(whole.substr(text.size()));
  return within({quoted(text) + " is no IP address, a host name will not do", suggest(better)},
                whole, text);
}

// [[IP:]HOST:]CONTAINER[/PROTOCOL]
Check check_short_form(std::string_view text) {
  const std::size_t last = text.rfind(':');
  const bool host_given = last != std::string_view::npos;
  const Port container = split_protocol(host_given ? text.substr(last + 1) : text);
  const std::string_view before = host_given ? text.substr(0, last) : std::string_view();
  const std::size_t colon = before.rfind(':');
  const bool ip_given = colon != std::string_view::npos;
  const std::string_view host = ip_given ? before.substr(colon + 1) : before;
  if (ip_given) {
    if (Check wrong = check_host_address(before.substr(0, colon), text)) return wrong;
  }
  if (container.number.empty()) {
    return Trouble{"the container's port is missing in " + quoted(text) +
                       ", expected [[IP:]HOST:]CONTAINER[/PROTOCOL]",
                   ""};
  }
  Range inside;
  Range outside;
  if (Check wrong = read_range(container.number, inside))
    return within(*wrong, text, container.number);
  if (!host.empty()) {
    if (Check wrong = read_range(host, outside)) return within(*wrong, text, host);
    if (inside.length() != outside.length() && inside.length() != 0) {
      return Trouble{
          "the ranges " + quoted(host) + " and " + quoted(container.number) + " differ in length",
          ""};
    }
  }
  const std::string protocol = lower(container.protocol);
  if (protocol == "tcp" || protocol == "udp" || protocol == "sctp") return {};
  return within(
      {quoted(container.protocol) + " is no protocol, expected \"tcp\", \"udp\" or \"sctp\"", ""},
      text, container.protocol);
}

// published=8080,target=80,protocol=tcp; other keys are not looked at.
// Source: docker/cli container/opts.go convertToStandardNotation
Check check_long_form(std::string_view text) {
  std::string_view published;
  std::string_view target;
  std::string_view protocol = "tcp";
  for (const std::string_view field : split(text, ',')) {
    const Cut parts = cut(field, '=');
    if (!parts.found || parts.before.empty()) {
      return within({quoted(field) + " has no value, expected KEY=VALUE", ""}, text, field);
    }
    if (parts.before == "published") published = parts.after;
    if (parts.before == "target") target = parts.after;
    if (parts.before == "protocol") protocol = parts.after;
  }
  const std::string shorter =
      std::string(published) + ":" + std::string(target) + "/" + std::string(protocol);
  Check wrong = check_short_form(shorter);
  if (!wrong) return {};
  return Trouble{
      target.empty() ? "the key \"target\" with the container's port is missing" : wrong->message,
      ""};
}

}  // namespace

Check check_publish(std::string_view text) {
  if (text.empty()) {
    return Trouble{"an empty port, expected [[IP:]HOST:]CONTAINER[/PROTOCOL]", ""};
  }
  return text.find('=') == std::string_view::npos ? check_short_form(text) : check_long_form(text);
}

// PORT[-LAST][/PROTOCOL]; any protocol passes.
Check check_expose(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    return Trouble{"a port of the container alone is expected, not " + quoted(text) +
                       "; use --publish to open it on the host",
                   suggest(text.substr(text.rfind(':') + 1))};
  }
  const Port port = split_protocol(text);
  if (port.number.empty())
    return Trouble{"the port is missing, expected PORT[-LAST][/PROTOCOL]", ""};
  Range range;
  Check wrong = read_range(port.number, range);
  if (wrong) wrong->end = port.number.size();
  return wrong;
}

}  // namespace launch::docker
