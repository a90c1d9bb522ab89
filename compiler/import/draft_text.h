// Drafts as YAML for people: with comments at the fields they speak of.
#pragma once

#include <string>
#include <vector>

#include "compiler/import/import.h"

namespace launch {

struct Comment {
  Path path;  // of a member or item
  std::string text;
};

// `head` stands on top, a line each; comments above their fields.
std::string commented_yaml(const Node& root, const std::vector<std::string>& head,
                           const std::vector<Comment>& comments);

}  // namespace launch
