// Says what is wrong with a value, by walking it and the schema side by side.
#pragma once

#include <unordered_set>
#include <vector>

#include "schema/keywords.h"
#include "schema/patterns.h"
#include "schema/schema.h"

namespace launch::schema {

// A schema as explain() reads it.
struct Rules {
  // The schema must outlive the object.
  explicit Rules(const Json& schema);
  explicit Rules(Json&&) = delete;

  const Json& root;
  // The schemas with a keyword that valijson does not see, in or under them.
  std::unordered_set<const Json*> ours;
  Patterns patterns;
};

// All violations, one per cause, in the order of the instance; at most kMostViolations.
constexpr std::size_t kMostViolations = 1000;
std::vector<Violation> explain(const Rules& rules, Instance instance);

// Whether the value also keeps the keywords that valijson does not see; expects one that keeps
// the others.
bool keeps_ours(const Rules& rules, Instance instance);

}  // namespace launch::schema
