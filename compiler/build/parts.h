// Parts of a Kubernetes object that launch itself writes, each with its reason for `launch
// explain`.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/document/node.h"

namespace launch::build {

class Parts {
 public:
  Parts(Arena& arena, SourceMap& sources) : arena_(&arena), sources_(&sources) {}

  Arena& arena() const { return *arena_; }
  Node text(std::string_view text, std::string_view why) const;
  Node number(std::string_view digits, std::string_view why) const;
  Node truth(bool value, std::string_view why) const;
  // `before`, what the node says, `behind`; at the node's place.
  Node around(std::string_view before, const Node& node, std::string_view behind = {}) const;
  // The one text and then the other; at the place of the first.
  Node joined(const Node& first, std::string_view between, const Node& second) const;

  struct Entry {
    std::string_view key;
    Node value;  // left out when it is not valid
  };
  Node map(std::initializer_list<Entry> entries) const;
  // Items that are not valid are left out; without any there is no list.
  Node list(const std::vector<Node>& items) const;
  // {name: NAME, value: VALUE}, not valid when the value is not.
  Node variable(std::string_view name, const Node& value) const;

 private:
  Span nowhere() const;

  Arena* arena_;
  SourceMap* sources_;
};

}  // namespace launch::build
