// What differs between two rendered objects, field by field, with the places that decided it.
#pragma once

#include <string>
#include <vector>

#include "compiler/change/area.h"
#include "compiler/spec/spec.h"
#include "compiler/target/target.h"

namespace launch {

// A field on one side.
struct FieldValue {
  std::string field;    // "args[3]", "env.NCCL_DEBUG", "spec.template.spec.containers[train].image"
  std::string text;     // secrets masked; not shortened, not fit for a terminal
  bool secret = false;  // the text is a stand-in
  std::string place;    // "bases/gpu.yaml:7:11", "--set image", "launch" for what launch adds
  std::string path;     // of the file, empty when it is none
  std::uint32_t line = 0;  // 0: not in a file
  friend bool operator==(const FieldValue&, const FieldValue&) = default;
};

struct Change {
  enum class Kind : std::uint8_t { Added, Removed, Changed, Reordered };
  Kind kind = Kind::Changed;
  Area area = Area::Other;
  FieldValue before, after;         // one is empty when the field was added or removed
  std::vector<std::string> also{};  // fields that the same edit changed in the same way
  std::string_view field() const { return after.field.empty() ? before.field : after.field; }
};

// "added", "removed", "changed", "reordered".
std::string_view kind_name(Change::Kind kind);

// One compiled job for one target.
struct Rendered {
  const Artifact& artifact;
  const Spec& spec;
  const std::vector<Removal>& removed;
  const SourceMap& sources;
};

// In the order of the areas, in each in the order of the object. Empty for the same object; with
// its sides swapped for swapped objects. Keys of maps have no order.
std::vector<Change> changes_between(const Rendered& before, const Rendered& after, Arena& arena);

}  // namespace launch
