// A template variable's declaration, read; and whether a value fits it.
#pragma once

#include <optional>
#include <string>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/document/node.h"

namespace launch {

enum class VariableType : std::uint8_t { Any, String, Integer, Number, Boolean };

// Views into the declaration; W&B's {schema: {…}} wrapper is looked through.
struct VariableSchema {
  VariableType type = VariableType::Any;
  Node type_node, minimum, maximum, options, default_value;
};

VariableSchema read_schema(const Node& declaration);
std::string_view type_name(VariableType type);

// What is wrong with a value, in words ("expected an integer", "must be at least 50"); empty when
// it fits. Bounds are not looked at when the type is wrong.
struct Misfit {
  bool wrong_type = false;
  std::string message;
  Span bound;  // the bound or options that refuse it
  const char* bound_name = "the type";
};
std::optional<Misfit> misfit(const Node& value, const VariableSchema& schema);

// A flag's text as the declared type: `4` is an integer for an integer variable and text for a
// string one. Unchanged when it does not read as the type (misfit() then says so).
Node typed(const Node& text, const VariableSchema& schema);

}  // namespace launch
