// Tolerations as an annotation, from before they were a field. Nothing acts on it any more, but the
// API server still reads it (k8s.io/kubernetes v1.36.3, pkg/apis/core/helper/helpers.go,
// GetTolerationsFromPodAnnotations, and encoding/json, which takes names of fields in any case).
#include <array>

#include "compiler/document/read_json.h"
#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/check/pod.h"
#include "compiler/target/kubernetes/rules.h"
#include "compiler/target/text.h"

namespace launch::kubernetes {
namespace {

constexpr std::array<std::string_view, 5> kFields{"key", "operator", "value", "effect",
                                                  "tolerationSeconds"};

bool has_type_of(std::string_view field, const Node& value) {
  if (value.is_null()) return true;
  if (field != "tolerationSeconds") return value.is_string();
  return value.kind() == Kind::Integer && value.as_integer().has_value();
}

// A toleration with the names of its fields as YAML has them; nothing when it cannot be read.
std::optional<Node> read_toleration(const Node& item, Arena& arena) {
  if (!item.is_mapping() && !item.is_null()) return {};
  MappingBuilder fields;
  for (const Member& member : item.members()) {
    for (const std::string_view field : kFields) {
      if (lower(member.key) != lower(field)) continue;
      if (!has_type_of(field, member.value)) return {};
      fields.set(field, member.key_span, member.value);
    }
  }
  return fields.build(arena, item.span());
}

// The whole list; nothing when it is no JSON of tolerations.
std::optional<Node> read_tolerations(SourceId id, std::string_view text, Arena& arena) {
  Diagnostics ignored;
  TreeBuilder builder(id, text, arena, ignored, {});
  if (!read_json(text, 0, arena, builder) || !builder.is_clean()) return {};
  const Node list = builder.finish();
  if (!list.is_sequence()) return {};
  std::vector<Node> items;
  for (const Node& item : list.items()) {
    const std::optional<Node> toleration = read_toleration(item, arena);
    if (!toleration) return {};
    items.push_back(*toleration);
  }
  return Node::sequence(arena.copy(std::span<const Node>(items)), list.span());
}

}  // namespace

// One finding, whatever is wrong inside: nobody is to write this again.
void check_tolerations_annotation(const Field& annotation) {
  const std::string_view text = known_text(annotation).value_or("");
  if (text.empty() || trim_space(text) == "null") return;
  SourceMap sources;
  Arena arena;
  Diagnostics found;
  const SourceId id = sources.add("tolerations", std::string(text));
  const std::optional<Node> list = read_tolerations(id, sources.text(id), arena);
  if (!list) {
    annotation.report(kBadFormat, "no JSON list of tolerations; use the field tolerations");
    return;
  }
  Judgement judgement{*list, sources, found, annotation.judgement().minor};
  check_tolerations(Field(judgement));
  if (found.has_errors()) annotation.report(kBadFormat, found.sorted()[0].message);
}

}  // namespace launch::kubernetes
