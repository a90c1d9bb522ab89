#include "schema/table_builder.h"

#include <algorithm>

#include "schema/values.h"

namespace launch::schema {
namespace {

// Where a list is once it has grown by `more`.
template <class T>
Range append(std::vector<T>& list, const std::vector<T>& more) {
  const auto begin = static_cast<std::uint32_t>(list.size());
  list.insert(list.end(), more.begin(), more.end());
  return {begin, static_cast<std::uint32_t>(list.size())};
}

}  // namespace

TableBuilder::TableBuilder(const Json& root) {
  entries_.push_back({text(""), add(root, root)});
  if (!root.is_object() || !root.contains("definitions")) return;
  for (const auto& [name, schema] : root.at("definitions").items()) {
    if (!name.empty()) entries_.push_back({text(name), add(root, schema)});
  }
}

AcceptTable TableBuilder::table() const {
  return {texts_, rules_, limits_, constants_, properties_, required_, dependencies_, entries_};
}

std::int32_t TableBuilder::add(const Json& root, const Json& given) {
  const Json& schema = dereference(root, given);
  if (schema.is_boolean()) {
    return schema.get<bool>() ? AcceptTable::kAnything : AcceptTable::kNothing;
  }
  const auto [known, added] = known_.try_emplace(&schema, static_cast<std::int32_t>(rules_.size()));
  if (!added) return known->second;
  const std::int32_t index = known->second;
  rules_.emplace_back();
  Rule rule;
  read(rule, root, schema);
  rules_[static_cast<std::size_t>(index)] = rule;
  return known_[&schema] = merged(index);
}

// Most properties are but a text or a number: one rule for all that say the same.
std::int32_t TableBuilder::merged(std::int32_t index) {
  const Rule& rule = rules_[static_cast<std::size_t>(index)];
  const bool is_leaf = static_cast<std::size_t>(index) + 1 == rules_.size() &&
                       rule.items != index && rule.additional != index && rule.properties.empty();
  if (!is_leaf) return index;
  const auto [same, added] = leaves_.try_emplace(rule, index);
  if (!added) rules_.pop_back();
  return same->second;
}

void TableBuilder::read(Rule& rule, const Json& root, const Json& schema) {
  rule.types = kAnyType;
  Limits found;
  for (const auto& [keyword, value] : schema.get_ref<const Json::object_t&>()) {
    if (keyword == "properties") {
      rule.properties = properties_of(root, value, rule.unknown);
    } else if (keyword == "additionalProperties") {
      rule.additional = add(root, value);
    } else if (keyword == "items" && !value.is_array()) {
      rule.items = add(root, value);
    } else {
      read_plain(rule, found, keyword, value);
    }
  }
  rule.limits = limits(found);
}

void TableBuilder::read_plain(Rule& rule, Limits& limits, const std::string& keyword,
                              const Json& value) {
  if (keyword == "type") {
    rule.types = type_set(value);
  } else if (keyword == "enum") {
    rule.constants = constants_of(value);
    rule.unknown = rule.unknown || rule.constants.empty();
  } else if (keyword == "format" && value.is_string()) {
    rule.format = text(value.get_ref<const std::string&>());
  } else if (keyword == "required") {
    std::vector<Range> names;
    for (const Json& name : value) names.push_back(text(name.get_ref<const std::string&>()));
    rule.required = append(required_, names);
  } else if (keyword == "dependencies") {
    read_dependencies(rule, value);
  } else {
    read_limit(rule, limits, keyword, value);
  }
}

void TableBuilder::read_limit(Rule& rule, Limits& limits, const std::string& keyword,
                              const Json& value) {
  const Keyword* known = find_keyword(keyword);
  const bool silent =
      known != nullptr && (known->holds == Holds::Note || known->holds == Holds::Definitions);
  const bool count = value.is_number_unsigned();
  if (keyword == "minItems" && count) {
    limits.min_items = value.get<std::uint64_t>();
  } else if (keyword == "minProperties" && count) {
    limits.min_properties = value.get<std::uint64_t>();
  } else if (keyword == "maxProperties" && count) {
    limits.max_properties = value.get<std::uint64_t>();
  } else if (keyword == "minimum" && value.is_number()) {
    limits.minimum = number_of(value);
  } else if (keyword == "maximum" && value.is_number()) {
    limits.maximum = number_of(value);
  } else if (!silent) {
    rule.unknown = true;
  }
}

void TableBuilder::read_dependencies(Rule& rule, const Json& value) {
  std::vector<AcceptTable::Dependency> found;
  for (const auto& [name, needs] : value.get_ref<const Json::object_t&>()) {
    if (!needs.is_array()) {
      rule.unknown = true;
      continue;
    }
    for (const Json& need : needs) {
      found.push_back({text(name), text(need.get_ref<const std::string&>())});
    }
  }
  rule.dependencies = append(dependencies_, found);
}

Range TableBuilder::properties_of(const Json& root, const Json& schemas, bool& unknown) {
  std::vector<AcceptTable::Property> found;
  for (const auto& [name, schema] : schemas.get_ref<const Json::object_t&>()) {
    found.push_back({text(name), add(root, schema)});
    // valijson 1.0 cuts such a name short, so that the two would not agree.
    unknown = unknown || name.find('\0') != std::string::npos;
  }
  const auto name = [this](const AcceptTable::Property& property) {
    return std::string_view(texts_).substr(property.name.begin,
                                           property.name.end - property.name.begin);
  };
  std::sort(found.begin(), found.end(),
            [&](const auto& a, const auto& b) { return AcceptTable::before(name(a), name(b)); });
  return append(properties_, found);
}

Range TableBuilder::constants_of(const Json& values) {
  std::vector<AcceptTable::Constant> found;
  for (const Json& value : values) {
    const bool is_text = value.is_string();
    found.push_back(
        {is_text, text(is_text ? value.get<std::string>() : canonical(as_instance(value)))});
  }
  return append(constants_, found);
}

Range TableBuilder::text(const std::string& text) {
  const auto begin = static_cast<std::uint32_t>(texts_.size());
  const auto end = static_cast<std::uint32_t>(begin + text.size());
  const auto [known, added] = known_texts_.try_emplace(text, Range{begin, end});
  if (added) texts_ += text;
  return known->second;
}

std::uint32_t TableBuilder::limits(const Limits& limits) {
  const auto found = std::find(limits_.begin(), limits_.end(), limits);
  const auto index = static_cast<std::uint32_t>(found - limits_.begin());
  if (found == limits_.end()) limits_.push_back(limits);
  return index;
}

}  // namespace launch::schema
