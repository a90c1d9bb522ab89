// Regular expressions of schemas, judged by RE2: linear in time, whatever pattern and text.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "schema/keywords.h"

namespace re2 {
class RE2;
}

namespace launch::schema {

// Why RE2 refuses the pattern; empty when it does not.
std::string pattern_error(const std::string& pattern);

// The patterns of a schema, ready to use from several threads.
class Patterns {
 public:
  // Those of the given schemas, which lint() has nothing against.
  explicit Patterns(const std::unordered_set<const Json*>& schemas);
  ~Patterns();
  Patterns(Patterns&&) noexcept;

  // Whether `pattern`, one of the schema's, is found anywhere in `text`.
  bool found(const std::string& pattern, std::string_view text) const;

 private:
  std::unordered_map<std::string, std::unique_ptr<re2::RE2>> compiled_;
};

}  // namespace launch::schema
