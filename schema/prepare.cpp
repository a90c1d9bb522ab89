#include "schema/prepare.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace launch::schema {
namespace {

bool has_required(const Json& schema) {
  return schema.contains("required") || schema.contains("dependencies");
}

// valijson reads counts as integers only (makeMinItemsConstraint and its like), and takes what lies
// beyond the signed ones for a negative number (NlohmannJsonValue::getInteger).
Json for_valijson_number(const Json& value) {
  if (!value.is_number_float() && !value.is_number_unsigned()) return value;
  double number = value.get<double>();
  if (number <= -9e18 || number >= 9e18) return number;
  std::int64_t integer = value.get<std::int64_t>();
  return static_cast<double>(integer) == number ? Json(integer) : value;
}

// Copies a schema and weakens it on the way. Leaving a keyword out accepts more, except below
// `not`, `if` and `oneOf`, where accepting more means refusing more: those go too, or become anyOf.
class Copier {
 public:
  enum class For { OneLayer, Valijson };

  // weakened: the schemas in or under which something is left out.
  Copier(const Json& root, For purpose, const std::unordered_set<const Json*>& weakened)
      : root_(root), purpose_(purpose), weakened_(weakened) {}

  Json run() {
    Json result = copy(root_);
    for (std::size_t i = 0; i < targets_.size(); ++i) {  // grows on the way
      result["definitions"][std::to_string(i)] = copy(*targets_[i]);
    }
    return result;
  }

 private:
  Json copy(const Json& schema) {
    if (!schema.is_object()) return schema;
    if (schema.contains("$ref")) return copy_reference(schema);
    Json result = Json::object();
    for (const auto& [key, value] : schema.items()) {
      const Keyword& keyword = *find_keyword(key);
      if (left_out(keyword, schema)) continue;
      if (keyword.name == "oneOf" && any_weakened(value)) {
        result["allOf"].push_back({{"anyOf", children(value)}});
      } else if (keyword.name == "allOf") {
        for (const Json& branch : value) result["allOf"].push_back(copy(branch));
      } else {
        result[key] = copy_value(keyword, value);
      }
    }
    return result;
  }

  // All references lead to /definitions: valijson's cache of them confuses a property named "a/b"
  // with the property b of a (makeOrReuseSchema), and it decodes neither ~1 nor %25 everywhere.
  Json copy_reference(const Json& schema) {
    return reference_to(*resolve(root_, schema.at("$ref").get_ref<const std::string&>()));
  }

  Json reference_to(const Json& target) {
    auto [found, added] = numbers_.try_emplace(&target, targets_.size());
    if (added) targets_.push_back(&target);
    return Json{{"$ref", "#/definitions/" + std::to_string(found->second)}};
  }

  bool left_out(const Keyword& keyword, const Json& schema) const {
    if (keyword.holds == Holds::Definitions || keyword.holds == Holds::Note) return true;
    bool decides = keyword.name == "if" || keyword.name == "then" || keyword.name == "else";
    if (decides && (!schema.contains("if") || weakened_.contains(&schema.at("if")))) return true;
    if (keyword.name == "not" && weakened_.contains(&schema.at("not"))) return true;
    if (purpose_ == For::OneLayer) {
      return keyword.name == "required" || keyword.name == "dependencies";
    }
    // What patternProperties would have taken is not additional.
    if (keyword.name == "additionalProperties" && schema.contains("patternProperties")) return true;
    return keyword.ours;
  }

  bool any_weakened(const Json& branches) const {
    return std::any_of(branches.begin(), branches.end(),
                       [this](const Json& branch) { return weakened_.contains(&branch); });
  }

  Json copy_value(const Keyword& keyword, const Json& value) {
    // The same cache knows schemas under these two by the path of their parent, and takes the one
    // for the other when the parent is referenced.
    if (keyword.name == "propertyNames") return reference_to(value);
    switch (keyword.holds) {
      case Holds::Value:
        return purpose_ == For::Valijson ? for_valijson_number(value) : value;
      case Holds::Schema:
        return copy(value);
      case Holds::SchemaOrList:
        return value.is_array() ? children(value) : copy(value);
      default:
        return children(value, keyword.holds == Holds::Dependencies);
    }
  }

  // Of a list or a map of schemas; lists of names among dependencies stay as they are.
  Json children(const Json& value, bool by_reference = false) {
    Json result = value.is_array() ? Json::array() : Json::object();
    for (const auto& [key, child] : value.items()) {
      Json copied = child.is_array() ? child : by_reference ? reference_to(child) : copy(child);
      if (value.is_array()) {
        result.push_back(std::move(copied));
      } else {
        result[key] = std::move(copied);
      }
    }
    return result;
  }

  const Json& root_;
  For purpose_;
  const std::unordered_set<const Json*>& weakened_;
  std::vector<const Json*> targets_;  // of references, numbered in this order
  std::unordered_map<const Json*, std::size_t> numbers_;
};

}  // namespace

bool has_our_keyword(const Json& schema) {
  for (const auto& [key, value] : schema.get_ref<const Json::object_t&>()) {
    if (find_keyword(key)->ours) return true;
  }
  return false;
}

Json without_required(const Json& root) {
  return Copier(root, Copier::For::OneLayer, marked(root, has_required)).run();
}

Json for_valijson(const Json& root, const std::unordered_set<const Json*>& ours) {
  return Copier(root, Copier::For::Valijson, ours).run();
}

}  // namespace launch::schema
