// Judges values by JSON Schema draft-07. Knows nothing of YAML, files or places: a value is seen
// through an Instance, and a violation names the path of keys and indexes to what it is about.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace launch::schema {

enum class Type : std::uint8_t { Null, Bool, Integer, Number, String, Array, Object };

// Who will read the value in the end. To draft-07, 1.0 is an integer and null a value of its own.
// To Go programs that decode JSON into structs, as Kubernetes does, 1.0 is no integer, and null
// leaves any field as it was: it fits every schema, but an unknown key stays one. To Python
// programs that look at types, as AWS's client does, 1.0 is no integer, and true and false are 1
// and 0.
enum class Reader : std::uint8_t { Draft7, Go, Python };

// How to look into a tree of values that this library does not know, without copying it.
struct Access {
  Type (*type)(const void* value) = nullptr;
  bool (*as_bool)(const void* value) = nullptr;
  std::int64_t (*as_integer)(const void* value) = nullptr;  // Type::Integer only
  double (*as_number)(const void* value) = nullptr;         // Integer or Number
  std::string_view (*as_string)(const void* value) = nullptr;
  std::size_t (*size)(const void* value) = nullptr;  // of an Array or Object
  const void* (*item)(const void* value, std::size_t index) = nullptr;
  std::pair<std::string_view, const void*> (*member)(const void* value,
                                                     std::size_t index) = nullptr;
  const void* (*find)(const void* value, std::string_view key) = nullptr;  // null when absent
  Reader reader = Reader::Draft7;
  // Whether the value has a `format`; null: formats judge nothing. Unknown formats are kept by all.
  bool (*fits)(std::string_view format, const void* value) = nullptr;
};

struct Instance {
  const void* value = nullptr;
  const Access* access = nullptr;
};

// One cause, said once.
struct Violation {
  // From the instance's root to the value at fault; for a key that is unknown or missing, to the
  // object it is in or missing from.
  std::vector<std::string> path;
  // "type", "enum", "additionalProperties" (an unknown key), "required", …; "not" also where
  // nothing is allowed at all. Empty if only the place could be found out.
  std::string keyword;
  // The key, when the keyword is about one: additionalProperties, required, dependencies,
  // propertyNames.
  std::string subject;
  // The keys known beside an unknown one, the values of an enum or the types, as in JSON text
  // without quotes.
  std::vector<std::string> allowed;
  // "expected an integer", "must be at least 1", "unknown key "gpu"": lower case, no value, no
  // place.
  std::string message;
};

enum class Presence : std::uint8_t { Required, Optional };  // Optional: one layer of several

struct ShippedSchema;  // accept_table.h

// A schema, ready to judge. Safe to share between threads.
class Schema {
 public:
  // `text` is draft-07 JSON that lint() has nothing against; anything else throws
  // std::invalid_argument, for the caller to turn into a finding. `entry`, if given, names the
  // definition that judges instead of the root.
  explicit Schema(std::string_view text, Presence presence = Presence::Required,
                  std::string_view entry = {});
  // One that is part of the program, and that a test has looked at: it is not even read until a
  // value is in doubt.
  explicit Schema(const ShippedSchema& shipped, Presence presence = Presence::Required,
                  std::string_view entry = {});
  ~Schema();
  Schema(Schema&&) noexcept;
  Schema& operator=(Schema&&) noexcept;

  // All violations, one per cause, in the order of the instance; the first 1000 of them. Empty
  // means valid. Never crashes or stalls, whatever the instance's strings and nesting (callers
  // bound nesting at 128).
  std::vector<Violation> validate(Instance instance) const;
  // The same without the fast first look, for the test that compares the two.
  std::vector<Violation> judge(Instance instance) const;

  // What an annotation says, such as "x-kubernetes-type": its text in the schema that judges the
  // value at the path (as in Violation; of several parts of an allOf the first that has it). Empty
  // when there is none, or no text. Optional keeps no annotations.
  std::string_view annotation(std::span<const std::string> path, std::string_view keyword) const;
  // The names under `properties` in that schema, in order; none where it is about other values.
  std::vector<std::string_view> names(std::span<const std::string> path) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// What in a schema this library would not judge, or not safely: keywords outside the list it
// knows, references that loop, remote references. One line of text each, "/place: what is wrong".
std::vector<std::string> lint(std::string_view text);

}  // namespace launch::schema
