// Makes the tables of accept_table.h from a schema that lint() has nothing against.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "schema/accept_table.h"
#include "schema/keywords.h"

namespace launch::schema {

class TableBuilder {
 public:
  // `root` is read now and not needed after.
  explicit TableBuilder(const Json& root);
  // Valid as long as the builder stays where it is.
  AcceptTable table() const;

 private:
  using Rule = AcceptTable::Rule;
  using Limits = AcceptTable::Limits;

  std::int32_t add(const Json& root, const Json& schema);
  std::int32_t merged(std::int32_t index);
  void read(Rule& rule, const Json& root, const Json& schema);
  void read_plain(Rule& rule, Limits& limits, const std::string& keyword, const Json& value);
  void read_limit(Rule& rule, Limits& limits, const std::string& keyword, const Json& value);
  void read_dependencies(Rule& rule, const Json& value);
  Range properties_of(const Json& root, const Json& schemas, bool& unknown);
  Range constants_of(const Json& values);
  Range text(const std::string& text);
  std::uint32_t limits(const Limits& limits);

  std::string texts_;
  std::vector<Rule> rules_;
  std::vector<Limits> limits_{Limits{}};
  std::vector<AcceptTable::Constant> constants_;
  std::vector<AcceptTable::Property> properties_;
  std::vector<Range> required_;
  std::vector<AcceptTable::Dependency> dependencies_;
  std::vector<AcceptTable::Property> entries_;

  std::unordered_map<std::string, Range> known_texts_;
  std::unordered_map<const Json*, std::int32_t> known_;  // by schema, so that references may loop
  std::map<Rule, std::int32_t> leaves_;                  // rules that lead to no new one
};

}  // namespace launch::schema
