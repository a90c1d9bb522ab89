// What W&B's docker and local-process runners make of a job. Every command line of ours differs
// from W&B's in the ways that docs/differences-from-wandb.md lists under "Every command line"; here
// W&B's are changed in just these ways, so that whatever else differs shows.
#include "compiler/spec/shell_words.h"
#include "compiler/spec/wandb_env.h"
#include "tests/wandb_cases.h"

namespace launch::tests {
namespace {

Compared validate_docker_args(const Json& input, const Outcome& theirs) {
  Asked asked{whole_job()};
  asked.job["resource_args"] = {{"local-container", input["args"]}};
  return accepted(asked, theirs);
}

// The words of the command line, in place of ours.
Compared argv_of(const Asked& asked, const Outcome& theirs) {
  MemoryCompile compiled;
  compile_asked(asked, compiled);
  if (compiled.compiled.artifacts.empty()) return refused(compiled.diagnostics, theirs);
  return {Json(compiled.argv()), theirs};
}

// The long name of each flag.
Json with_long_names(const Json& words) {
  const std::map<std::string, std::string> kNames = {{"-e", "--env"},         {"-w", "--workdir"},
                                                     {"-v", "--volume"},      {"-m", "--memory"},
                                                     {"-i", "--interactive"}, {"-t", "--tty"}};
  Json named = words;
  for (Json& word : named) {
    if (const auto name = kNames.find(word); name != kNames.end()) word = name->second;
  }
  return named;
}

// The key by its name, no id of a queue's item, and of two values of a variable the one that docker
// takes: the last.
Json variables_here(const Json& words) {
  const auto name_of = [](const std::string& word) { return word.substr(0, word.find('=')); };
  std::set<std::string> seen;
  Json kept = Json::array();
  for (std::size_t i = words.size(); i-- > 0;) {
    std::string word = words[i];
    if (i > 0 && words[i - 1] == "--env") {
      const std::string name = name_of(word);
      if (!seen.insert(name).second || name == "WANDB_LAUNCH_TRACE_ID") {
        --i;
        continue;
      }
      if (name == "WANDB_API_KEY") word = name;
    }
    kept.insert(kept.begin(), word);
  }
  return kept;
}

// W&B's runner ignores it where the job has an image.
Json with_entry_point(Json words, const Json& spec) {
  const Json entry = field(field(spec, "overrides", Json::object()), "entry_point", Json::array());
  if (entry.empty() || !spec.contains("docker")) return words;
  const Json args = field(spec["overrides"], "args", Json::array());
  const auto image = static_cast<std::ptrdiff_t>(words.size() - args.size() - 1);
  words.insert(words.begin() + image + 1, entry.begin() + 1, entry.end());
  words.insert(words.begin() + image, {"--entrypoint", entry[0]});
  return words;
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
  Compared compared = argv_of(asked, theirs);
  if (compared.ours) compared.ours = with_long_names(without_wandb_variables(*compared.ours));
  if (!theirs) return compared;
  Json words = (*theirs)["argv_after_shell"];
  // Python's True and None as arguments.
  for (std::size_t i = 1; i <= asked.job["args"].size(); ++i) {
    const Json& arg = asked.job["args"][asked.job["args"].size() - i];
    Json& word = words[words.size() - i];
    if (arg.is_boolean()) word = arg.dump();
    if (arg.is_null()) word = "";
  }
  compared.theirs = with_long_names(words);
  return compared;
}

Compared docker_run(const Json& input, const Outcome& theirs) {
  Compared compared = argv_of(agent_run(input, "docker"), theirs);
  if (compared.ours) compared.ours = with_long_names(*compared.ours);
  if (!theirs) return compared;
  const Json words = variables_here(with_long_names((*theirs)["argv"]));
  compared.theirs = with_entry_point(words, input["spec"]);
  return compared;
}

Compared environment_of_run(const Json& input, const Outcome& theirs) {
  const Asked asked = agent_run(input, "docker");
  MemoryCompile compiled;
  compile_asked(asked, compiled);
  if (compiled.diagnostics.has_errors()) return refused(compiled.diagnostics, theirs);
  Json ours = Json::object();
  for (const EnvVar& variable :
       wandb_variables(compiled.compiled.spec, {compiled.arena, compiled.sources, asked.base_url,
                                                input["max_env_length"].get<std::size_t>()})) {
    ours[std::string(variable.name)] =
        variable.value.is_null() ? Json() : Json(variable.value.as_string());
  }
  if (!theirs) return {ours, theirs};
  Json wanted = *theirs;
  wanted["WANDB_API_KEY"] = nullptr;
  wanted.erase("WANDB_LAUNCH_TRACE_ID");
  return {ours, wanted};
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
  if (compiled.compiled.artifacts.empty()) return refused(compiled.diagnostics, theirs);
  const Json ours = words_of_process(std::get<Argv>(compiled.compiled.artifacts[0].content));
  if (!theirs) return {ours, theirs};
  const std::string line = theirs->is_string() ? *theirs : (*theirs)["command"];
  Json words = Json::array();
  for (const ShellWord& word : split_words(line).words) {
    words.push_back(word.text.starts_with("WANDB_API_KEY=") ? "WANDB_API_KEY" : word.text);
  }
  return {ours, words};
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
