#include "schema/accept.h"

#include <algorithm>

#include "schema/walk.h"

namespace launch::schema {
namespace {

// As equals_any(), which builds texts; most constants are texts already.
bool is_among(const Json& constants, Instance value) {
  if (value.access->type(value.value) != Type::String) return equals_any(constants, value);
  const std::string_view text = value.access->as_string(value.value);
  return std::any_of(constants.begin(), constants.end(), [&](const Json& constant) {
    return constant.is_string() && constant.get_ref<const std::string&>() == text;
  });
}

bool fits(std::string_view format, Instance value) {
  return value.access->fits == nullptr || value.access->fits(format, value.value);
}

}  // namespace

Acceptor::Acceptor(const Json& root) : root_(root), first_(add(root)) {}

int Acceptor::add(const Json& given) {
  if (given.is_boolean()) return given.get<bool>() ? kAnything : kNothing;
  const Json& schema = dereference(root_, given);
  if (schema.is_boolean()) return schema.get<bool>() ? kAnything : kNothing;
  for (const auto& [json, index] : known_) {
    if (json == &schema) return index;
  }
  const int index = static_cast<int>(rules_.size());
  rules_.push_back(std::make_unique<Rule>());
  known_.emplace_back(&schema, index);
  // By pointer: adding other rules moves the list, not what it points to.
  Rule& rule = *rules_.back();
  for (const auto& [keyword, value] : schema.get_ref<const Json::object_t&>()) {
    read(rule, keyword, value);
  }
  return index;
}

void Acceptor::read(Rule& rule, const std::string& keyword, const Json& value) {
  if (keyword == "type") {
    rule.types = type_set(value);
  } else if (keyword == "properties") {
    for (const auto& [name, schema] : value.get_ref<const Json::object_t&>()) {
      rule.properties.emplace_back(name, add(schema));
      // valijson 1.0 cuts such a name short, so that the two would not agree.
      rule.unknown = rule.unknown || name.find('\0') != std::string::npos;
    }
  } else if (keyword == "additionalProperties") {
    rule.additional = add(value);
  } else if (keyword == "items" && !value.is_array()) {
    rule.items = add(value);
  } else if (keyword == "enum") {
    rule.constants = &value;
  } else if (keyword == "format" && value.is_string()) {
    rule.format = value.get_ref<const std::string&>();
  } else if (keyword == "required") {
    for (const Json& name : value) rule.required.push_back(name.get_ref<const std::string&>());
  } else if (keyword == "dependencies") {
    read_dependencies(rule, value);
  } else {
    read_number(rule, keyword, value);
  }
}

void Acceptor::read_number(Rule& rule, const std::string& keyword, const Json& value) {
  const Keyword* known = find_keyword(keyword);
  const bool silent =
      known != nullptr && (known->holds == Holds::Note || known->holds == Holds::Definitions);
  const bool count = value.is_number_unsigned();
  if (keyword == "minItems" && count) {
    rule.min_items = value.get<std::size_t>();
  } else if (keyword == "minProperties" && count) {
    rule.min_properties = value.get<std::size_t>();
  } else if (keyword == "maxProperties" && count) {
    rule.max_properties = value.get<std::size_t>();
  } else if (keyword == "minimum" && value.is_number()) {
    rule.minimum = &value;
  } else if (keyword == "maximum" && value.is_number()) {
    rule.maximum = &value;
  } else if (!silent) {
    rule.unknown = true;
  }
}

void Acceptor::read_dependencies(Rule& rule, const Json& value) {
  for (const auto& [name, needs] : value.get_ref<const Json::object_t&>()) {
    if (!needs.is_array()) {
      rule.unknown = true;
      continue;
    }
    for (const Json& need : needs) {
      rule.dependencies.emplace_back(name, need.get_ref<const std::string&>());
    }
  }
}

bool Acceptor::accepts(int index, Instance value) const {
  if (index < 0) return index == kAnything;
  const Rule& rule = *rules_[static_cast<std::size_t>(index)];
  if (is_nothing(value)) return true;
  if (rule.unknown || (rule.types & types_of(value)) == 0) return false;
  if (rule.constants != nullptr && !is_among(*rule.constants, value)) return false;
  if (!rule.format.empty() && !fits(rule.format, value)) return false;
  switch (value.access->type(value.value)) {
    case Type::Object:
      return accepts_object(rule, value);
    case Type::Array:
      return accepts_array(rule, value);
    case Type::Integer:
    case Type::Number:
      return accepts_number(rule, value);
    default:
      return true;
  }
}

bool Acceptor::accepts_number(const Rule& rule, Instance value) {
  return (rule.minimum == nullptr || compare_numbers(value, *rule.minimum) >= 0) &&
         (rule.maximum == nullptr || compare_numbers(value, *rule.maximum) <= 0);
}

bool Acceptor::accepts_object(const Rule& rule, Instance value) const {
  const std::size_t count = value.access->size(value.value);
  if (count < rule.min_properties || count > rule.max_properties) return false;
  const auto has_key = [&](std::string_view key) {
    return value.access->find(value.value, key) != nullptr;
  };
  if (!std::all_of(rule.required.begin(), rule.required.end(), has_key)) return false;
  for (const auto& [key, need] : rule.dependencies) {
    if (has_key(key) && !has_key(need)) return false;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const auto [key, child] = value.access->member(value.value, i);
    const auto at = std::lower_bound(
        rule.properties.begin(), rule.properties.end(), key,
        [](const auto& property, std::string_view name) { return property.first < name; });
    const bool found = at != rule.properties.end() && at->first == key;
    if (!accepts(found ? at->second : rule.additional, {child, value.access})) return false;
  }
  return true;
}

bool Acceptor::accepts_array(const Rule& rule, Instance value) const {
  const std::size_t count = value.access->size(value.value);
  if (count < rule.min_items) return false;
  for (std::size_t i = 0; i < count && rule.items != kAnything; ++i) {
    if (!accepts(rule.items, {value.access->item(value.value, i), value.access})) return false;
  }
  return true;
}

}  // namespace launch::schema
