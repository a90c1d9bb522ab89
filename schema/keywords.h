// The draft-07 keywords this library judges, and how to walk a schema made of them.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace launch::schema {

using Json = nlohmann::json;

// What stands under a keyword.
enum class Holds : std::uint8_t {
  Note,          // nothing that judges: a description, an example
  Value,         // a limit, a list of names, a constant
  Schema,        // one schema
  Schemas,       // a list of schemas
  SchemaOrList,  // items
  SchemaMap,     // schemas by name
  Dependencies,  // by name: a schema or a list of names
  Definitions,   // schemas by name that judge only where a $ref points to them
};

struct Keyword {
  std::string_view name;
  Holds holds = Holds::Note;
  bool steps_in = false;  // its schemas judge parts of the value, not the value itself
  bool ours = false;  // judged by explain() alone: valijson 1.0 gets it wrong, crashes or stalls
};

// Null for a keyword outside the list. Annotations, whose names begin with x-, are notes.
const Keyword* find_keyword(std::string_view name);

// Calls visit(keyword, schema) for every schema directly under `schema`, definitions left out.
// Expects shapes that lint() accepts.
using Visit = std::function<void(const Keyword&, const Json& schema)>;
void for_each_subschema(const Json& schema, const Visit& visit);

// What "#/definitions/x" points to; null when it points nowhere or out of the document.
const Json* resolve(const Json& root, std::string_view reference);

// The target of a $ref, through chains of them, or the schema itself.
const Json& dereference(const Json& root, const Json& schema);

// The schemas, among those that judge anything, for which `has` holds or in or under which it
// holds, references followed.
std::unordered_set<const Json*> marked(const Json& root, bool (*has)(const Json& schema));

// As lint(string_view), for a schema that is already read.
std::vector<std::string> lint_schema(const Json& root);

// One step of a JSON pointer.
std::string escape_pointer(std::string_view key);

}  // namespace launch::schema
