#include "compiler/spec/spec_digest.h"

#include "compiler/document/digest.h"
#include "compiler/document/sha256.h"
#include "compiler/document/write_json.h"

namespace launch {

std::string spec_digest(const Spec& spec, std::string_view target) {
  // Where values come from does not count.
  MappingBuilder resolved(spec.root);
  resolved.erase("base_config");
  Arena arena;
  const std::string text = canonical_json(resolved.build(arena, spec.root.span()));
  return hex(sha256("{\"spec\":" + text + ",\"target\":" + json_string(target) + "}"));
}

}  // namespace launch
