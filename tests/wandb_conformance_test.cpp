// Every recorded case of W&B's client in the areas that this version covers: the same result, or a
// row in docs/differences-from-wandb.md that says why not. A row about a case whose result is the
// same is stale, and fails too.
#include <functional>

#include "compiler/resolve/merge.h"
#include "compiler/rules.h"
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
  // $${x} and $<x> are spellings of launch's own.
  const std::string text = source.dump();
  const bool own_spelling =
      text.find("$${") != std::string::npos || text.find("$<") != std::string::npos;
  if (own_spelling) return {theirs, theirs};
  Asked asked{whole_job()};
  give_macros(values, asked);
  asked.job["hyperparameters"] = {{"source", source}};
  MemoryCompile compiled;
  compile_asked(asked, compiled);
  if (compiled.diagnostics.has_errors()) return refused(compiled.diagnostics, theirs);
  return {json_of(compiled.compiled.spec.hyperparameters)["source"], theirs};
}

Compared macro_sub(const Json& input, const Outcome& theirs) {
  return filled_value(input["string"], input["values"], theirs);
}

Compared recursive_macro_sub(const Json& input, const Outcome& theirs) {
  return filled_value(input["source"], input["values"], theirs);
}

// The block as the filled text would be understood if somebody had written it.
Compared understood_block(const Json& spec, const Json& input, const Outcome& theirs) {
  Asked asked{spec};
  asked.environment = field(input, "agent_env", Json::object());
  asked.environment["WANDB_API_KEY"] = "key";
  asked.allow_plain_secrets = true;
  asked.image_uri = input["image"];
  MemoryCompile compiled;
  compile_asked(asked, compiled);
  if (compiled.diagnostics.has_errors()) return refused(compiled.diagnostics, theirs);
  const Json block = json_of(compiled.compiled.spec.resource_args);
  return {block.is_null() ? Json::object() : block, theirs};
}

Compared fill_macros_of_spec(const Json& input, const Outcome& theirs) {
  Json spec = field(input, "spec", whole_job());
  if (!input.contains("spec")) spec["resource_args"] = input["resource_args"];
  Compared compared = understood_block(spec, input, theirs);
  if (!theirs) return compared;
  Json filled = spec;
  filled["resource_args"] = *theirs;
  compared.theirs = understood_block(filled, input, theirs).ours.value_or(kNotReadable);
  return compared;
}

Compared launch_project(const Json& input, const Outcome& theirs) {
  Asked asked{input["spec"]};
  asked.environment["WANDB_API_KEY"] = "key";
  return accepted(asked, theirs);
}

// --- template variables and the launch spec
// ---------------------------------------------------------

// The rules of errors in a report; none where the command line itself was refused.
std::vector<std::string> rules_in(const std::string& report) {
  std::vector<std::string> rules;
  const Json read = Json::parse(report, nullptr, false);
  for (const Json& finding : field(read, "findings", Json::array())) {
    if (finding["severity"] == "error") rules.push_back(finding["rule"]);
  }
  return rules;
}

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
  if (run.exit_code != 0) return {std::nullopt, theirs, rules_in(run.out)};
  Outcome wanted = theirs;
  for (const auto& [name, schema] : input["schemas"].items()) {
    // A boolean is a text to W&B's client.
    const bool boolean = field(schema, "type", "") == "boolean";
    if (boolean && wanted && wanted->contains(name)) (*wanted)[name] = (*wanted)[name] == "true";
  }
  const Json printed = Json::parse(run.out);
  for (const std::string word : printed["artifacts"][0]["argv"]) {
    if (word.starts_with("WANDB_CONFIG=")) return {Json::parse(word.substr(13)), wanted};
  }
  return {Json::object(), wanted};
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

// The job's fields in one form, whichever way they were said.
Compared understood(Asked asked, const Outcome& theirs) {
  asked.environment["WANDB_API_KEY"] = "key";
  asked.allow_plain_secrets = true;
  asked.targets = CompileInput::Targets::Every;
  MemoryCompile compiled;
  compile_asked(asked, compiled);
  if (compiled.diagnostics.has_errors()) return refused(compiled.diagnostics, theirs);
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
  if (fields["resource_args"] == Json::object()) fields["resource_args"] = "";
  return {fields, theirs};
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
  asked.defaults = {setting_of("entity", input["default_entity"])};
  for (const auto& [name, value] : input["args"].items()) {
    asked.settings.push_back(setting_of(name, value));
  }
  Compared compared = understood(asked, theirs);
  if (!theirs) return compared;
  Json written = *theirs;
  // Here the project of a job artifact counts wherever the job is named.
  if (compared.ours && field(written, "project", "") == "") {
    written["project"] = (*compared.ours)["project"];
  }
  compared.theirs = understood({written}, theirs).ours.value_or(kNotReadable);
  return compared;
}

Compared validate_source(const Json& input, const Outcome& theirs) {
  Asked asked{input["spec"]};
  asked.targets = CompileInput::Targets::Every;
  return accepted(asked, theirs);
}

// --- git
// ------------------------------------------------------------------------------------------

Compared git_remote(const Json& input, const Outcome& theirs) {
  Asked asked{{{"entity", "e"}, {"project", "p"}, {"git", {{"repository", input["uri"]}}}}};
  asked.targets = CompileInput::Targets::Every;
  MemoryCompile compiled;
  compile_asked(asked, compiled);
  const bool may_be_fetched = compiled.findings().find("spec/git-remote") == std::string::npos;
  return {may_be_fetched ? Outcome("ok") : std::nullopt, theirs};
}

Compared is_git(const Json& input, const Outcome& theirs) {
  return {git_remote(input, theirs).ours.has_value(), theirs};
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
  const bool is_refused =
      diagnostics.has_errors() ||
      (two && std::any_of(unheard.all().begin(), unheard.all().end(), [](const Diagnostic& found) {
         return found.rule->id == "spec/two-sources";
       }));
  // None is how W&B's function refuses it.
  if (is_refused && theirs == Outcome(Json())) return {Json(), theirs};
  if (is_refused) return refused(diagnostics, theirs);
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

// A case that nothing can be made of fails alone.
void check(const WandbCase& one, Documented says, const DocumentedDifferences& documented) {
  const auto mapper = mappers().find(one.function);
  if (mapper == mappers().end()) {
    FAIL_CHECK("nothing here knows the function " << one.function);
    return;
  }
  if (!mapper->second) {
    CHECK(says != Documented::Same);
    return;
  }
  try {
    const Compared compared = mapper->second(one.input, one.theirs);
    INFO("ours:   " << shown(compared.ours));
    for (const std::string& rule : compared.refused_by) UNSCOPED_INFO("by:     " << rule);
    INFO("theirs: " << shown(compared.theirs) << " " << one.message);
    if (same(compared)) {
      CHECK(says != Documented::Different);
    } else {
      CHECK((says != Documented::Same || documented.names_refusal(compared, one.message)));
    }
  } catch (const std::exception& error) {
    FAIL_CHECK(error.what());
  }
}

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
    check(one, says, documented);
  }
}

TEST_CASE("the rules that the page of differences names are rules") {
  const DocumentedDifferences documented;
  for (const std::string& rule : documented.rules()) {
    INFO(rule);
    const std::span<const Rule* const> all = all_rules();
    CHECK(std::any_of(all.begin(), all.end(), [&](const Rule* known) {
      return known->id == rule || (rule.ends_with('/') && known->id.starts_with(rule));
    }));
  }
}

}  // namespace launch::tests
