// Schemas made from a schema. All expect what lint() has nothing against.
#pragma once

#include "schema/keywords.h"

namespace launch::schema {

// Whether the schema judges by a keyword that only explain() judges.
bool has_our_keyword(const Json& schema);

// The same schema for one layer of several: nothing is required. Where `required` decides between
// forms, the decision is left out rather than made on half a document. Notes are gone.
Json without_required(const Json& root);

// The same schema, or one that accepts more, without anything that valijson 1.0 gets wrong:
// `ours` keywords and notes are gone, references point to /definitions only. `ours` are the schemas
// marked() for has_our_keyword().
Json for_valijson(const Json& root, const std::unordered_set<const Json*>& ours);

}  // namespace launch::schema
