// Recorded inputs and results of W&B's own client, what docs/differences-from-wandb.md says of
// them, and a compile of what such an input asks for.
//
// The recordings are not part of the project: LAUNCH_SHARED_DIR names the folder they lie in, else
// it is looked for beside the project.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "compiler/document/write_json.h"
#include "tests/memory_files.h"
#include "tests/shared_material.h"
#include "tests/source_dir.h"

namespace launch::tests {

// Keeps the order of the keys: W&B's variables and flags have one.
using Json = nlohmann::ordered_json;

// What came of an input; nothing when it was refused.
using Outcome = std::optional<Json>;

struct WandbCase {
  std::string id, function;
  Json input;
  Outcome theirs;
};

// Both results in one form: what ours is, and what it would have to be.
struct Compared {
  Outcome ours, theirs;
};

inline std::string shown(const Outcome& outcome) { return outcome ? outcome->dump() : "refused"; }

inline bool same(const Compared& compared) {
  if (compared.ours.has_value() != compared.theirs.has_value()) return false;
  return !compared.ours || *compared.ours == *compared.theirs;
}

// W&B's words or variables, less the two things that no command line of ours holds: the value of
// the API key and the id of a queue's item.
inline Json without_agents_own(const Json& theirs) {
  Json kept = theirs;
  if (kept.is_object()) {
    kept["WANDB_API_KEY"] = nullptr;
    kept.erase("WANDB_LAUNCH_TRACE_ID");
    return kept;
  }
  kept = Json::array();
  for (const std::string word : theirs) {
    if (word.starts_with("WANDB_LAUNCH_TRACE_ID=")) {
      kept.erase(kept.size() - 1);
    } else {
      kept.push_back(word.starts_with("WANDB_API_KEY=") ? "WANDB_API_KEY" : word);
    }
  }
  return kept;
}

inline std::filesystem::path wandb_cases_file() {
  return shared_dir() / "cases" / "wandb-launch.jsonl";
}

// The cases of these areas; empty when the recordings are not there.
inline std::vector<WandbCase> wandb_cases(const std::vector<std::string>& areas) {
  std::vector<WandbCase> cases;
  std::ifstream lines(wandb_cases_file());
  for (std::string line; std::getline(lines, line);) {
    const Json one = Json::parse(line);
    if (std::find(areas.begin(), areas.end(), one["area"]) == areas.end()) continue;
    const bool refused = one.contains("error");
    cases.push_back({one["id"], one["input"]["fn"], one["input"],
                     refused ? std::nullopt : Outcome(one["expected"])});
  }
  return cases;
}

// What the page says of a case: nothing (the result is the same), that the result differs, or that
// the case is about something this version does not do.
enum class Documented { Same, Different, NotYet };

// By case: the ids that stand in backticks in the first cell of a table's row; `k8s-mon-*` is all
// that begin so.
class DocumentedDifferences {
 public:
  DocumentedDifferences() {
    std::ifstream lines(source_dir() / "docs/differences-from-wandb.md");
    bool not_yet = false;
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("## ")) not_yet = line == "## Not part of this version";
      if (line.starts_with("| ")) read_row(line, not_yet);
    }
  }

  Documented of(const std::string& id) const {
    if (const auto found = ids_.find(id); found != ids_.end()) return found->second;
    const auto begins = [&](const auto& entry) {
      return entry.first.ends_with('*') &&
             id.starts_with(entry.first.substr(0, entry.first.size() - 1));
    };
    const auto found = std::find_if(ids_.begin(), ids_.end(), begins);
    return found == ids_.end() ? Documented::Same : found->second;
  }
  bool empty() const { return ids_.empty(); }

 private:
  void read_row(const std::string& line, bool not_yet) {
    std::istringstream words(line.substr(2, line.find('|', 2) - 2));
    for (std::string word; words >> word;) {
      if (word.front() != '`' || word.size() < 3) continue;
      const std::string id = word.substr(1, word.find('`', 1) - 1);
      ids_[id] = not_yet ? Documented::NotYet : Documented::Different;
    }
  }

  std::map<std::string, Documented> ids_;
};

// What a case asks for beside the job document.
struct Asked {
  Json job;
  std::string target;
  std::vector<Setting> settings;
  std::vector<Setting> defaults;
  Json environment = Json::object();
  std::string aws_account{};
  std::string base_url = "https://api.wandb.ai";
  std::optional<std::string> image_uri;
  CompileInput::Targets targets = CompileInput::Targets::One;
  bool allow_plain_secrets = false;
};

inline void compile_asked(const Asked& asked, MemoryCompile& result) {
  const Environment environment = [&](std::string_view name) -> std::optional<std::string> {
    const auto found = asked.environment.find(name);
    if (found == asked.environment.end()) return std::nullopt;
    return found->get<std::string>();
  };
  CompileInput input;
  input.load.settings = asked.settings;
  input.defaults = asked.defaults;
  input.environment = &environment;
  input.target = asked.target;
  input.options.base_url = asked.base_url;
  input.options.aws_account = asked.aws_account;
  input.options.allow_plain_secrets = asked.allow_plain_secrets;
  input.image_uri = asked.image_uri;
  input.targets = asked.targets;
  compile_memory({{"job.yaml", asked.job.dump()}}, input, result);
}

inline Outcome accepted(const Asked& asked) {
  MemoryCompile compiled;
  compile_asked(asked, compiled);
  return compiled.diagnostics.has_errors() ? std::nullopt : Outcome("ok");
}

inline Json json_of(const Node& node) {
  return node.valid() ? Json::parse(write_json(node, JsonStyle::Compact)) : Json();
}

inline Json field(const Json& input, const char* name, const Json& otherwise) {
  const auto found = input.find(name);
  return found == input.end() || found->is_null() ? otherwise : *found;
}

// A job that lacks nothing, for cases that are about one part of it.
inline Json whole_job() {
  return {{"entity", "e"}, {"project", "p"}, {"resource", "docker"}, {"image", "img:1"}};
}

// A spec as an agent gets it: with the queue it came through and what its job artifact says.
inline Asked agent_run(const Json& input, const char* target) {
  Asked asked{input["spec"], target};
  if (const auto queue = input.find("queue"); queue != input.end()) {
    asked.job["queue"] = (*queue)[0];
    asked.job["queue_entity"] = (*queue)[1];
  }
  if (!asked.job["overrides"].contains("entry_point") && input.contains("job_entry")) {
    asked.job["entry_point"] = input["job_entry"];
  }
  if (!asked.job.contains("docker") && input.contains("image_uri")) {
    asked.image_uri = input["image_uri"];
  }
  asked.base_url = field(input, "base_url", "https://api.wandb.ai");
  if (input.contains("api")) asked.base_url = input["api"]["base_url"];
  return asked;
}

// How a function of W&B's client maps onto ours; without one there is nothing like it here.
using Mapper = std::function<Compared(const Json& input, const Outcome& theirs)>;
using Mappers = std::map<std::string, Mapper>;

// By subject: wandb_docker.cpp, wandb_kubernetes.cpp, wandb_sagemaker.cpp.
Mappers docker_mappers();
Mappers kubernetes_mappers();
Mappers sagemaker_mappers();
Mappers vertex_mappers();
Mappers state_mappers();
Mappers agent_mappers();
Mappers build_mappers();
Mappers queue_mappers();

}  // namespace launch::tests
