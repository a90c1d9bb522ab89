// Other programs that read YAML: what they make of a text, to hold ours against.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "compiler/spec/shell_words.h"
#include "tests/run_launch.h"

namespace launch::tests {

// What a reader made of a text: the documents but null as a list, or nothing when it refused.
using Answer = std::optional<nlohmann::json>;

// Asks `program` about all texts at once (see kubernetes/yaml_reader/main.go for the lines).
// Nothing where it is not to be had here (exit codes 77 and the shell's 127).
inline std::optional<std::vector<Answer>> ask_reader(const std::string& program,
                                                     const std::vector<std::string>& texts) {
  const TempFolder folder;
  std::string lines;
  for (const std::string& text : texts) lines += nlohmann::json(text).dump() + "\n";
  folder.write("texts", lines);
  const RunResult result = run_shell(program + " <texts", folder.path());
  if (result.exit_code == 77 || result.exit_code == 127) return std::nullopt;
  if (result.exit_code != 0) throw std::runtime_error(program + " failed: " + result.err);
  std::vector<Answer> answers;
  std::istringstream out(result.out);
  for (std::string line; std::getline(out, line);) {
    nlohmann::json answer = nlohmann::json::parse(line);
    answers.push_back(answer.contains("error") ? Answer() : Answer(answer["documents"]));
  }
  if (answers.size() != texts.size()) throw std::runtime_error(program + " lost an answer");
  return answers;
}

// sigs.k8s.io/yaml, built by `tools/kubectl-yaml-reader`. Where it is not, as good as
// a program that says so.
inline std::string kubectl_reader() {
  const char* named = std::getenv("LAUNCH_KUBECTL_YAML_READER");
  return named == nullptr ? "exit 77;" : shell_quote(named);
}

// PyYAML. LAUNCH_PYTHON names the interpreter that has it.
inline std::string pyyaml_reader() {
  const char* named = std::getenv("LAUNCH_PYTHON");
  const std::string script =
      source_dir().string() + "/tests/kubernetes/yaml_reader/pyyaml_reader.py";
  return std::string(named != nullptr ? named : "python3") + " " + shell_quote(script);
}

}  // namespace launch::tests
