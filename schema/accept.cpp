#include "schema/accept.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "schema/values.h"

namespace launch::schema {
namespace {

std::int32_t entry_of(const AcceptTable& table, std::string_view name) {
  const auto found = std::find_if(
      table.entries.begin(), table.entries.end(),
      [&](const AcceptTable::Property& entry) { return table.text(entry.name) == name; });
  if (found == table.entries.end()) {
    throw std::invalid_argument("schema: no definition " + std::string(name));
  }
  return found->rule;
}

}  // namespace

Acceptor::Acceptor(const AcceptTable& table, std::string_view entry)
    : table_(table), first_(entry_of(table, entry)) {}

bool Acceptor::accepts(std::int32_t index, Instance value) const {
  if (index < 0) return index == AcceptTable::kAnything;
  const Rule& rule = table_.rules[static_cast<std::size_t>(index)];
  if (is_nothing(value)) return true;
  if (rule.unknown || (rule.types & types_of(value)) == 0) return false;
  if (!rule.constants.empty() && !accepts_constant(rule, value)) return false;
  if (!rule.format.empty() && !accepts_format(rule, value)) return false;
  switch (value.access->type(value.value)) {
    case Type::Object:
      return accepts_object(rule, value);
    case Type::Array:
      return accepts_array(rule, value);
    case Type::Bool:
    case Type::Integer:
    case Type::Number:
      return rule.limits == 0 || !is_number(value) || accepts_number(rule, value);
    default:
      return true;
  }
}

bool Acceptor::accepts_constant(const Rule& rule, Instance value) const {
  const bool is_text = value.access->type(value.value) == Type::String;
  std::string made;
  if (!is_text) made = canonical(value);
  const std::string_view text = is_text ? value.access->as_string(value.value) : made;
  const auto constants = part(table_.constants, rule.constants);
  return std::any_of(constants.begin(), constants.end(), [&](const AcceptTable::Constant& each) {
    return each.is_text == is_text && table_.text(each.text) == text;
  });
}

bool Acceptor::accepts_format(const Rule& rule, Instance value) const {
  return value.access->fits == nullptr || value.access->fits(table_.text(rule.format), value.value);
}

bool Acceptor::accepts_number(const Rule& rule, Instance value) const {
  const auto& [minimum, maximum, min_items, min_properties, max_properties] =
      table_.limits[rule.limits];
  return (minimum.kind == Number::Kind::None || compare_numbers(value, minimum) >= 0) &&
         (maximum.kind == Number::Kind::None || compare_numbers(value, maximum) <= 0);
}

bool Acceptor::accepts_object(const Rule& rule, Instance value) const {
  const std::size_t count = value.access->size(value.value);
  const AcceptTable::Limits& limits = table_.limits[rule.limits];
  if (count < limits.min_properties || count > limits.max_properties) return false;
  const auto has_key = [&](Range name) {
    return value.access->find(value.value, table_.text(name)) != nullptr;
  };
  for (const Range name : part(table_.required, rule.required)) {
    if (!has_key(name)) return false;
  }
  for (const auto& [name, needs] : part(table_.dependencies, rule.dependencies)) {
    if (has_key(name) && !has_key(needs)) return false;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const auto [key, child] = value.access->member(value.value, i);
    if (!accepts(rule_of(rule, key), {child, value.access})) return false;
  }
  return true;
}

std::int32_t Acceptor::rule_of(const Rule& object, std::string_view key) const {
  const auto properties = part(table_.properties, object.properties);
  const auto at = std::lower_bound(properties.begin(), properties.end(), key,
                                   [this](const auto& property, std::string_view name) {
                                     return AcceptTable::before(table_.text(property.name), name);
                                   });
  const bool found = at != properties.end() && table_.text(at->name) == key;
  return found ? at->rule : object.additional;
}

bool Acceptor::accepts_array(const Rule& rule, Instance value) const {
  const std::size_t count = value.access->size(value.value);
  if (count < table_.limits[rule.limits].min_items) return false;
  for (std::size_t i = 0; i < count && rule.items != AcceptTable::kAnything; ++i) {
    if (!accepts(rule.items, {value.access->item(value.value, i), value.access})) return false;
  }
  return true;
}

}  // namespace launch::schema
