// What the library refuses to judge. Whatever passes here cannot crash valijson 1.0, which trusts
// its schemas: it recurses without end on a reference to itself, and ignores keywords it does not
// know, so that a schema of a later draft would accept what it should refuse.
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "schema/keywords.h"
#include "schema/patterns.h"
#include "schema/schema.h"

namespace launch::schema {
namespace {

constexpr std::size_t kMostLevels = 64;  // valijson and we recurse over the schema
constexpr std::size_t kMostDeep = 512;   // the same along references

bool is_count(const Json& value) {
  return value.is_number() && value.get<double>() >= 0 && value.get<double>() <= 1e15 &&
         value.get<double>() == static_cast<double>(value.get<std::int64_t>());
}
bool is_number(const Json& value) { return value.is_number(); }
bool is_positive(const Json& value) { return value.is_number() && value.get<double>() > 0; }
bool is_bool(const Json& value) { return value.is_boolean(); }
bool is_list(const Json& value) { return value.is_array() && !value.empty(); }
bool is_any(const Json&) { return true; }
bool is_text(const Json& value) { return value.is_string(); }

bool is_names(const Json& value) {
  return value.is_array() && std::all_of(value.begin(), value.end(), is_text);
}

bool is_type_name(const Json& value) {
  static constexpr std::array kNames = {"array",  "boolean", "integer", "null",
                                        "number", "object",  "string"};
  return value.is_string() && std::find(kNames.begin(), kNames.end(),
                                        value.get_ref<const std::string&>()) != kNames.end();
}

bool is_type(const Json& value) {
  return is_type_name(value) ||
         (is_list(value) && std::all_of(value.begin(), value.end(), is_type_name));
}

struct Shape {
  std::string_view keyword;
  bool (*fits)(const Json&);
  std::string_view expected;
};
constexpr Shape kShapes[] = {
    {"$ref", is_text, "a string"},
    {"const", is_any, ""},
    {"enum", is_list, "a list of one or more values"},
    {"exclusiveMaximum", is_number, "a number"},
    {"exclusiveMinimum", is_number, "a number"},
    {"maxItems", is_count, "a whole number of at least 0"},
    {"maxLength", is_count, "a whole number of at least 0"},
    {"maxProperties", is_count, "a whole number of at least 0"},
    {"maximum", is_number, "a number"},
    {"minItems", is_count, "a whole number of at least 0"},
    {"minLength", is_count, "a whole number of at least 0"},
    {"minProperties", is_count, "a whole number of at least 0"},
    {"minimum", is_number, "a number"},
    {"multipleOf", is_positive, "a number above 0"},
    {"format", is_text, "a string"},
    {"pattern", is_text, "a string"},
    {"required", is_names, "a list of names"},
    {"type", is_type, "a type or a list of types"},
    {"uniqueItems", is_bool, "true or false"},
};

// Where in the schema, put into words only when there is something to say.
struct Place {
  const Place* parent = nullptr;
  std::string_view step;

  std::string text() const {
    return parent == nullptr ? std::string(step) : parent->text() + "/" + escape_pointer(step);
  }
};

class Linter {
 public:
  explicit Linter(const Json& root) : root_(root) {}

  std::vector<std::string> run() {
    schema(root_, Place(), 0);
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      schema(*targets_[i].first, {nullptr, targets_[i].second}, 0);
    }
    if (lines_.empty()) loops();
    return std::move(lines_);
  }

 private:
  void say(const Place& place, const std::string& what) {
    std::string at = place.text();
    std::string line = (at.empty() ? "/" : at) + ": " + what;
    if (std::find(lines_.begin(), lines_.end(), line) == lines_.end()) lines_.push_back(line);
  }

  void schema(const Json& at, const Place& place, std::size_t level) {
    if (at.is_boolean()) return;
    if (!at.is_object()) return say(place, "a schema must be a map, true or false");
    if (level >= kMostLevels) {
      return say(place, "schemas nest deeper than " + std::to_string(kMostLevels) + " levels");
    }
    for (const auto& [name, value] : at.get_ref<const Json::object_t&>()) {
      const Keyword* keyword = find_keyword(name);
      if (keyword == nullptr) {
        say(place, "the keyword \"" + name + "\" is not one that is judged");
      } else {
        member(*keyword, value, place, level);
      }
    }
    if (at.contains("$ref")) beside_reference(at, place);
  }

  void member(const Keyword& keyword, const Json& value, const Place& place, std::size_t level) {
    Place inner{&place, keyword.name};
    switch (keyword.holds) {
      case Holds::Note:
        return note(keyword, value, place);
      case Holds::Value:
        return judge_value(keyword, value, inner);
      case Holds::Schema:
        return schema(value, inner, level + 1);
      case Holds::SchemaOrList:
        if (!value.is_array()) return schema(value, inner, level + 1);
        [[fallthrough]];
      case Holds::Schemas:
        return list(keyword, value, inner, level);
      case Holds::SchemaMap:
      case Holds::Dependencies:
      case Holds::Definitions:
        return map(keyword, value, inner, level);
    }
  }

  void note(const Keyword& keyword, const Json& value, const Place& place) {
    // A base address inside the document would change what references mean.
    if (keyword.name == "$id" && place.parent != nullptr)
      say(place, "$id is only possible at the root");
    bool draft7 = value.is_string() &&
                  value.get_ref<const std::string&>().find("draft-07/schema") != std::string::npos;
    if (keyword.name == "$schema" && !draft7) say(place, "$schema must name draft-07");
  }

  void judge_value(const Keyword& keyword, const Json& value, const Place& place) {
    for (const Shape& shape : kShapes) {
      if (shape.keyword == keyword.name && !shape.fits(value)) {
        return say(place, "must be " + std::string(shape.expected));
      }
    }
    if (keyword.name == "pattern") regex(value.get_ref<const std::string&>(), place);
    if (keyword.name == "$ref") reference(value.get_ref<const std::string&>(), place);
  }

  void regex(const std::string& text, const Place& place) {
    std::string error = pattern_error(text);
    if (!error.empty()) say(place, "not a regular expression that RE2 takes: " + error);
  }

  void reference(const std::string& text, const Place& place) {
    if (text.empty() || text[0] != '#') return say(place, "references must begin with #");
    const Json* target = resolve(root_, text);
    if (target == nullptr) return say(place, "\"" + text + "\" points nowhere");
    if (seen_.insert(target).second) targets_.push_back({target, std::string_view(text).substr(1)});
  }

  void list(const Keyword& keyword, const Json& value, const Place& place, std::size_t level) {
    if (!value.is_array() || (value.empty() && keyword.holds == Holds::Schemas)) {
      return say(place, "must be a list of schemas");
    }
    for (std::size_t i = 0; i < value.size(); ++i) {
      std::string index = std::to_string(i);
      schema(value[i], {&place, index}, level + 1);
    }
  }

  void map(const Keyword& keyword, const Json& value, const Place& place, std::size_t level) {
    if (!value.is_object()) return say(place, "must be a map of schemas");
    for (const auto& [name, inner] : value.items()) {
      Place inner_place{&place, name};
      if (keyword.name == "patternProperties") regex(name, inner_place);
      bool names = keyword.holds == Holds::Dependencies && is_names(inner);
      if (!names) schema(inner, inner_place, level + 1);
    }
  }

  // Draft-07 ignores whatever stands beside $ref, which nobody means.
  void beside_reference(const Json& at, const Place& place) {
    for (const auto& [name, value] : at.items()) {
      const Keyword* keyword = find_keyword(name);
      bool judges = keyword != nullptr && keyword->holds != Holds::Note &&
                    keyword->holds != Holds::Definitions && name != "$ref";
      if (judges) say(place, "\"" + name + "\" has no effect beside $ref; put both into allOf");
    }
  }

  void loops() {
    if (!deep(root_, 0)) {
      return say(Place(),
                 "references lead through more than " + std::to_string(kMostDeep) + " schemas");
    }
    for (const Json* start : reached_) in_place(*start);
  }

  // valijson's loader recurses once for every schema on the longest way it takes; so does this.
  bool deep(const Json& at, std::size_t level) {
    if (level > kMostDeep) return false;
    if (!reached_.insert(&at).second) return true;
    if (at.is_object() && at.contains("$ref")) {
      return deep(*resolve(root_, at.at("$ref").get_ref<const std::string&>()), level + 1);
    }
    bool good = true;
    for_each_subschema(
        at, [&](const Keyword&, const Json& sub) { good = good && deep(sub, level + 1); });
    return good;
  }

  // A schema that hands the very same value back to itself would never end.
  void in_place(const Json& at) {
    int& state = state_[&at];  // 0 new, 1 on the way, 2 done
    if (state == 2) return;
    if (state == 1)
      return say(Place(), "a $ref leads back to itself without a step into the value");
    state = 1;
    if (at.is_object() && at.contains("$ref")) {
      in_place(*resolve(root_, at.at("$ref").get_ref<const std::string&>()));
    } else {
      for_each_subschema(at, [&](const Keyword& keyword, const Json& sub) {
        if (!keyword.steps_in) in_place(sub);
      });
    }
    state = 2;
  }

  const Json& root_;
  std::vector<std::string> lines_;
  std::vector<std::pair<const Json*, std::string_view>>
      targets_;  // of references, with their places
  std::unordered_set<const Json*> seen_;
  std::unordered_set<const Json*> reached_;
  std::map<const Json*, int> state_;  // a map: references to its values stay valid
};

}  // namespace

std::vector<std::string> lint_schema(const Json& root) { return Linter(root).run(); }

std::vector<std::string> lint(std::string_view text) {
  Json root = Json::parse(text, nullptr, false);
  if (root.is_discarded()) return {"/: not JSON"};
  return lint_schema(root);
}

}  // namespace launch::schema
