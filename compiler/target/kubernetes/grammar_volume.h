// Grammars of texts that only volumes hold. As grammar.h; sources at the definitions.
#pragma once

#include <string_view>

#include "compiler/target/trouble.h"

namespace launch::kubernetes {

Check check_iscsi_name(std::string_view text);         // iqn.…, eui.…, naa.…
Check check_host_ports(std::string_view text);         // host:port, several with commas
Check check_signer_name(std::string_view text);        // domain.example/name
Check check_trust_bundle_name(std::string_view text);  // signer:with:colons:name, or a name

}  // namespace launch::kubernetes
