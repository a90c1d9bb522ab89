// Networks with what is asked of them.
// Source: docker/cli container/opts.go parseNetworkOpts; moby runconfig/hostconfig.go
// validateNetContainerMode, daemon/container_operations.go validateEndpointSettings
#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "compiler/target/docker/judgement.h"
#include "compiler/target/text.h"

namespace launch::docker {
namespace {

bool is_container(std::string_view name) { return name.starts_with("container:"); }

// Made with `docker network create`: everything that is no mode of docker's own.
bool is_user_defined(std::string_view name) {
  return name != "default" && name != "bridge" && name != "host" && name != "none" &&
         !is_container(name);
}

struct Network {
  Attachment attachment;
  const Given* given = nullptr;  // null for the default network
};

class Networks {
 public:
  explicit Networks(Judgement& judgement) : judgement_(judgement) {}

  void judge() {
    if (!read()) return;
    if (first_lacks_container()) return;
    judge_twice();
    judge_mixture();
    judge_flags_with_fields();
    judge_aliases();
    judge_addresses();
    judge_container_mode();
    judge_host_mode();
    judge_links();
  }

 private:
  const Network& first() const { return networks_.front(); }
  bool on_own_network() const { return is_user_defined(first().attachment.name); }

  // False when a network cannot be read: what depends on it is not known.
  bool read() {
    for (const Given* given : judgement_.all("network")) {
      Network network{{}, given};
      if (check_network(given->value, &network.attachment)) return false;
      networks_.push_back(std::move(network));
    }
    if (networks_.empty()) networks_.push_back({{"default", false, "", "", "", {}}, nullptr});
    return true;
  }

  // Only the first network is the container's mode; a further one is merely a name at create.
  // Source: moby/moby runconfig/hostconfig_unix.go validateNetMode
  bool first_lacks_container() {
    const std::string_view name = first().attachment.name;
    if (name != "container" && name != "container:") return false;
    judgement_.report(*first().given, kBadNetwork,
                      {"the container's name is missing, expected \"container:NAME\"", ""});
    return true;
  }

  void judge_twice() {
    for (std::size_t i = 1; i < networks_.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (networks_[i].attachment.name != networks_[j].attachment.name) continue;
        judgement_.report_flag(
            *networks_[i].given, kNetworkConflict,
            "the network " + quoted(networks_[i].attachment.name) + " is given twice",
            networks_[j].given);
        break;
      }
    }
  }

  void judge_mixture() {
    for (const Network& network : networks_) {
      if (is_user_defined(network.attachment.name) == on_own_network()) continue;
      return judgement_.report_flag(
          *network.given, kNetworkConflict,
          "networks of your own cannot be mixed with docker's bridge, host, none "
          "or container:NAME",
          first().given);
    }
  }

  // --ip and its like belong to the first network and may not be said there again.
  void judge_flags_with_fields() {
    const Attachment& fields = first().attachment;
    const std::array<std::pair<std::string_view, bool>, 5> pairs = {{
        {"network-alias", fields.aliases},
        {"ip", !fields.ip.empty()},
        {"ip6", !fields.ip6.empty()},
        {"mac-address", !fields.mac.empty()},
        {"link-local-ip", !fields.link_local.empty()},
    }};
    for (const auto& [name, in_fields] : pairs) {
      const Given* given = judgement_.last(name);
      if (given == nullptr || !in_fields) continue;
      if (given->value.empty() && !given->flag->repeatable()) continue;
      judgement_.report_flag(*given, kNetworkConflict,
                             "--" + std::string(name) + " is also given as a field of --network",
                             first().given);
    }
  }

  void judge_aliases() {
    for (const Network& network : networks_) {
      if (!network.attachment.aliases || is_user_defined(network.attachment.name)) continue;
      judgement_.report_flag(
          *network.given, kNetworkConflict,
          "an alias needs a network of your own, not " + quoted(network.attachment.name));
    }
    const std::vector<const Given*> aliases = judgement_.all("network-alias");
    if (aliases.empty() || on_own_network()) return;
    judgement_.report_flag(*aliases.front(), kNetworkConflict,
                           "--network-alias needs a network of your own, not " + first_name(),
                           first().given);
  }

  std::string first_name() const {
    return first().given == nullptr ? "the default one" : quoted(first().attachment.name);
  }

  void judge_address(const Given& given, std::string_view text, bool own,
                     Check (*check)(std::string_view)) {
    if (text.empty()) return;
    if (!own) {
      return judgement_.report_flag(given, kNetworkConflict,
                                    "a fixed address needs a network of your own with a subnet");
    }
    if (Check wrong = check(text)) {
      judgement_.report_flag(given, kBadIp, wrong->message, nullptr, wrong->suggestion);
    }
  }

  void judge_addresses() {
    for (const std::string_view name : {"ip", "ip6"}) {
      const Given* given = judgement_.last(name);
      if (given == nullptr) continue;
      judge_address(*given, given->value, on_own_network(), name == "ip" ? check_ip4 : check_ip6);
    }
    for (const Network& network : networks_) {
      if (network.given == nullptr) continue;
      const Attachment& fields = network.attachment;
      const bool own = is_user_defined(fields.name);
      judge_address(*network.given, fields.ip, own, check_ip4);
      judge_address(*network.given, fields.ip6, own, check_ip6);
      judge_address(*network.given, fields.mac, true, check_mac);
      for (const std::string& address : fields.link_local) {
        judge_address(*network.given, address.empty() ? " " : address, true, check_link_local);
      }
    }
  }

  void judge_container_mode() {
    if (!is_container(first().attachment.name)) return;
    constexpr std::array<std::string_view, 6> kFlags = {"hostname", "link",    "dns",
                                                        "add-host", "publish", "expose"};
    for (const std::string_view name : kFlags) {
      const Given* given = judgement_.last(name);
      if (given == nullptr || (given->value.empty() && name == "hostname")) continue;
      exclude(*given);
    }
    if (judgement_.on("publish-all")) exclude(*judgement_.last("publish-all"));
  }

  void exclude(const Given& given) {
    judgement_.report_flag(given, kNetworkConflict,
                           dashed(given) +
                               " cannot be set for a container that shares the network of "
                               "another one",
                           first().given);
  }

  void judge_host_mode() {
    if (first().attachment.name != "host") return;
    if (const Given* link = judgement_.last("link")) {
      judgement_.report_flag(*link, kNetworkConflict, "--link does not work on the host's network",
                             first().given);
    }
    const Given* ports = judgement_.last("publish");
    if (ports == nullptr && judgement_.on("publish-all")) ports = judgement_.last("publish-all");
    if (ports == nullptr) return;
    judgement_.report_flag(
        *ports, kDiscardedFlag,
        dashed(*ports) + " has no effect on the host's network: every port is open there",
        first().given);
  }

  // Whether the other container exists is not known here, but it has a name.
  void judge_links() {
    if (on_own_network()) return;
    for (const Given* given : judgement_.all("link")) {
      std::string_view name = cut(given->value, ':').before;
      if (name.starts_with('/') && given->value.find(':') != std::string_view::npos)
        name.remove_prefix(1);
      if (!name.empty() || judgement_.faulty(*given)) continue;
      judgement_.report(*given, kBadHost, {"the linked container's name is missing", ""});
    }
  }

  Judgement& judgement_;
  std::vector<Network> networks_;
};

}  // namespace

void judge_network(Judgement& judgement) { Networks(judgement).judge(); }

}  // namespace launch::docker
