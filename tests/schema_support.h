// What the schema tests share: JSON values as Instances, and violations as text.
#pragma once

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "schema/schema.h"
#include "tests/catch.h"
#include "tests/source_dir.h"

namespace launch::schema::test {

using Json = nlohmann::ordered_json;  // keeps the order of keys, as YAML documents do

inline const Json& json(const void* value) { return *static_cast<const Json*>(value); }

inline Type type_of(const void* value) {
  switch (json(value).type()) {
    case Json::value_t::boolean:
      return Type::Bool;
    case Json::value_t::number_integer:
      return Type::Integer;
    case Json::value_t::number_unsigned:
      return json(value).get<std::uint64_t>() >> 63U != 0 ? Type::Number : Type::Integer;
    case Json::value_t::number_float:
      return Type::Number;
    case Json::value_t::string:
      return Type::String;
    case Json::value_t::array:
      return Type::Array;
    case Json::value_t::object:
      return Type::Object;
    default:
      return Type::Null;
  }
}

inline const void* find_member(const void* value, std::string_view key) {
  for (const auto& [name, child] : json(value).items()) {
    if (name == key) return &child;
  }
  return nullptr;
}

inline std::pair<std::string_view, const void*> member_of(const void* value, std::size_t index) {
  const Json::object_t& object = json(value).get_ref<const Json::object_t&>();
  auto at = object.begin() + static_cast<std::ptrdiff_t>(index);
  return {at->first, &at->second};
}

inline constexpr Access kAccess = {
    .type = type_of,
    .as_bool = [](const void* v) { return json(v).get<bool>(); },
    .as_integer = [](const void* v) { return json(v).get<std::int64_t>(); },
    .as_number = [](const void* v) { return json(v).get<double>(); },
    .as_string = [](const void* v) -> std::string_view {
      return json(v).get_ref<const std::string&>();
    },
    .size = [](const void* v) { return json(v).size(); },
    .item = [](const void* v, std::size_t i) -> const void* { return &json(v)[i]; },
    .member = member_of,
    .find = find_member,
};

inline std::vector<Violation> validate(const Schema& schema, const Json& value) {
  const Instance instance{&value, &kAccess};
  std::vector<Violation> violations = schema.validate(instance);
  // The fast first look may only spare valijson what valijson would accept.
  CHECK(violations.empty() == schema.judge(instance).empty());
  return violations;
}

inline std::string joined(const std::vector<std::string>& words, const char* between) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : between) + word;
  return out;
}

// "/a/0 type(string|array): expected …", a line each.
inline std::string dump(const std::vector<Violation>& violations) {
  std::string out;
  for (const Violation& v : violations) {
    for (const std::string& step : v.path) out += "/" + step;
    out += " " + v.keyword;
    if (!v.allowed.empty()) out += "(" + joined(v.allowed, "|") + ")";
    if (!v.subject.empty()) out += " <" + v.subject + ">";
    out += ": " + v.message + "\n";
  }
  return out;
}

inline std::string judged(const std::string& schema, const std::string& value,
                          Presence presence = Presence::Required) {
  return dump(validate(Schema(schema, presence), Json::parse(value)));
}

inline std::filesystem::path root() { return tests::source_dir(); }

inline std::string read(const std::filesystem::path& path) {
  std::ifstream in(path);
  REQUIRE(in);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

inline std::string shipped(const std::string& name) {
  return read(root() / "schema" / (name + ".schema.json"));
}

inline const std::vector<std::string> kShipped = {"job", "queue", "agent", "sweep"};

}  // namespace launch::schema::test
