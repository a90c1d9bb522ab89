// Small helpers over values, whatever tree they live in.
#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "schema/accept_table.h"
#include "schema/keywords.h"
#include "schema/schema.h"

namespace launch::schema {

// Values of a schema, and keys on their own (a string_view), as Instances.
Instance as_instance(const Json& value);
Instance as_instance(const std::string_view& key);

// Text that two values share exactly if they are equal in JSON Schema's sense: 1 and 1.0 are, keys
// have no order.
std::string canonical(Instance value);

// As in JSON, but strings without quotes: for people.
std::string plain_text(const Json& value);

// A number as people write it: 1 rather than 1.0.
std::string number_text(const Json& value);

// Whether the value counts as a number for its reader.
bool is_number(Instance value);

// A number against one of a schema's. Exact also where doubles are not: 2^63 is more than 2^63-1.
std::partial_ordering compare_numbers(Instance value, const Number& limit);
Number number_of(const Json& number);

// Null, for a reader to whom that is nothing at all.
bool is_nothing(Instance value);

std::size_t count_characters(std::string_view utf8);

// Sets of types. An integer is a number too; 1.0 is an integer.
constexpr TypeSet kAnyType = 0x7f;
TypeSet types_of(Instance value);                    // every type that the value has
TypeSet type_set(const Json& type);                  // the value of a `type` keyword
std::vector<std::string> type_names(TypeSet types);  // "integer", …, as in a schema
std::string type_words(TypeSet types);               // "an integer or a string"

// "a, b or c"; long lists end in how many more there are.
std::string one_of(const std::vector<std::string>& words);

}  // namespace launch::schema
