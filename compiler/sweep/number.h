// Numbers as Python writes them, which is how W&B hands them to a run.
#pragma once

#include <string>
#include <string_view>

#include "compiler/document/node.h"

namespace launch::sweep {

// Python's repr() of a float: the shortest digits that give the number back.
std::string python_float(double number);
// Python's repr() of a text: in single quotes, or in double ones when it holds a single one only.
std::string python_quoted(std::string_view text);
// Python's str() of a value: what a sweep's macros make of it.
std::string python_text(const Node& value);

// A number for a message.
std::string short_number(double number);

// A node of the number; its text is copied to the arena.
Node float_node(double number, Span span, Arena& arena);
Node integer_node(std::int64_t number, Span span, Arena& arena);

}  // namespace launch::sweep
