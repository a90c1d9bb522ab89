#include "schema/guide.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace launch::schema {
namespace {

// Keeps the order in which the schema's author put the keys.
using Json = nlohmann::ordered_json;

const Json* member(const Json& schema, const char* name) {
  if (!schema.is_object()) return nullptr;
  const auto found = schema.find(name);
  return found == schema.end() ? nullptr : &*found;
}

std::string text_member(const Json& schema, const char* name) {
  const Json* value = member(schema, name);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

// A schema and what stood beside the reference to it, which says more about this use.
struct Place {
  const Json* schema = nullptr;
  std::string description;
};

std::string type_words(const Json& schema) {
  const auto word = [](const std::string& name) -> std::string {
    if (name == "object") return "map";
    if (name == "array") return "list";
    if (name == "string") return "text";
    return name == "null" ? "nothing" : name;
  };
  const Json* type = member(schema, "type");
  if (type == nullptr) return {};
  if (type->is_string()) return word(type->get<std::string>());
  std::string words;
  for (const Json& each : *type) {
    words += (words.empty() ? "" : " or ") + word(each.get<std::string>());
  }
  return words;
}

bool has_type(const Json& schema, std::string_view wanted) {
  const Json* type = member(schema, "type");
  if (type == nullptr) return false;
  if (type->is_string()) return *type == wanted;
  return std::any_of(type->begin(), type->end(), [&](const Json& each) { return each == wanted; });
}

std::string as_yaml(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace

struct Guidebook::Read {
  Json root;
  const Json* start = nullptr;

  Place follow(const Json& schema) const {
    Place place{&schema, text_member(schema, "description")};
    // Chains are short; a circle of references ends here too.
    for (int links = 0; links < 16; ++links) {
      const std::string reference = text_member(*place.schema, "$ref");
      constexpr std::string_view kStart = "#/definitions/";
      const Json* definitions = member(root, "definitions");
      if (!reference.starts_with(kStart) || definitions == nullptr) break;
      const auto found = definitions->find(reference.substr(kStart.size()));
      if (found == definitions->end()) break;
      place.schema = &*found;
      if (place.description.empty()) place.description = text_member(*found, "description");
    }
    return place;
  }

  // The schema of one key or item below.
  const Json* below(const Json& schema, const std::string& step) const {
    if (const Json* properties = member(schema, "properties")) {
      const auto found = properties->find(step);
      if (found != properties->end()) return &*found;
    }
    const bool is_number = !step.empty() && std::all_of(step.begin(), step.end(), [](char c) {
      return c >= '0' && c <= '9';
    });
    const Json* items = member(schema, "items");
    if (is_number && items != nullptr && items->is_object()) return items;
    const Json* others = member(schema, "additionalProperties");
    if (others != nullptr && others->is_object()) return others;
    for (const char* choice : {"anyOf", "oneOf", "allOf"}) {
      const Json* choices = member(schema, choice);
      if (choices == nullptr) continue;
      for (const Json& each : *choices) {
        if (const Json* found = below(*follow(each).schema, step)) return found;
      }
    }
    return nullptr;
  }

  void add_keys(const Json& schema, std::vector<KeyGuide>& keys) const {
    const Json* properties = member(schema, "properties");
    if (properties != nullptr) {
      for (const auto& [name, property] : properties->items()) {
        const Place place = follow(property);
        const bool seen =
            std::any_of(keys.begin(), keys.end(),
                        [&, &key = name](const KeyGuide& each) { return each.name == key; });
        // Keys that begin with _ are for servers; what only a server writes is no use either.
        const bool for_servers =
            name.starts_with('_') || text_member(property, "x-field-behavior") == "output-only";
        if (!seen && !for_servers)
          keys.push_back({name, place.description, type_words(*place.schema)});
      }
    }
    for (const char* choice : {"anyOf", "oneOf", "allOf"}) {
      const Json* choices = member(schema, choice);
      if (choices == nullptr) continue;
      for (const Json& each : *choices) add_keys(*follow(each).schema, keys);
    }
  }
};

Guidebook::Guidebook(std::string_view schema_text, std::string_view entry)
    : read_(std::make_unique<Read>()) {
  read_->root = Json::parse(schema_text);
  read_->start = &read_->root;
  if (!entry.empty()) read_->start = &read_->root.at("definitions").at(std::string(entry));
}
Guidebook::~Guidebook() = default;
Guidebook::Guidebook(Guidebook&&) noexcept = default;

std::optional<Guide> Guidebook::at(std::span<const std::string> path) const {
  Place place = read_->follow(*read_->start);
  for (const std::string& step : path) {
    const Json* next = read_->below(*place.schema, step);
    if (next == nullptr) return std::nullopt;
    place = read_->follow(*next);
  }
  const Json& schema = *place.schema;
  Guide guide{place.description, type_words(schema)};
  if (const Json* value = member(schema, "default")) guide.default_value = value->dump();
  if (const Json* examples = member(schema, "examples")) {
    for (const Json& example : *examples) guide.examples.push_back(example.dump());
  }
  for (const char* closed : {"enum", "x-kubernetes-enum"}) {
    const Json* words = member(schema, closed);
    if (words == nullptr || !guide.words.empty()) continue;
    for (const Json& word : *words) guide.words.push_back(as_yaml(word));
  }
  // Beside a map or a list they are the only words; beside text they are two of many.
  if (guide.words.empty() && has_type(schema, "boolean") && !has_type(schema, "string")) {
    guide.words = {"true", "false"};
  }
  read_->add_keys(schema, guide.keys);
  guide.takes_list = has_type(schema, "array");
  return guide;
}

}  // namespace launch::schema
