// A schema as editors want it.
#pragma once

#include <string>
#include <string_view>

namespace launch::schema {

// The schema of whole, filled documents, for documents as they are written: wherever a number, a
// truth value or one of a set of words is wanted, a text with a hole in it ({{name}}, ${name},
// $<name>) will do, because it becomes one later. Keys that begin with _ are not offered.
// `schema_text` is one of the shipped schemas; the order of its keys is kept.
std::string editor_form(std::string_view schema_text);

}  // namespace launch::schema
