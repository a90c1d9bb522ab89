#include "compiler/spec/spec_digest.h"

#include "compiler/document/digest.h"
#include "compiler/document/sha256.h"
#include "compiler/document/write_json.h"

namespace launch {

namespace {

// The image, where the documents do not say it: built from the code, or given on the command line.
bool is_from_outside(const Node& image, const Node& root) {
  if (!image.valid() || image.is_deferred()) return false;
  const Node* own = root.find("image");
  return own == nullptr || !same_value(*own, image);
}

}  // namespace

std::string spec_digest(const Spec& spec, std::string_view target) {
  // Where values come from does not count.
  MappingBuilder resolved(spec.root);
  resolved.erase("base_config");
  if (is_from_outside(spec.image, spec.root))
    resolved.set("image_uri", spec.image.span(), spec.image);
  Arena arena;
  const std::string text = canonical_json(resolved.build(arena, spec.root.span()));
  return hex(sha256("{\"spec\":" + text + ",\"target\":" + json_string(target) + "}"));
}

}  // namespace launch
