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
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "compiler/document/write_json.h"
#include "tests/catch.h"
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
  std::string message;  // why W&B's client refused it
};

// Both results in one form: what ours is, and what it would have to be.
struct Compared {
  Outcome ours, theirs;
  std::vector<std::string> refused_by{};  // the rules, where ours was refused
};

// What launch refuses, for these reasons.
inline Compared refused(const Diagnostics& diagnostics, const Outcome& theirs) {
  Compared compared{std::nullopt, theirs};
  for (const Diagnostic& found : diagnostics.all()) {
    if (found.severity == Severity::Error) compared.refused_by.emplace_back(found.rule->id);
  }
  return compared;
}

inline std::string shown(const Outcome& outcome) { return outcome ? outcome->dump() : "refused"; }

inline bool same(const Compared& compared) {
  if (compared.ours.has_value() != compared.theirs.has_value()) return false;
  return !compared.ours || *compared.ours == *compared.theirs;
}

inline std::filesystem::path wandb_cases_file() {
  return shared_dir() / "cases" / "wandb-launch.jsonl";
}

// The cases of these areas; empty when the recordings are not there.
inline std::vector<WandbCase> wandb_cases(const std::vector<std::string>& areas) {
  std::vector<WandbCase> cases;
  std::ifstream lines(wandb_cases_file());
  for (std::string line; std::getline(lines, line);) {
    const Json one = Json::parse(line, nullptr, false);
    // Python writes NaN, Infinity and halves of surrogate pairs, which are no JSON.
    if (one.is_discarded()) {
      WARN("skipped, no JSON: " << line.substr(0, 60));
      continue;
    }
    if (std::find(areas.begin(), areas.end(), one["area"]) == areas.end()) continue;
    const bool refused = one.contains("error");
    cases.push_back({one["id"], one["input"]["fn"], one["input"],
                     refused ? std::nullopt : Outcome(one["expected"]),
                     refused ? one["error"].get<std::string>() : std::string()});
  }
  return cases;
}

// What the page says of a case: nothing (the result is the same), that the result differs, that it
// is of a kind whose results differ unless they happen to be the same, or that it is about
// something this version does not do.
enum class Documented { Same, Different, MayDiffer, NotYet };

// What stands in backticks in the first cell of a table's row: ids of cases; `k8s-mon-*`, all that
// begin so; `"a part"` of W&B's message, all that W&B refuses so; `area/rule`, all that launch
// refuses by this rule; `area/*`, by the rules of an area.
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
    const auto begins = [&](const auto& entry) { return id.starts_with(entry.first); };
    const auto found = std::find_if(beginnings_.begin(), beginnings_.end(), begins);
    return found == beginnings_.end() ? Documented::Same : found->second;
  }

  // Whether only one of the two refused it, for a reason that the page names.
  bool names_refusal(const Compared& compared, const std::string& message) const {
    if (compared.ours.has_value() == compared.theirs.has_value()) return false;
    const auto is_named = [&](const std::string& rule) {
      return std::any_of(rules_.begin(), rules_.end(), [&](const std::string& named) {
        return rule == named || (named.ends_with('/') && rule.starts_with(named));
      });
    };
    const auto& by = compared.refused_by;
    if (!compared.ours) return !by.empty() && std::all_of(by.begin(), by.end(), is_named);
    return std::any_of(messages_.begin(), messages_.end(), [&](const std::string& part) {
      return message.find(part) != std::string::npos;
    });
  }

  bool empty() const { return ids_.empty(); }
  const std::set<std::string>& rules() const { return rules_; }

 private:
  void read_row(const std::string& line, bool not_yet) {
    std::istringstream cell(line.substr(2, line.find('|', 2) - 2));
    std::string name;
    while (std::getline(cell, name, '`') && std::getline(cell, name, '`')) {
      if (name.size() > 2 && name.front() == '"' && name.back() == '"') {
        messages_.push_back(name.substr(1, name.size() - 2));
      } else if (name.find('/') != std::string::npos && name.find('.') == std::string::npos) {
        rules_.insert(name.ends_with('*') ? name.substr(0, name.size() - 1) : name);
      } else if (name.ends_with('*')) {
        name.pop_back();
        beginnings_[name] = not_yet ? Documented::NotYet : Documented::MayDiffer;
      } else {
        ids_[name] = not_yet ? Documented::NotYet : Documented::Different;
      }
    }
  }

  std::map<std::string, Documented> ids_, beginnings_;
  std::vector<std::string> messages_;
  std::set<std::string> rules_;
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

// Whether it is accepted at all.
inline Compared accepted(const Asked& asked, const Outcome& theirs) {
  MemoryCompile compiled;
  compile_asked(asked, compiled);
  if (compiled.diagnostics.has_errors()) return refused(compiled.diagnostics, theirs);
  return {Outcome("ok"), theirs};
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
