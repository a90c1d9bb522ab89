#include "schema/keywords.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace launch::schema {
namespace {

// Sorted by name. Draft-07 but for contentEncoding and contentMediaType, with the later $defs;
// the last names, VS Code's, say something to editors only. What is `ours`, and why:
//   format                       the caller knows the grammars (Access::fits)
//   pattern, patternProperties   std::regex: exponential time, and recursion that ends the process
//   minLength, maxLength         reads past a table on bad UTF-8, stops at NUL (utf8_utils.hpp)
//   minimum, maximum, …          compares as doubles: 2^63 passes for 2^63-1 (MaximumConstraint)
//   multipleOf                   7.5 counts as 7, and i % -1 traps (MultipleOfIntConstraint)
//   uniqueItems                  compares every pair
constexpr std::array kKeywords = {
    Keyword{"$comment"},
    Keyword{"$defs", Holds::Definitions},
    Keyword{"$id"},
    Keyword{"$ref", Holds::Value},
    Keyword{"$schema"},
    Keyword{"additionalItems", Holds::Schema, true},
    Keyword{"additionalProperties", Holds::Schema, true},
    Keyword{"allOf", Holds::Schemas},
    Keyword{"anyOf", Holds::Schemas},
    Keyword{"const", Holds::Value},
    Keyword{"contains", Holds::Schema, true},
    Keyword{"default"},
    Keyword{"definitions", Holds::Definitions},
    Keyword{"dependencies", Holds::Dependencies},
    Keyword{"deprecated"},
    Keyword{"description"},
    Keyword{"else", Holds::Schema},
    Keyword{"enum", Holds::Value},
    Keyword{"enumDescriptions"},
    Keyword{"examples"},
    Keyword{"exclusiveMaximum", Holds::Value, false, true},
    Keyword{"exclusiveMinimum", Holds::Value, false, true},
    Keyword{"format", Holds::Value, false, true},
    Keyword{"if", Holds::Schema},
    Keyword{"items", Holds::SchemaOrList, true},
    Keyword{"markdownDescription"},
    Keyword{"maxItems", Holds::Value},
    Keyword{"maxLength", Holds::Value, false, true},
    Keyword{"maxProperties", Holds::Value},
    Keyword{"maximum", Holds::Value, false, true},
    Keyword{"minItems", Holds::Value},
    Keyword{"minLength", Holds::Value, false, true},
    Keyword{"minProperties", Holds::Value},
    Keyword{"minimum", Holds::Value, false, true},
    Keyword{"multipleOf", Holds::Value, false, true},
    Keyword{"not", Holds::Schema},
    Keyword{"oneOf", Holds::Schemas},
    Keyword{"pattern", Holds::Value, false, true},
    Keyword{"patternProperties", Holds::SchemaMap, true, true},
    Keyword{"properties", Holds::SchemaMap, true},
    Keyword{"propertyNames", Holds::Schema, true},
    Keyword{"readOnly"},
    Keyword{"required", Holds::Value},
    Keyword{"then", Holds::Schema},
    Keyword{"title"},
    Keyword{"type", Holds::Value},
    Keyword{"uniqueItems", Holds::Value, false, true},
    Keyword{"writeOnly"},
};
static_assert(std::is_sorted(kKeywords.begin(), kKeywords.end(),
                             [](const Keyword& a, const Keyword& b) { return a.name < b.name; }));

constexpr int kMostHops = 512;  // lint() refuses longer chains

// What a keyword holds one or several schemas in.
void visit_each(const Keyword& keyword, const Json& children, const Visit& visit) {
  for (const Json& child : children) {
    if (!child.is_array()) visit(keyword, child);  // a dependency may be a list of names
  }
}

// "%25" and the like: a reference is a URI fragment (RFC 6901, section 6).
std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(&text[i + 1], &text[i + 1] + 2, value, 16).ptr == &text[i + 1] + 2) {
      out += static_cast<char>(value);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string unescaped(std::string_view token) {
  std::string out;
  for (std::size_t i = 0; i < token.size(); ++i) {
    bool pair = token[i] == '~' && i + 1 < token.size();
    if (pair && (token[i + 1] == '0' || token[i + 1] == '1')) {
      out += token[++i] == '0' ? '~' : '/';
    } else {
      out += token[i];
    }
  }
  return out;
}

const Json* child(const Json& parent, const std::string& key) {
  if (parent.is_object()) {
    Json::const_iterator found = parent.find(key);
    return found == parent.end() ? nullptr : &*found;
  }
  std::size_t index = 0;
  const char* end = key.data() + key.size();
  if (!parent.is_array() || std::from_chars(key.data(), end, index).ptr != end) return nullptr;
  return index < parent.size() ? &parent[index] : nullptr;
}

}  // namespace

const Keyword* find_keyword(std::string_view name) {
  // As in OpenAPI, for those who look at the schema and not only at its verdict.
  static constexpr Keyword kAnnotation{"x-"};
  if (name.starts_with(kAnnotation.name)) return &kAnnotation;
  const auto* found =
      std::lower_bound(kKeywords.begin(), kKeywords.end(), name,
                       [](const Keyword& k, std::string_view n) { return k.name < n; });
  return found != kKeywords.end() && found->name == name ? found : nullptr;
}

void for_each_subschema(const Json& schema, const Visit& visit) {
  if (!schema.is_object() || schema.contains("$ref")) return;
  for (const auto& [name, value] : schema.get_ref<const Json::object_t&>()) {
    const Keyword* keyword = find_keyword(name);
    if (keyword == nullptr || keyword->holds == Holds::Definitions) continue;
    if (keyword->holds == Holds::Schema ||
        (keyword->holds == Holds::SchemaOrList && !value.is_array())) {
      visit(*keyword, value);
    } else if (keyword->holds > Holds::Schema) {
      visit_each(*keyword, value, visit);
    }
  }
}

const Json* resolve(const Json& root, std::string_view reference) {
  if (reference.empty() || reference[0] != '#') return nullptr;
  std::string pointer = percent_decoded(reference.substr(1));
  if (!pointer.empty() && pointer[0] != '/') return nullptr;
  const Json* at = &root;
  std::size_t begin = 0;
  while (at != nullptr && begin < pointer.size()) {
    std::size_t end = std::min(pointer.find('/', begin + 1), pointer.size());
    at = child(*at, unescaped(std::string_view(pointer).substr(begin + 1, end - begin - 1)));
    begin = end;
  }
  return at;
}

const Json& dereference(const Json& root, const Json& schema) {
  const Json* at = &schema;
  for (int hops = 0; hops < kMostHops && at->is_object() && at->contains("$ref"); ++hops) {
    at = resolve(root, at->at("$ref").get_ref<const std::string&>());
  }
  return *at;
}

std::unordered_set<const Json*> marked(const Json& root, bool (*has)(const Json& schema)) {
  // Every schema that judges, and whom it hands the value or a part of it.
  std::vector<const Json*> schemas = {&root};
  std::unordered_set<const Json*> seen = {&root};
  std::vector<std::vector<const Json*>> children;
  for (std::size_t i = 0; i < schemas.size(); ++i) {
    std::vector<const Json*>& mine = children.emplace_back();
    const Json& target = dereference(root, *schemas[i]);
    if (&target != schemas[i]) mine.push_back(&target);
    for_each_subschema(*schemas[i], [&](const Keyword&, const Json& sub) { mine.push_back(&sub); });
    for (const Json* sub : mine) {
      if (seen.insert(sub).second) schemas.push_back(sub);
    }
  }
  std::unordered_set<const Json*> result;
  for (const Json* schema : schemas) {
    if (schema->is_object() && !schema->contains("$ref") && has(*schema)) result.insert(schema);
  }
  // Backwards, since children come after their parents; references need further rounds.
  for (bool grown = !result.empty(); grown;) {
    grown = false;
    for (std::size_t i = schemas.size(); i-- > 0;) {
      bool any = std::any_of(children[i].begin(), children[i].end(),
                             [&](const Json* sub) { return result.contains(sub); });
      if (any) grown |= result.insert(schemas[i]).second;
    }
  }
  return result;
}

std::string escape_pointer(std::string_view key) {
  std::string out;
  for (char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace launch::schema
