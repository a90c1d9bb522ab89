#include "compiler/target/vertex/check/check.h"
#include "compiler/target/vertex/grammar.h"
#include "compiler/target/vertex/rules.h"

namespace launch::vertex {

// custom_job.proto, CustomJobSpec.network and reserved_ip_ranges; service_networking.proto.
void check_network(const Field& spec) {
  const Field network = spec["network"];
  if (network.is_text() && !network.empty()) {
    network.report(kBadName,
                   check_resource(network.text_or_empty(), "projects/NUMBER/global/networks/NAME"));
  }
  const Field ranges = spec["reservedIpRanges"];
  if (ranges.size() > 0 && network.empty()) {
    ranges.report_key(kConflict, "reservedIpRanges are ranges of a network, and none is set");
  }
  const Field psc = spec["pscInterfaceConfig"];
  if (!psc.empty() && !network.empty()) {
    psc.report_key_with(kConflict,
                        "pscInterfaceConfig and network are two ways into a network: expected one",
                        {{network.key_span(), "the network to peer with"}});
  }
  const Field attachment = psc["networkAttachment"];
  // Its name alone is one of the job's own project and region.
  if (attachment.is_text() && attachment.text_or_empty().find('/') != std::string_view::npos) {
    attachment.report(kBadName,
                      check_resource(attachment.text_or_empty(),
                                     "projects/PROJECT/regions/REGION/networkAttachments/NAME"));
  }
  for (const Field& peering : psc["dnsPeeringConfigs"].items()) {
    const Field domain = peering["domain"];
    if (!check_not_empty(domain) || domain.unknown() || domain.text_or_empty().ends_with('.')) {
      continue;
    }
    domain.report(kBadName, quoted(domain.text_or_empty()) + ": a DNS suffix ends with a dot",
                  suggest(std::string(domain.text_or_empty()) + "."));
  }
}

}  // namespace launch::vertex
