// Which texts may stand in YAML without quotes, whoever reads them.
#pragma once

#include <cstdint>
#include <string_view>

namespace launch {

// Whether every reader takes `text`, written plainly in a block, for that very text: YAML 1.2's
// core schema (ours), PyYAML's YAML 1.1, and the Go readers of Kubernetes' tools.
bool is_safe_plain(std::string_view text);

// Characters that some reader refuses, drops or takes for a line break when they stand as they are:
// controls, the breaks of YAML 1.1, the byte order mark.
// (https://yaml.org/spec/1.2.2/#51-character-set, https://yaml.org/spec/1.1/#id871136)
bool needs_escape(std::uint32_t code_point);

}  // namespace launch
