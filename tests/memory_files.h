// A compile without a disk: a map of names to texts.
#pragma once

#include <map>
#include <string>

#include "compiler/compile.h"

namespace launch::tests {

using Texts = std::map<std::string, std::string>;

// Reads from `texts`; queues are found as queues/NAME.yaml.
inline Files memory_files(const Texts& texts) {
  return {[&texts](const std::string& path) {
            const auto file = texts.find(path);
            if (file == texts.end()) return parse_file(path, {});
            return parse_file(path, {FileText::Status::Ok, file->second, {}});
          },
          [&texts](const std::string& name, const std::string&) {
            QueueLookup lookup;
            for (const auto& [path, text] : texts) {
              if (!path.starts_with("queues/")) continue;
              const std::string known = path.substr(7, path.size() - 12);
              lookup.known.push_back(known);
              if (known == name) lookup.path = path;
            }
            return lookup;
          }};
}

// One job compiled, with everything that it points into.
struct MemoryCompile {
  SourceMap sources;
  Arena arena;
  Diagnostics diagnostics;
  Compiled compiled;

  // "path:line:col rule" of each finding, sorted; for tables.
  std::string findings() const {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
      text += sources.describe(diagnostic.span) + " " + std::string(diagnostic.rule->id) + "\n";
    }
    return text;
  }
  // The words of the first artifact.
  std::vector<std::string> argv() const {
    std::vector<std::string> words;
    if (compiled.artifacts.empty()) return words;
    for (const Word& word : std::get<Argv>(compiled.artifacts[0].content).words) {
      words.emplace_back(word.node.as_string());
    }
    return words;
  }
};

// Compiles texts["job.yaml"] into `result`.
inline void compile_memory(const Texts& texts, CompileInput input, MemoryCompile& result) {
  const SourceId id = result.sources.add("job.yaml", texts.at("job.yaml"));
  const std::vector<Document> documents =
      read_yaml(id, result.sources, result.arena, result.diagnostics);
  if (documents.empty() || !documents[0].root.is_mapping()) return;
  input.load.job_path = "job.yaml";
  input.load.job = documents[0].root;
  result.compiled =
      compile(input, memory_files(texts), result.sources, result.arena, result.diagnostics);
}

}  // namespace launch::tests
