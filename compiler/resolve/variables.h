// Template variables: {{name}}, declared with a type and bounds, filled with values.
#pragma once

#include <span>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/spec/spec.h"

namespace launch {

struct VariableContext {
  Arena& arena;
  SourceMap& sources;
  Diagnostics& diagnostics;
  bool queue_alone = false;  // judge declarations nobody uses; forgive values a job would give
  bool open = false;  // a queue that is not here may declare more: forgive what nobody declares
  // Of a sweep: values that fill holes, declared or not.
  Node parameters{};
};

// What the layers say about one variable.
struct Variable {
  std::string_view name;
  Span name_span;
  Node declaration;  // mapping; not valid when only a value was given
  bool declared_by_queue = false;
  Node value;  // the strongest; not valid when none was given
  bool used = false;
  bool refused = false;  // the value is wrong, and that was said
};

// Gathers declarations and values of all layers and judges them: bounds, defaults, types, values
// without a declaration. Layers are normalised, weakest first.
std::vector<Variable> collect_variables(std::span<const Layer> layers,
                                        const VariableContext& context);

// Fills every {{name}} of the tree. A value that is exactly one hole takes the variable's value
// with its type and place; a hole inside text is formatted in. Unknown names, missing values:
// reported at the hole. `template_variables` itself is dropped from the tree. Afterwards `used`
// tells which variables the tree named.
Merged fill_variables(Merged merged, std::vector<Variable>& variables,
                      const VariableContext& context);

// Whether a value of template_variables declares a variable rather than giving it a value.
bool is_declaration(const Node& value);

}  // namespace launch
