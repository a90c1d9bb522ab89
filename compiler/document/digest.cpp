#include "compiler/document/digest.h"

#include <algorithm>

#include "compiler/document/write_json.h"

namespace launch {
namespace {

void append_canonical(std::string& out, const Node& node) {
  if (node.is_sequence()) {
    out += '[';
    for (const Node& item : node.items()) {
      if (&item != node.items().data()) out += ',';
      append_canonical(out, item);
    }
    out += ']';
  } else if (node.is_mapping()) {
    std::vector<const Member*> members;
    for (const Member& member : node.members()) members.push_back(&member);
    std::sort(members.begin(), members.end(),
              [](const Member* a, const Member* b) { return a->key < b->key; });
    out += '{';
    for (const Member* member : members) {
      if (member != members.front()) out += ',';
      append_json_string(out, member->key);
      out += ':';
      append_canonical(out, member->value);
    }
    out += '}';
  } else {
    // Compact writes null for .nan and .inf, and so one text for three values.
    append_json(out, node, node.is_number() ? JsonStyle::Python : JsonStyle::Compact);
  }
}

}  // namespace

std::string canonical_json(const Node& root) {
  std::string out;
  append_canonical(out, root);
  return out;
}

}  // namespace launch
