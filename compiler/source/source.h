// The text of everything that can set a value, and places in it.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace launch {

enum class SourceId : std::uint32_t {};

// A half-open range of bytes in one source.
struct Span {
  SourceId source{};
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

// What a person reads: both count from 1, columns count code points.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

// Owns texts: files, and every flag, environment variable and built-in default as a small virtual
// file, so that no value lacks a place to point at. Texts never move: views into them stay valid as
// long as the map.
class SourceMap {
 public:
  enum class Kind : std::uint8_t { File, Flag, Environment, BuiltIn };

  SourceMap() = default;
  // A move leaves the texts where they are; a copy would not be what views point into.
  SourceMap(SourceMap&&) = default;
  SourceMap& operator=(SourceMap&&) = default;

  // `name` is what messages print: a path as the user wrote it, `--set image`, `$HF_TOKEN`.
  // Texts of Kind::Environment are secret: snippets and explanations never show them.
  SourceId add(std::string name, std::string text, Kind kind = Kind::File);

  // A text that somebody else keeps; `owner` keeps it as long as the map needs it.
  SourceId add_shared(std::string name, std::string_view text, std::shared_ptr<const void> owner);

  // The source of what launch itself puts in; has no text.
  SourceId built_in();

  std::string_view name(SourceId id) const { return at(id).name; }
  std::string_view text(SourceId id) const { return at(id).text; }
  // The bytes a span covers, cut to the source's end.
  std::string_view text(Span span) const;
  Kind kind(SourceId id) const { return at(id).kind; }
  bool is_secret(SourceId id) const { return at(id).kind == Kind::Environment; }
  std::size_t size() const { return sources_.size(); }

  // Offsets past the end mean the end.
  Position position(SourceId id, std::uint32_t offset) const;
  // The line that holds `offset`, without its line break.
  Span line(SourceId id, std::uint32_t offset) const;
  // "queue.yaml:12:17"; a source that is not a file has a name and no numbers: "--set image".
  std::string describe(Span span) const;

 private:
  struct Source {
    std::string name;
    std::string own;
    std::string_view text;  // `own`, or somebody else's
    Kind kind;
    std::shared_ptr<const void> owner{};
    mutable std::vector<std::uint32_t> line_starts{};  // made when first asked for
  };
  const Source& at(SourceId id) const { return sources_[static_cast<std::size_t>(id)]; }
  std::deque<Source> sources_;
  std::int64_t built_in_ = -1;
};

}  // namespace launch
