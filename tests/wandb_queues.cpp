// W&B's functions about queues and agents at work, and ours.
#include "compiler/spec/shell_words.h"
#include "compiler/wandb/queue_item.h"
#include "tests/queue_stores.h"
#include "tests/run_launch.h"
#include "tests/wandb_cases.h"

namespace launch::tests {
namespace {

// What follows `key=` in a line of a log.
std::string field_of(const std::string& line, const std::string& key) {
  const std::size_t at = line.find(" " + key + "=");
  if (at == std::string::npos) return "";
  const std::size_t begin = at + key.size() + 2;
  return line.substr(begin, line.find(' ', begin) - begin);
}

// How an agent says that it begins, run by the program itself: its settings come from everywhere.
Compared resolved_config(const Json& input, const Outcome& theirs) {
  const TempFolder folder;
  std::string line = "export LAUNCH_STATE_DIR=state;";
  const Json environment = field(input, "e", Json::object());
  for (const auto& [name, value] : environment.items())
    line += " export " + name + "=" + shell_quote(value.get<std::string>()) + ";";
  line += " launch agent --once --name agent";
  if (input.contains("file")) {
    folder.write("config.yaml", input["file"]);
    line += " --config config.yaml";
  }
  if (input.contains("max_jobs")) line += " --max-jobs=" + input["max_jobs"].dump();
  const Json queues_asked = field(input, "queues", Json::array());
  for (const std::string queue : queues_asked) line += " -q " + queue;
  const RunResult run = run_shell(line, folder.path());
  if (run.exit_code != 0) return {std::nullopt, theirs};
  constexpr std::string_view kBegins = " takes from ";
  std::size_t at = run.err.find(kBegins);
  if (at == std::string::npos) return {std::nullopt, theirs};
  at += kBegins.size();
  const std::string said = run.err.substr(at, run.err.find('\n', at) - at);
  const Json ours = {{"max_jobs", field_of(said, "max_jobs")},
                     {"queues", said.substr(0, said.find(" of "))}};
  if (!theirs) return {ours, theirs};
  // Without any, W&B's command line refuses to begin, and its agent itself takes from `default`.
  std::string queues;
  for (const std::string queue : (*theirs)["queues"])
    queues += (queues.empty() ? "" : ", ") + queue;
  return {ours, Json{{"max_jobs", (*theirs)["max_jobs"].dump()},
                     {"queues", queues.empty() ? "default" : queues}}};
}

// Entries as an agent that runs one at a time takes them.
Compared popped(const Json& input, const Outcome& theirs) {
  const TempFolder folder;
  std::string line = "export LAUNCH_STATE_DIR=state; ";
  std::string flags;
  for (const auto& [queue, entries] : input["queues"].items()) {
    line += "launch queue add " + queue + " && ";
    folder.write("queues/" + queue + ".yaml", "resource: local-process\n");
    flags += " -q " + queue;
    for (const Json& entry : entries) {
      const Json job = {{"queue", queue},    {"entity", "e"},       {"project", "p"},
                        {"job", "e/p/j:v1"}, {"command", {"true"}}, {"run_id", "r" + entry.dump()}};
      folder.write(entry.dump() + ".yaml", job.dump());
      line += "launch submit --enqueue " + entry.dump() + ".yaml && ";
    }
  }
  const RunResult run = run_shell(line + "launch agent --once -j 1" + flags, folder.path());
  if (run.exit_code != 0) return {Json(run.err), theirs};
  Json ours = Json::array();
  std::istringstream lines(run.err);
  for (std::string each; std::getline(lines, each);) {
    if (each.find(" taken ") == std::string::npos || field_of(each, "entry").empty()) continue;
    const std::string job = field_of(each, "job");
    ours.push_back({Json::parse(job.substr(0, job.find('.'))), field_of(each, "queue")});
  }
  Json wanted = Json::array();
  for (const Json& call : *theirs) {
    if (!call["popped"].is_null()) wanted.push_back(call["popped"]);
  }
  return {ours, wanted};
}

// An entry whose run was preempted, with the resumes that it had before.
Compared requeued(const Json& input, const Outcome& theirs) {
  TestStore store("sqlite");
  queue::NewEntry entry = new_entry(1, queue::Priority::High);
  entry.run_id = "r1";
  store->put(entry, false);
  const queue::Agent agent{"agent", "instance", "here"};
  const int before = field(input["run_spec"], "_resume_count", 0);
  for (int i = 0; i <= before; ++i) {
    const auto taken = store->take({entry.queue}, agent, std::chrono::seconds(60));
    if (!taken || !store->give_back(taken->id, taken->token, true, {}))
      return {std::nullopt, theirs};
  }
  Json ours = Json::array();
  for (const queue::Entry& each : store->list({})) {
    const bool waits = each.state == queue::EntryState::Waiting;
    if (waits && each.what.priority == queue::Priority::High)
      ours.push_back({{"run_id", each.what.run_id}, {"_resume_count", each.resumes}});
  }
  Json wanted = Json::array();
  for (const Json& pushed : (*theirs)["pushed"]) {
    const Json& spec = pushed["config"];
    wanted.push_back({{"run_id", spec["run_id"]}, {"_resume_count", spec["_resume_count"]}});
  }
  return {ours, wanted};
}

// Values of template variables, from the job and beside it.
Compared pushed(const Json& input, const Outcome& theirs) {
  const Json values = field(input["config"], "template_variables", Json::object());
  Json declared = Json::object();
  std::vector<Setting> settings;
  for (const auto& [name, value] : values.items())
    declared[name] = {{"type", value.is_string() ? "string" : "integer"}};
  for (const auto& [name, value] : input["template_variables"].items()) {
    declared[name] = {{"type", "string"}};
    settings.push_back(
        {Setting::Kind::Variable, "--set-var " + name, name, value.get<std::string>()});
  }
  Json block = Json::object();
  for (const auto& [name, value] : declared.items()) block["env"][name] = "{{" + name + "}}";
  const Json queue = {{"resource", "docker"},
                      {"template_variables", declared},
                      {"resource_args", {{"docker", block}}}};
  const Json job = {{"entity", input["entity"]},
                    {"project", input["project"]},
                    {"image", input["docker_image"]},
                    {"queue", "default"},
                    {"template_variables", values}};
  CompileInput asked;
  asked.load.settings = settings;
  MemoryCompile compiled;
  compile_memory({{"job.yaml", job.dump()}, {"queues/default.yaml", queue.dump()}}, asked,
                 compiled);
  if (compiled.diagnostics.has_errors()) return {Json(compiled.findings()), theirs};
  const Artifact item = wandb::queue_item(compiled.compiled, {},
                                          {compiled.arena, compiled.sources, compiled.diagnostics});
  const Json body = json_of(std::get<Request>(item.content).body);
  const Json& spec = body["spec"];
  Json ours;
  for (const char* key : {"entity", "project", "docker", "template_variables"})
    ours[key] = spec.value(key, Json());
  ours["queue"] = body["queue"];
  Json wanted;
  for (const char* key : {"entity", "project", "docker"}) wanted[key] = (*theirs)["spec"][key];
  wanted["template_variables"] = (*theirs)["template_variables"];
  wanted["queue"] = (*theirs)["queue"];
  return {ours, wanted};
}

}  // namespace

Mappers queue_mappers() {
  return {{"resolve_agent_config", resolved_config},
          {"get_job_and_queue", popped},
          {"_is_scheduler_job", {}},
          {"requeue_on_preemption", requeued},
          {"launch_add", pushed}};
}

}  // namespace launch::tests
