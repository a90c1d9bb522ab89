// What somebody else's form of a job becomes: our documents, and what they do not say.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/check/document_kind.h"
#include "compiler/compile.h"

namespace launch {

// What the user chose about an import.
struct ImportOptions {
  std::string queue;  // a queue of this name gets what belongs to the place; empty: the job does
  bool keep_secrets = false;                      // written out instead of taken from elsewhere
  std::map<std::string, std::string> values;      // of template variables, by name
  std::map<std::string, std::string> job_fields;  // entity, project, name
  TargetOptions targets;
  ExpectedKind kind{};  // of the source, as its place says; nothing when only its content can tell
};

struct ImportContext {
  SourceMap& sources;
  Arena& arena;
  Diagnostics& diagnostics;
  const ImportOptions& options;
};

// One thing that runs, as our documents. Values keep their places in the source.
struct Draft {
  std::string_view target;
  Span place;             // of the whole in the source
  Node original;          // what must come back, as the importer sees it
  Node job;               // a mapping: the job's own fields
  Node resource_args;     // the target's block; it goes to the job or the queue
  Node variables;         // a mapping: declarations of template variables
  std::string name{};     // what the source calls it
  std::string run_id{};   // both sides are rendered for this run; empty: any will do
  bool is_queue = false;  // `job` holds a queue's fields, and there is no job
  bool is_agent = false;  // `original` is an agent's configuration, and there is nothing else
};

// A form that can be imported.
struct Importer {
  std::string_view name;
  std::string_view summary;  // for `launch help import`
  std::vector<Draft> (*read)(SourceId, ImportContext&);
  // What was rendered, in the form of Draft::original.
  Node (*view)(const Compiled&, Arena&);
  // The key that tells the items of the list at `path` apart; empty where their order counts.
  std::string_view (*list_key)(std::span<const std::string> path);
};

std::span<const Importer* const> importers();
const Importer* find_importer(std::string_view name);

// What came of one draft.
struct Imported {
  std::string name;                  // what the source calls it; may be empty
  std::string job;                   // YAML
  std::string queue;                 // YAML; empty when there is none
  std::vector<std::string> added;    // the fields that launch adds to what the source says
  std::vector<std::string> exports;  // variables that the submitting environment must have
  std::string agent{};               // YAML: an agent's configuration, alone
};

// Reads a source, writes the documents, renders them and compares. Everything that does not come
// back is reported at its place in the source. Pure.
std::vector<Imported> import_source(const Importer& importer, SourceId source,
                                    ImportContext& context);

// How many findings say that something of a source did not come back.
std::size_t residue_count(const Diagnostics& diagnostics);

}  // namespace launch
