// What a schema tells people who write documents: which keys there are, what they mean, which words
// a value may be. Judges nothing.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace launch::schema {

struct KeyGuide {
  std::string name;
  std::string description;
  std::string type;  // "map", "list", "text", "integer" …; several with " or "; empty: anything
};

// About the value at one place.
struct Guide {
  std::string description;
  std::string type;                   // as in KeyGuide
  std::string default_value;          // as JSON; empty when there is none
  std::vector<std::string> examples;  // as JSON
  std::vector<std::string> words;     // all it may be, when that is a closed set; as YAML
  std::vector<KeyGuide> keys;         // of a map, in the order of the schema
  bool takes_list = false;
};

// One schema, read once and asked often. Not safe to share between threads.
class Guidebook {
 public:
  // `entry`: a name in the schema's definitions to begin at; empty: its root.
  explicit Guidebook(std::string_view schema_text, std::string_view entry = {});
  ~Guidebook();
  Guidebook(Guidebook&&) noexcept;

  // Steps are keys, and numbers for items; nothing where the schema says nothing.
  std::optional<Guide> at(std::span<const std::string> path) const;

 private:
  struct Read;
  std::unique_ptr<Read> read_;
};

}  // namespace launch::schema
