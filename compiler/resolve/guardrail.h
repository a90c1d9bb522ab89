// What a queue keeps for itself: the fields that hold its template variables.
#pragma once

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/spec/keyed_list.h"
#include "compiler/spec/spec.h"

namespace launch {

struct Guardrail {
  Path path;
  std::string field;   // the same for people
  std::string detour;  // another field that would replace it, when `path` is that one
  Node value;          // the queue's text with the hole
  std::vector<std::string> variables;  // the names in it
};
struct Guardrails {
  Node queue;
  std::vector<Guardrail> fields;
};

// Every string of a normalised queue that holds a {{variable}}, but for its declarations.
Guardrails find_guardrails(const Node& queue);

// Reports each value of a stronger layer that sets a guarded field, or replaces or removes a parent
// of one. The same text as the queue's own is no override.
void check_guardrails(const Guardrails& guardrails, const Layer& layer, const ListKey& list_key,
                      Diagnostics& diagnostics);

}  // namespace launch
