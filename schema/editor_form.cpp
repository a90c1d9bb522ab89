#include "schema/editor_form.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace launch::schema {
namespace {

using Json = nlohmann::ordered_json;

// As compiler/document/template.h tells holes from text, near enough: an editor that lets through
// what is no hole says less than it could, and `launch validate` says it.
constexpr const char* kHole = R"(\{\{|\$\{|\$<)";

bool takes_text(const Json& type) {
  return type == "string" ||
         (type.is_array() && std::find(type.begin(), type.end(), "string") != type.end());
}

bool takes_scalar(const Json& type) {
  const auto is_scalar = [](const Json& name) { return name != "object" && name != "array"; };
  return type.is_array() ? std::any_of(type.begin(), type.end(), is_scalar) : is_scalar(type);
}

// A hole would be refused although it may become what is wanted.
bool refuses_holes(const Json& schema) {
  if (schema.contains("enum")) return true;
  const auto type = schema.find("type");
  return type != schema.end() && takes_scalar(*type) && !takes_text(*type);
}

// What editors show stays where it is; what judges becomes one of two ways to be right.
void let_holes_through(Json& schema) {
  Json judging = Json::object();
  Json shown = Json::object();
  for (const auto& [key, value] : schema.items()) {
    const bool is_note = key == "description" || key == "examples" || key == "default";
    (is_note ? shown : judging)[key] = value;
  }
  shown["anyOf"] = {judging, {{"type", "string"}, {"pattern", kHole}}};
  schema = std::move(shown);
}

void adapt(Json& schema);

void adapt_each(Json& schemas) {
  for (auto& [name, schema] : schemas.items()) adapt(schema);
}

void adapt(Json& schema) {
  if (!schema.is_object()) return;
  for (auto& [key, value] : schema.items()) {
    // Under `if` a schema decides, and judges nothing.
    if (key == "properties" || key == "definitions" || key == "anyOf" || key == "oneOf" ||
        key == "allOf") {
      adapt_each(value);
    } else if (key == "items" || key == "additionalProperties" || key == "then" || key == "else") {
      value.is_array() ? adapt_each(value) : adapt(value);
    }
    if (key != "properties") continue;
    for (auto& [name, property] : value.items()) {
      // Understood by the language servers for YAML and JSON of VS Code.
      if (name.starts_with('_')) property["doNotSuggest"] = true;
    }
  }
  if (refuses_holes(schema)) let_holes_through(schema);
}

}  // namespace

std::string editor_form(std::string_view schema_text) {
  Json schema = Json::parse(schema_text);
  adapt(schema);
  return schema.dump(2) + "\n";
}

}  // namespace launch::schema
