#include "submit/wandb.h"

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "compiler/document/write_json.h"
#include "submit/place.h"
#include "submit/state_folder.h"
#include "submit/wandb_reading.h"
#include "wandb_script.h"

namespace launch::submit {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;  // as it was rendered
using Names = std::vector<std::string_view>;

const char* variable(const char* name) { return std::getenv(name); }

const Names& place_names() {
  static const Names kNames{"server", "queue_entity", "queue", "entity", "project"};
  return kNames;
}

std::string placed(const Submission& submission, std::string_view name) {
  return std::string(value_of(submission.where, name, place_names()));
}

// What compiler/wandb/queue_item.h makes: {"server", "queue", "priority", "spec"}.
const Node& body_of(const Artifact& artifact) { return std::get<Request>(artifact.content).body; }

std::string text_at(const Node& node, std::string_view key) {
  const Node* value = node.is_mapping() ? node.find(key) : nullptr;
  return value == nullptr ? "" : std::string(value->as_string());
}

// The workspace's server, else that of the environment, else whatever the client is set to.
std::string where(const Artifact& artifact, const Finished& /*unused*/,
                  const Variables& variables) {
  const Node& body = body_of(artifact);
  const Node spec = body.find("spec") == nullptr ? Node() : *body.find("spec");
  std::string server = text_at(body, "server");
  const char* own = variables("WANDB_BASE_URL");
  if (server.empty() && own != nullptr) server = own;
  const std::string entity = text_at(spec, "entity");
  const std::string owner = text_at(spec, "queue_entity");
  return text_of({{"server", server},
                  {"queue_entity", owner.empty() ? entity : owner},
                  {"queue", text_at(body, "queue")},
                  {"entity", entity},
                  {"project", text_at(spec, "project")}});
}

// Nothing is printed in colours, asked of people, or kept from us.
void settle_client(Command& command, const Submission& submission) {
  command.environment = {{"WANDB_SILENT", "false"},
                         {"WANDB_QUIET", "false"},
                         {"NO_COLOR", "1"},
                         {"PYTHONIOENCODING", "utf-8"}};
  const std::string server = placed(submission, "server");
  if (!server.empty()) command.environment.emplace_back("WANDB_BASE_URL", server);
}

// The client takes only files that are called .json or .yaml (load_json_yaml_dict in
// wandb/util.py): this one is a name for its standard input, so that no spec lies on the disk.
// Where it cannot be made, the client says that it is not there.
std::string file_of_spec() {
  const std::string folder = state_folder(variable);
  std::string file = folder + "/wandb-spec.json";
  std::error_code error;
  if (!fs::is_symlink(file, error)) fs::create_symlink("/dev/stdin", file, error);
  return file;
}

// The spec says which submission it is: what W&B does not know it carries along.
std::string marked_spec(const Node& body, const Submission& submission) {
  const Node* own = body.find("spec");
  Json spec = own == nullptr ? Json::object()
                             : Json::parse(write_json(*own, JsonStyle::Compact), nullptr, false);
  if (spec.is_object()) {
    spec["launch_digest"] = submission.digest;
    spec["launch_attempt"] = submission.attempt;
  }
  return spec.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// Always with a priority: without one the client, when a push fails in any way, pushes once more by
// an older call (push_to_run_queue in wandb/sdk/launch/api.py), and one that had come through would
// be there twice.
Command create(const Artifact& artifact, const Submission& submission, const std::string& client) {
  const Node& body = body_of(artifact);
  // What is only shown has not begun.
  const std::string file = submission.begun.empty() ? "spec.json" : file_of_spec();
  Command command{
      {client, "launch", "-q", text_at(body, "queue"), "-c", file, "-P", text_at(body, "priority")},
      {},
      marked_spec(body, submission)};
  settle_client(command, submission);
  return command;
}

Command ask(const Submission& submission, const std::string& client, const char* verb) {
  Command command{{wandb_python(client, variable), "-", verb}, {}, std::string(kWandbScript)};
  for (const char* name : {"queue_entity", "queue", "entity", "project"})
    command.argv.push_back(placed(submission, name));
  command.argv.insert(command.argv.end(),
                      {submission.run_id, submission.digest, std::to_string(submission.attempt)});
  settle_client(command, submission);
  command.environment[0].second = "true";
  return command;
}

Command find(const Submission& submission, const std::string& client) {
  return ask(submission, client, "find");
}

Command cancel(const Submission& submission, const std::string& client) {
  return ask(submission, client, "cancel");
}

std::vector<Probe> dry_run(const Artifact& artifact, const Submission& submission,
                           const std::string& client) {
  const std::string queue = text_at(body_of(artifact), "queue");
  return {{ask(submission, client, "queue"), "W&B has queue " + launch::quoted(queue)}};
}

}  // namespace

const Backend kWandb = {.target = "wandb",
                        .client = "wandb",
                        .where = where,
                        .create = create,
                        .asks_before = true,
                        .dry_run = dry_run,
                        .created_id = wandb_id,
                        .may_fail_afterwards = true,
                        .find = find,
                        .read_found = wandb_found,
                        .observe = find,
                        .read_observed = wandb_state,
                        .stopped_may_look_good = true,
                        .never_arrived = wandb_never_sent,
                        .cancel = cancel,
                        .failure_kind = wandb_failure_kind};

}  // namespace launch::submit
