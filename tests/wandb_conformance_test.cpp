// Every recorded case of W&B's client in the areas that this version covers: the same result, or a
// row in docs/differences-from-wandb.md that says why not. A row about a case whose result is the
// same is stale, and fails too.
#include <functional>

#include "compiler/resolve/merge.h"
#include "compiler/spec/shell_words.h"
#include "compiler/spec/wandb_env.h"
#include "compiler/sweep/scheduler.h"
#include "tests/catch.h"
#include "tests/run_launch.h"
#include "tests/wandb_cases.h"

namespace launch::tests {
namespace {

// What W&B's client makes, and launch would refuse.
constexpr const char* kNotReadable = "is refused here";

// --- macros
// ---------------------------------------------------------------------------------------

// Where the job says what a built-in macro stands for.
void give_macros(const Json& values, Asked& asked) {
  const std::map<std::string, std::string> kFields = {
      {"project_name", "project"}, {"entity_name", "entity"}, {"run_id", "run_id"},
      {"run_name", "name"},        {"author", "author"},      {"image_uri", "image"}};
  for (const auto& [name, value] : values.items()) {
    const auto built_in = kFields.find(name);
    if (built_in != kFields.end()) {
      asked.job[built_in->second] = value;
    } else if (value.is_string()) {
      asked.environment[name] = value;
    }
  }
}

// The value that the hyperparameter `source` has in the end.
Compared filled_value(const Json& source, const Json& values, const Outcome& theirs) {
  Asked asked{whole_job()};
  give_macros(values, asked);
  asked.job["hyperparameters"] = {{"source", source}};
  MemoryCompile compiled;
  compile_asked(asked, compiled);
  if (compiled.diagnostics.has_errors()) return {std::nullopt, theirs};
  return {json_of(compiled.compiled.spec.hyperparameters)["source"], theirs};
}

Compared macro_sub(const Json& input, const Outcome& theirs) {
  return filled_value(input["string"], input["values"], theirs);
}

Compared recursive_macro_sub(const Json& input, const Outcome& theirs) {
  return filled_value(input["source"], input["values"], theirs);
}

// The block as the filled text would be understood if somebody had written it.
Outcome understood_block(const Json& spec, const Json& input) {
  Asked asked{spec};
  asked.environment = field(input, "agent_env", Json::object());
  asked.image_uri = input["image"];
  MemoryCompile compiled;
  compile_asked(asked, compiled);
  if (compiled.diagnostics.has_errors()) return std::nullopt;
  return json_of(compiled.compiled.spec.resource_args);
}

Compared fill_macros_of_spec(const Json& input, const Outcome& theirs) {
  Json spec = field(input, "spec", whole_job());
  if (!input.contains("spec")) spec["resource_args"] = input["resource_args"];
  Json filled = spec;
  filled["resource_args"] = theirs.value();
  return {understood_block(spec, input), understood_block(filled, input).value_or(kNotReadable)};
}

Compared launch_project(const Json& input, const Outcome& theirs) {
  return {accepted({input["spec"]}), theirs};
}

// --- template variables and the launch spec
// ---------------------------------------------------------

// With the program itself: taking a flag's text apart is the command line's work.
Compared set_variables(const Json& input, const Outcome& theirs) {
  const TempFolder folder;
  Json declared = Json::object();
  for (const auto& [name, schema] : input["schemas"].items()) declared[name] = {{"schema", schema}};
  folder.write("queue.yaml", Json{{"resource", "docker"}, {"template_variables", declared}}.dump());
  Json job = whole_job();
  job["hyperparameters"] = Json::object();
  std::string line = "launch render --format json --queue queue.yaml job.yaml";
  for (const std::string text : input["set_var"]) {
    line += " --set-var " + shell_quote(text);
    const std::string name = text.substr(0, text.find('='));
    if (declared.contains(name)) job["hyperparameters"][name] = "{{" + name + "}}";
  }
  folder.write("job.yaml", job.dump());
  const RunResult run = run_shell(line, folder.path());
  if (run.exit_code != 0) return {std::nullopt, theirs};
  const Json printed = Json::parse(run.out);
  for (const std::string word : printed["artifacts"][0]["argv"]) {
    if (word.starts_with("WANDB_CONFIG=")) return {Json::parse(word.substr(13)), theirs};
  }
  return {Json::object(), theirs};
}

Compared merged_alone(const Json& input, const Outcome& theirs) {
  SourceMap sources;
  Arena arena;
  Diagnostics diagnostics;
  const SourceId id = sources.add("job.yaml", input["spec"].dump());
  const std::vector<Document> documents = read_yaml(id, sources, arena, diagnostics);
  const Layer job{Role::Job, documents.at(0).root, {}};
  return {json_of(merge_layers({&job, 1}, {arena, diagnostics}).root), theirs};
}

Json words_json(const std::vector<Node>& words) {
  Json list = Json::array();
  for (const Node& word : words) list.push_back(word.as_string());
  return list;
}

// The job's fields in one form, whichever way they were said; nothing when it is refused.
Outcome understood(const Asked& asked) {
  MemoryCompile compiled;
  compile_asked(asked, compiled);
  if (compiled.diagnostics.has_errors()) return std::nullopt;
  const Spec& spec = compiled.compiled.spec;
  Json fields = {{"entry", words_json(spec.entry)}, {"args", words_json(spec.args)}};
  // A run id that nobody gave depends on how the job is written.
  const bool given = asked.job.contains("run_id") || !spec.run_id.history();
  for (const auto& [name, node] : std::initializer_list<std::pair<const char*, const Node&>>{
           {"entity", spec.entity},
           {"project", spec.project},
           {"name", spec.name},
           {"author", spec.author},
           {"image", spec.image},
           {"job", spec.job},
           {"sweep_id", spec.sweep_id},
           {"resource_args", spec.resource_args}}) {
    fields[name] = node.is_scalar() ? Json(node.as_string()) : json_of(node);
  }
  if (given) fields["run_id"] = spec.run_id.as_string();
  return fields;
}

// The flags of `wandb launch` and ours.
Setting setting_of(const std::string& name, const Json& value) {
  const std::map<std::string, std::string> kPaths = {{"docker_image", "docker.docker_image"},
                                                     {"entry_point", "overrides.entry_point"},
                                                     {"version", "git.version"},
                                                     {"repository", "registry.url"}};
  if (name == "resource_args") {
    return {Setting::Kind::ResourceArgs, "--override-resource-args", {}, value.dump()};
  }
  const auto path = kPaths.find(name);
  return {Setting::Kind::Set, "--set " + name, path == kPaths.end() ? name : path->second,
          value.dump()};
}

// The login's entity is our workspace file's: the weakest of all.
Compared construct_launch_spec(const Json& input, const Outcome& theirs) {
  Asked asked{field(input, "launch_config", Json::object())};
  asked.targets = CompileInput::Targets::Every;
  asked.defaults = {setting_of("entity", input["default_entity"])};
  for (const auto& [name, value] : input["args"].items()) {
    asked.settings.push_back(setting_of(name, value));
  }
  Asked written{theirs.value()};
  written.targets = CompileInput::Targets::Every;
  return {understood(asked), understood(written).value_or(kNotReadable)};
}

Compared validate_source(const Json& input, const Outcome& theirs) {
  Asked asked{input["spec"]};
  asked.targets = CompileInput::Targets::Every;
  return {accepted(asked), theirs};
}

// --- git
// ------------------------------------------------------------------------------------------

bool may_be_fetched(const Json& input) {
  Asked asked{{{"entity", "e"}, {"project", "p"}, {"git", {{"repository", input["uri"]}}}}};
  asked.targets = CompileInput::Targets::Every;
  MemoryCompile compiled;
  compile_asked(asked, compiled);
  return compiled.findings().find("spec/git-remote") == std::string::npos;
}

Compared git_remote(const Json& input, const Outcome& theirs) {
  return {may_be_fetched(input) ? Outcome("ok") : std::nullopt, theirs};
}

Compared is_git(const Json& input, const Outcome& theirs) {
  return {may_be_fetched(input), theirs};
}

// --- sweeps
// ---------------------------------------------------------------------------------------

// The arguments of W&B's scheduler, or nothing when the sweep cannot be scheduled.
Compared scheduler_arguments(const Json& input, const Outcome& theirs) {
  Json sweep = input["sweep_config"];
  sweep["method"] = "bayes";
  sweep["project"] = input["project"];
  sweep["launch"] = {{"queue", input["queue"]}, {"author", input["author"]}};
  const bool is_job = input["return_job"];
  if (is_job) sweep["scheduler"] = {{"job", "e/p/scheduler:v1"}};
  SourceMap sources;
  Arena arena;
  Diagnostics unheard;
  Diagnostics diagnostics;
  const SourceId id = sources.add("sweep.yaml", sweep.dump());
  const std::vector<Document> documents = read_yaml(id, sources, arena, diagnostics);
  const sweep::Sweep read = sweep::read_sweep(documents.at(0).root, {arena, sources, unheard});
  const Node spec = sweep::scheduler_spec(read, {}, {arena, sources, diagnostics});
  const bool two =
      input["sweep_config"].contains("job") && input["sweep_config"].contains("image_uri");
  const bool refused =
      diagnostics.has_errors() ||
      (two && std::any_of(unheard.all().begin(), unheard.all().end(), [](const Diagnostic& found) {
         return found.rule->id == "spec/two-sources";
       }));
  if (refused) return {Json(nullptr), theirs};
  const Json overrides = json_of(*spec.find("overrides"));
  return {is_job ? overrides["run_config"]["sweep_args"] : overrides["args"], theirs};
}

// --- all of them
// ----------------------------------------------------------------------------------

const Mappers& mappers() {
  static const Mappers kMappers = [] {
    Mappers all = {
        {"macro_sub", macro_sub},
        {"recursive_macro_sub", recursive_macro_sub},
        {"fill_macros", fill_macros_of_spec},
        {"LaunchProject", launch_project},
        {"fetch_and_validate_template_variables", set_variables},
        {"wandb launch --set-var", set_variables},
        {"strip_resource_args_and_template_vars", merged_alone},
        {"construct_launch_spec", construct_launch_spec},
        {"validate_launch_spec_source", validate_source},
        {"git_remote_allowed", git_remote},
        {"is_git_uri", is_git},
        {"sanitize_wandb_api_key", {}},
        {"construct_scheduler_args", scheduler_arguments},
        {"create_sweep_command_args", {}},
        {"make_launch_sweep_entrypoint", {}},
    };
    all.merge(docker_mappers());
    all.merge(kubernetes_mappers());
    all.merge(sagemaker_mappers());
    all.merge(vertex_mappers());
    all.merge(state_mappers());
    all.merge(build_mappers());
    all.merge(agent_mappers());
    all.merge(queue_mappers());
    return all;
  }();
  return kMappers;
}

const std::vector<std::string> kAreas = {"docker",       "macro",     "template", "sanitise",
                                         "kubernetes",   "sagemaker", "vertex",   "registry",
                                         "agent-config", "image-tag"};

}  // namespace

TEST_CASE("what W&B's client does, launch does too, or the documentation says why not") {
  const std::vector<WandbCase> cases = wandb_cases(kAreas);
  if (cases.empty()) WARN("skipped: " << wandb_cases_file().string() << " is not there");
  const DocumentedDifferences documented;
  REQUIRE_FALSE(documented.empty());
  for (const WandbCase& one : cases) {
    const Documented says = documented.of(one.id);
    if (says == Documented::NotYet) continue;
    INFO(one.id << ": " << one.input.dump());
    const auto mapper = mappers().find(one.function);
    REQUIRE(mapper != mappers().end());
    if (!mapper->second) {
      CHECK(says == Documented::Different);
      continue;
    }
    const Compared compared = mapper->second(one.input, one.theirs);
    INFO("ours:   " << shown(compared.ours));
    INFO("theirs: " << shown(compared.theirs));
    CHECK(same(compared) == (says == Documented::Same));
  }
}

TEST_CASE("W&B's command lines and ours are the same but for the API key and the queue's item") {
  // More than that differs, and the documentation says what.
  const std::vector<std::string> kMore = {
      "docker-run-base-image", "docker-run-base-image-user-workdir",
      "docker-run-localhost",  "docker-run-dev",
      "docker-run-unsafe",     "san-process-quote"};
  for (const WandbCase& one : wandb_cases(kAreas)) {
    const bool runs = one.function == "LocalContainerRunner.run" ||
                      one.function == "LocalProcessRunner.run" ||
                      one.function == "get_env_vars_dict";
    if (!runs || std::find(kMore.begin(), kMore.end(), one.id) != kMore.end()) continue;
    const Compared compared = mappers().at(one.function)(one.input, one.theirs);
    INFO(one.id);
    REQUIRE(compared.ours.has_value());
    CHECK(*compared.ours == without_agents_own(*compared.theirs));
  }
}

}  // namespace launch::tests
