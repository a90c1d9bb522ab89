// Proto3's JSON mapping (https://protobuf.dev/programming-guides/json): how Google's APIs read
// JSON.
#pragma once

#include "compiler/target/request_schema.h"
#include "compiler/target/target.h"
#include "compiler/target/vertex/api.h"

namespace launch::vertex {

// The value of a field of this type at `path` with every name in lowerCamelCase: the names in the
// proto (machine_type) are taken as well. Reports fields that are set under both with different
// values.
Node with_json_names(const Node& value, const Path& path, ApiType type, TargetContext& context);

// Without the fields that are null, which are absent to the API. A null is an error as an item of a
// list or as a value in a map of the user's own names, and stays.
Node without_nulls(const Node& value, const Path& path, ApiType type, Arena& arena);

// How the API reads values: numbers also as text, durations as "3600s".
const schema::Access& proto_access();
// What is expected of a format.
std::string expected_format(std::string_view format);
// "3600s" for 3600; empty when nothing is near.
std::string nearest_format(std::string_view format, const Node& value);
// Numbers stand for the words of an enum, also numbers that are not known.
bool takes_enum_number(const Node& value, const schema::Violation& violation);

// A whole number, as number or as text; nothing when it is none.
std::optional<std::int64_t> proto_integer(const Field& field);
// A duration such as "3600s", in seconds; nothing when it is none.
std::optional<double> proto_seconds(const Field& field);

}  // namespace launch::vertex
