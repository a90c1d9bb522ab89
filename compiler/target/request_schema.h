// What the schema of a cloud provider's API says of a request.
#pragma once

#include "compiler/target/field.h"
#include "schema/schema.h"

namespace launch {

struct RequestSchema {
  const schema::Schema& schema;
  // How the API reads values; its `fits` must let through what is_open().
  const schema::Access& access;
  // Of a required field that is not there.
  const Rule& missing;
  // What is expected of a value of this format. Null: formats judge nothing.
  std::string (*expected)(std::string_view format) = nullptr;
  // What the API takes although the schema has no word for it; null: nothing.
  bool (*takes)(const Node& value, const schema::Violation& violation) = nullptr;
  // A value that would do for one that is of no such format; null or empty: none is known.
  std::string (*nearest)(std::string_view format, const Node& value) = nullptr;
  // What the pattern of a text wants, by the "x-shape" in the schema; null or empty: its own words.
  std::string (*words)(std::string_view shape) = nullptr;
};

// What holds a macro is not known yet, and fits anywhere.
inline bool is_open(const Node& node) { return node.is_deferred() || node.is_secret(); }

// The field at the path of a violation.
Field field_at(const Field& object, std::span<const std::string> path);

// Reports every violation (schema/*) at its own text. `judged` is the object's tree as the schema
// is to see it: the same, or without what counts as absent.
void judge_request(const Field& object, const Node& judged, const RequestSchema& by);

}  // namespace launch
