// Places as editors count them: lines from 0, and in a line units of UTF-16 or bytes of UTF-8
// (Language Server Protocol 3.17, PositionEncodingKind).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace launch::edit {

enum class Encoding : std::uint8_t { Utf16, Utf8 };

struct LinePlace {
  std::uint32_t line = 0;
  std::uint32_t character = 0;
  friend bool operator==(const LinePlace&, const LinePlace&) = default;
};

// Lines end in \n, \r\n or \r. `text` must outlive it.
class Lines {
 public:
  explicit Lines(std::string_view text);

  // Places past the end of a line or of the text mean its end.
  std::uint32_t offset_of(LinePlace place, Encoding encoding) const;
  LinePlace place_of(std::size_t offset, Encoding encoding) const;
  // Without its line break.
  std::string_view line(std::uint32_t number) const;
  std::uint32_t count() const { return static_cast<std::uint32_t>(starts_.size()); }
  std::uint32_t start_of(std::uint32_t number) const { return starts_[number]; }

 private:
  std::string_view text_;
  std::vector<std::uint32_t> starts_;
};

}  // namespace launch::edit
