// `# launch: …` comments.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/document/read_yaml.h"

namespace launch {

// libyaml drops comments, so they are looked for in the text first, and what turns out to stand
// inside a scalar (a shell script in a block, say) is taken out while the scalars come by.
class DirectiveFinder {
 public:
  DirectiveFinder(SourceId id, std::string_view text);

  // Everything up to `end` that was not said to be inside a scalar is a comment.
  void skip_scalar(std::uint32_t begin, std::uint32_t end) {
    if (next_ < found_.size() && found_[next_].span.begin < end) drop_inside(begin, end);
  }
  // The comments before `end` that have not been taken yet.
  std::vector<Directive> take_before(std::uint32_t end);

 private:
  void drop_inside(std::uint32_t begin, std::uint32_t end);

  std::vector<Directive> found_;  // by position
  std::size_t next_ = 0;          // the first of found_ not yet judged
  std::vector<Directive> real_;
};

}  // namespace launch
