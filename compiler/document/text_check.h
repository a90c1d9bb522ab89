// What a text is made of, before anyone reads it as YAML or JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/diagnostic/diagnostic.h"

namespace launch {

struct TextFacts {
  std::uint32_t begin = 0;  // after a byte order mark
  bool ascii = true;
  // The first character that JSON allows inside strings and YAML does not, or that YAML 1.1 and 1.2
  // disagree on. Zero length when there is none.
  Span not_yaml;
};

// Reports what is not UTF-8 text; then there are no facts.
std::optional<TextFacts> check_text(SourceId id, std::string_view text, Diagnostics& diagnostics);
// Reports facts.not_yaml; false when there is something to report.
bool check_yaml_characters(const TextFacts& facts, std::string_view text, Diagnostics& diagnostics);

// From libyaml's marks, which count code points, to bytes. Marks mostly come in order, so walking
// from the last one costs no more than reading the text once, and needs no table.
class ByteOffsets {
 public:
  ByteOffsets(std::string_view text, const TextFacts& facts)
      : text_(text), ascii_(facts.ascii), begin_(facts.begin), byte_(facts.begin) {}

  std::uint32_t operator()(std::size_t index) {
    if (ascii_) return begin_ + static_cast<std::uint32_t>(index);
    return walk(index);
  }

 private:
  std::uint32_t walk(std::size_t index);

  std::string_view text_;
  bool ascii_;
  std::uint32_t begin_;
  std::size_t index_ = 0;  // code points before byte_
  std::uint32_t byte_;
};

}  // namespace launch
