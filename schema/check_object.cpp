// Keywords about objects and their keys.
#include <span>

#include "schema/walk.h"

namespace launch::schema {
namespace {

void properties(Walk& walk, const Json&, const Json& known, Instance value) {
  if (type(value) != Type::Object) return;
  for (std::size_t i = 0; i < size(value); ++i) {
    auto found = known.find(key(value, i));
    if (found != known.end()) walk.judge_member(*found, value, i);
  }
}

void pattern_properties(Walk& walk, const Json&, const Json& by_pattern, Instance value) {
  if (type(value) != Type::Object) return;
  for (std::size_t i = 0; i < size(value); ++i) {
    for (const auto& [pattern, schema] : by_pattern.items()) {
      if (!walk.rules().patterns.found(pattern, key(value, i))) continue;
      walk.judge_member_in_full(schema, value, i);
    }
  }
}

// Whether properties or patternProperties of the schema take the key.
bool is_known(const Walk& walk, const Json& schema, std::string_view name) {
  auto at = schema.find("properties");
  if (at != schema.end() && at->contains(name)) return true;
  at = schema.find("patternProperties");
  if (at == schema.end()) return false;
  for (const auto& [pattern, sub] : at->items()) {
    if (walk.rules().patterns.found(pattern, name)) return true;
  }
  return false;
}

std::vector<std::string> known_keys(const Json& schema) {
  std::vector<std::string> names;
  auto at = schema.find("properties");
  if (at == schema.end()) return names;
  for (const auto& [name, sub] : at->items()) names.push_back(name);
  return names;
}

void additional_properties(Walk& walk, const Json& schema, const Json& rest, Instance value) {
  if (type(value) != Type::Object || rest == true) return;
  for (std::size_t i = 0; i < size(value); ++i) {
    std::string_view name = key(value, i);
    if (is_known(walk, schema, name)) continue;
    if (rest == false) {
      walk.report_key("additionalProperties", name, i, "unknown key " + in_quotes(name),
                      known_keys(schema));
    } else if (schema.contains("patternProperties")) {
      walk.judge_member_in_full(rest, value, i);
    } else {
      walk.judge_member(rest, value, i);
    }
  }
}

void property_names(Walk& walk, const Json&, const Json& schema, Instance value) {
  if (type(value) != Type::Object) return;
  for (std::size_t i = 0; i < size(value); ++i) {
    std::string_view name = key(value, i);
    for (Finding& finding : walk.opinion(schema, as_instance(name))) {
      walk.report_key("propertyNames", name, i,
                      "key " + in_quotes(name) + ": " + finding.violation.message,
                      std::move(finding.violation.allowed));
    }
  }
}

void required(Walk& walk, const Json&, const Json& names, Instance value) {
  if (type(value) != Type::Object) return;
  for (const Json& wanted : names) {
    const std::string& name = wanted.get_ref<const std::string&>();
    if (has(value, name)) continue;
    walk.report_key("required", name, Walk::kMissing, "missing key " + in_quotes(name));
  }
}

void dependencies(Walk& walk, const Json&, const Json& needs, Instance value) {
  if (type(value) != Type::Object) return;
  for (const auto& [name, need] : needs.items()) {
    if (!has(value, name)) continue;
    if (!need.is_array()) {
      walk.judge(need, value);
      continue;
    }
    for (const Json& wanted : need) {
      const std::string& other = wanted.get_ref<const std::string&>();
      if (has(value, other)) continue;
      walk.report_key("dependencies", other, Walk::kMissing,
                      "missing key " + in_quotes(other) + ", which " + in_quotes(name) + " needs");
    }
  }
}

void min_properties(Walk& walk, const Json&, const Json& limit, Instance value) {
  if (type(value) != Type::Object) return;
  check_count(walk, "minProperties", size(value), limit, "key");
}

void max_properties(Walk& walk, const Json&, const Json& limit, Instance value) {
  if (type(value) != Type::Object) return;
  check_count(walk, "maxProperties", size(value), limit, "key");
}

constexpr NamedCheck kChecks[] = {
    {"properties", properties},
    {"patternProperties", pattern_properties},
    {"additionalProperties", additional_properties},
    {"propertyNames", property_names},
    {"required", required},
    {"dependencies", dependencies},
    {"minProperties", min_properties},
    {"maxProperties", max_properties},
};

}  // namespace

std::span<const NamedCheck> object_checks() { return kChecks; }

}  // namespace launch::schema
