// What can be written at a place.
#pragma once

#include <optional>

#include "compiler/check/check_schema.h"
#include "compiler/edit/cursor.h"
#include "schema/guide.h"

namespace launch::edit {

// What is published about the value at a path of a document of a kind, the targets' blocks
// included.
std::optional<schema::Guide> guide_at(DocumentKind kind, const Path& path);

// A name, and a word about it.
struct Name {
  std::string name;
  std::string about;
};

// What only the surroundings of a text know.
struct Surroundings {
  DocumentKind kind = DocumentKind::Job;
  std::vector<Name> variables;  // that {{ }} may name
  std::vector<Name> queues;
  std::vector<Name> bases;  // files, as base_config names them
  std::vector<Name> rules;
};

struct Offer {
  enum class Kind : std::uint8_t { Key, Word, Variable, Macro, Queue, File, Rule };
  Kind kind;
  std::string label;
  std::string insert;  // for `replaced`
  Range replaced;
  std::string detail;         // a type, or few words
  std::string documentation;  // Markdown
};

// In the order in which to show them.
std::vector<Offer> offers_at(const Outline& outline, std::size_t offset,
                             const Surroundings& surroundings);

}  // namespace launch::edit
