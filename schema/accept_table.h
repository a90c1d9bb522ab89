// What a first look at a value needs of a schema, as plain tables. They hold numbers for pointers:
// those of a shipped schema are constants of the program, made when it is built
// (tools/schema_tables.cpp), so that a run pays neither for reading the schema nor for moving them
// to where the program was loaded.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace launch::schema {

// Sets of types, a bit each.
using TypeSet = unsigned;

// From one place to before another, in a list or in the texts.
struct Range {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool empty() const { return begin == end; }
  auto operator<=>(const Range&) const = default;
};

// A schema's number; None where it sets no limit.
struct Number {
  enum class Kind : std::uint8_t { None, Whole, Real };
  Kind kind = Kind::None;
  std::int64_t whole = 0;
  double real = 0;
  bool operator==(const Number&) const = default;
};

struct AcceptTable {
  // An index into `rules`, or one of these.
  static constexpr std::int32_t kAnything = -1;
  static constexpr std::int32_t kNothing = -2;

  struct Rule {
    TypeSet types = 0;
    bool unknown = false;  // holds a keyword that is not looked at here
    std::int32_t items = kAnything;
    std::int32_t additional = kAnything;
    std::uint32_t limits = 0;  // an index; the first sets none
    Range format{};            // in the texts
    Range constants{};         // an enum's
    Range properties{};        // sorted by before()
    Range required{};
    Range dependencies{};
    auto operator<=>(const Rule&) const = default;
  };
  struct Limits {
    Number minimum{};
    Number maximum{};
    std::uint64_t min_items = 0;
    std::uint64_t min_properties = 0;
    std::uint64_t max_properties = UINT64_MAX;
    bool operator==(const Limits&) const = default;
  };
  struct Constant {
    bool is_text = false;
    Range text{};  // or, of another value, what canonical() makes of it
    bool operator==(const Constant&) const = default;
  };
  struct Property {
    Range name{};
    std::int32_t rule = kAnything;
    bool operator==(const Property&) const = default;
  };
  struct Dependency {
    Range name{};
    Range needs{};
    bool operator==(const Dependency&) const = default;
  };

  std::string_view texts{};  // one behind the other
  std::span<const Rule> rules{};
  std::span<const Limits> limits{};
  std::span<const Constant> constants{};
  std::span<const Property> properties{};
  std::span<const Range> required{};
  std::span<const Dependency> dependencies{};
  std::span<const Property> entries{};  // the root under "", and the definitions

  std::string_view text(Range range) const {
    return {texts.data() + range.begin, range.end - range.begin};
  }

  // The order of names: by length first, which tells most of them apart.
  static bool before(std::string_view a, std::string_view b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  }
};

template <class T>
std::span<const T> part(std::span<const T> list, Range range) {
  return {list.data() + range.begin, range.end - range.begin};
}

// A schema that is part of the program: what `launch schema` prints, and what was made of it.
struct ShippedSchema {
  std::string_view text{};
  AcceptTable table{};
};

}  // namespace launch::schema
