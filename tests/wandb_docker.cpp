// What W&B's docker and local-process runners make of a job.
#include "compiler/spec/shell_words.h"
#include "compiler/spec/wandb_env.h"
#include "tests/wandb_cases.h"

namespace launch::tests {
namespace {

Compared validate_docker_args(const Json& input, const Outcome& theirs) {
  Asked asked{whole_job()};
  asked.job["resource_args"] = {{"local-container", input["args"]}};
  return {accepted(asked), theirs};
}

Outcome argv_of(const Asked& asked) {
  MemoryCompile compiled;
  compile_asked(asked, compiled);
  if (compiled.compiled.artifacts.empty()) return std::nullopt;
  return Json(compiled.argv());
}

// W&B's command line has its variables where the caller puts them; ours always has them.
Json without_wandb_variables(const Json& words) {
  Json kept = Json::array();
  for (const Json& word : words) {
    if (word.get<std::string>().starts_with("WANDB_")) {
      kept.erase(kept.size() - 1);  // the -e before it
    } else {
      kept.push_back(word);
    }
  }
  return kept;
}

Compared docker_command(const Json& input, const Outcome& theirs) {
  Asked asked{whole_job()};
  asked.job["image"] = input["image"];
  asked.job["env"] = input["env_vars"];
  asked.job["entry_point"] = field(input, "entry_cmd", nullptr);
  asked.job["args"] = field(input, "additional_args", Json::array());
  asked.job["resource_args"] = {{"docker", field(input, "docker_args", Json::object())}};
  Outcome ours = argv_of(asked);
  if (ours) ours = without_wandb_variables(*ours);
  return {ours, theirs ? Outcome((*theirs)["argv_after_shell"]) : theirs};
}

Compared docker_run(const Json& input, const Outcome& theirs) {
  return {argv_of(agent_run(input, "docker")), theirs ? Outcome((*theirs)["argv"]) : theirs};
}

Compared environment_of_run(const Json& input, const Outcome& theirs) {
  const Asked asked = agent_run(input, "docker");
  MemoryCompile compiled;
  compile_asked(asked, compiled);
  if (compiled.diagnostics.has_errors()) return {std::nullopt, theirs};
  Json ours = Json::object();
  for (const EnvVar& variable :
       wandb_variables(compiled.compiled.spec, {compiled.arena, compiled.sources, asked.base_url,
                                                input["max_env_length"].get<std::size_t>()})) {
    ours[std::string(variable.name)] =
        variable.value.is_null() ? Json() : Json(variable.value.as_string());
  }
  return {ours, theirs};
}

// Words as a shell line has them: the variables first. One that is inherited has no value.
Json words_of_process(const Argv& argv) {
  Json words = Json::array();
  for (const ProcessVariable& variable : argv.environment) {
    const std::string value(variable.value.as_string());
    words.push_back(std::string(variable.name) + (variable.value.is_null() ? "" : "=" + value));
  }
  for (const Word& word : argv.words) words.push_back(word.node.as_string());
  return words;
}

Asked local_process_job(const Json& input) {
  if (input.contains("spec")) return agent_run(input, "local-process");
  return {{{"entity", "e"},
           {"project", "p"},
           {"job", "e/p/j:v1"},
           {"env", input["env"]},
           {"entry_point", input["entry_point"]},
           {"args", input["args"]}},
          "local-process"};
}

Compared local_process(const Json& input, const Outcome& theirs) {
  MemoryCompile compiled;
  compile_asked(local_process_job(input), compiled);
  if (compiled.compiled.artifacts.empty()) return {std::nullopt, theirs};
  const std::string line = theirs->is_string() ? *theirs : (*theirs)["command"];
  Json words = Json::array();
  for (const ShellWord& word : split_words(line).words) words.push_back(word.text);
  return {words_of_process(std::get<Argv>(compiled.compiled.artifacts[0].content)), words};
}

}  // namespace

Mappers docker_mappers() {
  return {{"validate_local_container_resource_args", validate_docker_args},
          {"get_docker_command", docker_command},
          {"LocalContainerRunner.run", docker_run},
          {"get_env_vars_dict", environment_of_run},
          {"LocalProcessRunner.run", local_process}};
}

}  // namespace launch::tests
