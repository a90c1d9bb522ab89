// Finds and reads the documents that take part in a job: queue, bases, job, flags.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/spec/spec.h"

namespace launch {

// What asking for a file gave. Only the command line knows the disk; the compiler is handed this.
struct FileText {
  enum class Status : std::uint8_t { Ok, Missing, Outside, Unreadable };
  Status status = Status::Missing;
  std::string text;
  std::string why;  // for Unreadable: the system's words
};

// A file as it is by itself: its spans name the only source of its own map. Many jobs of one run
// may share it.
struct ParsedFile {
  FileText::Status status = FileText::Status::Missing;
  std::string why;  // as in FileText
  SourceMap sources;
  Arena arena;
  Diagnostics found;
  std::vector<Document> documents;

  std::string_view text() const {
    return sources.size() == 0 ? std::string_view() : sources.text(SourceId{});
  }
};
std::shared_ptr<const ParsedFile> parse_file(const std::string& path, FileText file);

struct QueueLookup {
  std::string path;                 // empty when there is no such queue
  std::vector<std::string> others;  // more files of this name, as near as the first
  std::vector<std::string> known;   // the names of the queues that exist where it looked
};

struct Files {
  // `path` as messages shall print it. Never throws, never null.
  std::function<std::shared_ptr<const ParsedFile>(const std::string& path)> read;
  // Where the queue `name`, named by the file `from`, lives.
  std::function<QueueLookup(const std::string& name, const std::string& from)> find_queue;
};

// One command-line setting, in the order given.
struct Setting {
  enum class Kind : std::uint8_t { Set, SetString, SetFile, ResourceArgs, Env, Variable };
  Kind kind;
  std::string flag;   // "--set image": what messages show, without the value
  std::string path;   // dotted field path, or the variable's name
  std::string value;  // YAML for Set and ResourceArgs, text otherwise (SetFile: the file's text)
  bool has_value = true;  // --env NAME without =VALUE: taken from the submitting environment
};

struct LoadInput {
  std::string job_path;
  Node job;  // the job document, a mapping
  std::span<const Directive> directives{};
  std::optional<std::string> queue_path;  // --queue FILE
  std::span<const Setting> settings{};
  bool is_base = false;  // judged as a base: its queue is not looked up
};

struct Layers {
  std::vector<Layer> layers;          // weakest first
  std::vector<Directive> directives;  // of all files read
  Node queue_name;                    // what names the queue, when known
};

struct LoadContext {
  SourceMap& sources;
  Arena& arena;
  Diagnostics& diagnostics;
  const Files& files;
};

// Reads everything the job names. Missing files, cycles and chains over 32 bases are reported with
// the whole chain; what could be read is returned all the same.
Layers load_layers(const LoadInput& input, const LoadContext& context);

// A queue document in one form: W&B's raw configurations (a whole manifest, a CreateTrainingJob
// request, bare docker flags) become resource and resource_args.
Node wrap_raw_queue(const Node& root, Arena& arena);

// The path `name` of a file that stands in `from`, lexically normalised.
std::string path_beside(const std::string& from, std::string_view name);

}  // namespace launch
