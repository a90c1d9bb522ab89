// Judges a document by the schema of its kind, and says it in the places and words of its author.
#pragma once

#include <string_view>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/document/node.h"
#include "schema/schema.h"

namespace launch {

enum class DocumentKind : std::uint8_t { Job, Base, Queue, Agent, Sweep };
// "job", "base", "queue", "agent", "sweep".
std::string_view kind_name(DocumentKind kind);

// The published schema of a kind (a base's is the job's), as JSON text.
std::string_view schema_text(DocumentKind kind);

// Presence::Optional forgives missing keys: one layer of several. Violations on text that still
// holds a hole are forgiven in either case. True when the document is right as a whole, nothing
// forgiven.
bool check_schema(const Node& root, DocumentKind kind, schema::Presence presence,
                  Diagnostics& diagnostics);

}  // namespace launch
