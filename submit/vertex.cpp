#include "submit/vertex.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "compiler/document/write_json.h"
#include "submit/place.h"
#include "submit/vertex_reading.h"

namespace launch::submit {
namespace {

using Json = nlohmann::json;
using Ordered = nlohmann::ordered_json;  // as it was rendered
// https://cloud.google.com/resource-manager/docs/labels-overview: 63 characters at most, one less
// than a digest has.
constexpr std::size_t kLongestLabel = 63;

// The client, which asks nobody.
Command gcloud(const std::string& client, std::initializer_list<std::string> words) {
  Command command{{client}, {{"CLOUDSDK_CORE_DISABLE_PROMPTS", "1"}}, {}};
  command.argv.insert(command.argv.end(), words);
  return command;
}

Command at_place(const Submission& submission, const std::string& client,
                 std::initializer_list<std::string> words) {
  Command command = gcloud(client, words);
  append_place(command, submission.where, {"region", "project"});
  return command;
}

// The properties of the active configuration, with what the environment says of them.
Command ask_where(const std::string& client) {
  return gcloud(client, {"config", "list", "--format=json"});
}

std::string setting(const Node& block, std::string_view key) {
  const Node* value = block.is_mapping() ? block.find(key) : nullptr;
  return value == nullptr ? "" : std::string(value->as_string());
}

std::string text_at(const Json& json, const char* section, const char* key) {
  const Json& value = json.value(section, Json::object());
  const auto found = value.is_object() ? value.find(key) : value.end();
  return found != value.end() && found->is_string() ? found->get<std::string>() : "";
}

// The job's or queue's own `location` and `project`, then gcloud's.
std::string where(const Node& block, const Finished& asked, const Variables& /*unused*/) {
  std::string region = setting(block, "location");
  std::string project = setting(block, "project");
  const Json properties = Json::parse(asked.out, nullptr, false);
  if (properties.is_object()) {
    if (region.empty()) region = text_at(properties, "ai", "region");
    if (project.empty()) project = text_at(properties, "core", "project");
  }
  return text_of({{"region", region}, {"project", project}});
}

std::string digest_label(const Submission& submission) {
  return submission.digest.substr(0, kLongestLabel);
}

void append_flag(Command& command, const std::string& flag, const Node* value) {
  if (value != nullptr) command.argv.push_back(flag + "=" + std::string(value->as_string()));
}

// gcloud takes the job's specification as a file, and the rest as flags.
void add_attempt(Ordered& task, const Submission& submission) {
  Ordered& variables = task["env"];
  if (!variables.is_array()) variables = Ordered::array();
  const bool own = std::any_of(variables.begin(), variables.end(), [](const Ordered& each) {
    return each.is_object() && each.value("name", Ordered()) == kAttemptVariable;
  });
  if (own) return;
  variables.push_back({{"name", kAttemptVariable}, {"value", std::to_string(submission.attempt)}});
}

// The jobSpec, in which each task of each pool is told the attempt.
std::string config_of(const Node* spec, const Submission& submission) {
  Ordered config = spec == nullptr
                       ? Ordered::object()
                       : Ordered::parse(write_json(*spec, JsonStyle::Compact), nullptr, false);
  if (config.is_object() && config.contains("workerPoolSpecs")) {
    for (Ordered& pool : config["workerPoolSpecs"]) {
      for (const char* task : {"containerSpec", "pythonPackageSpec"}) {
        if (pool.is_object() && pool.contains(task)) add_attempt(pool[task], submission);
      }
    }
  }
  return config.dump(-1, ' ', false, Ordered::error_handler_t::replace);
}

Command create(const Artifact& artifact, const Submission& submission, const std::string& client) {
  const Node& job = std::get<Request>(artifact.content).body;
  Command command = at_place(submission, client, {"ai", "custom-jobs", "create"});
  command.argv.insert(command.argv.end(), {"--config=/dev/stdin", "--format=json"});
  append_flag(command, "--display-name", job.find("displayName"));
  append_flag(command, "--kms-key", job.at(Path{"encryptionSpec", "kmsKeyName"}));
  std::string labels = "launch_digest=" + digest_label(submission) +
                       ",launch_attempt=" + std::to_string(submission.attempt);
  if (const Node* own = job.find("labels")) {
    for (const Member& label : own->members()) {
      labels += "," + std::string(label.key) + "=" + std::string(label.value.as_string());
    }
  }
  command.argv.push_back("--labels=" + labels);
  command.input = config_of(job.find("jobSpec"), submission);
  return command;
}

Command find(const Submission& submission, const std::string& client) {
  Command command = at_place(submission, client, {"ai", "custom-jobs", "list", "--format=json"});
  command.argv.push_back("--filter=labels.launch_digest=" + digest_label(submission) +
                         " AND labels.launch_attempt=" + std::to_string(submission.attempt));
  return command;
}

Command on(const Submission& submission, const std::string& client, const std::string& verb) {
  Command command =
      at_place(submission, client, {"ai", "custom-jobs", verb, submission.backend_id});
  return command;
}

Command observe(const Submission& submission, const std::string& client) {
  Command command = on(submission, client, "describe");
  command.argv.emplace_back("--format=json");
  return command;
}

// `gcloud ai custom-jobs stream-logs` is no help: of a job that ran when it was asked, it never
// learns that it has ended (CheckJobComplete in api_lib/ai/custom_jobs/client.py, SDK 528).
Command more_logs(const Submission& submission, const std::string& client,
                  const std::string& cursor) {
  const std::string id = submission.backend_id.substr(submission.backend_id.rfind('/') + 1);
  const std::string since = vertex_log_time(cursor);
  Command command = gcloud(client, {"logging", "read"});
  // Without a time gcloud reads the last day only.
  command.argv.push_back("resource.type=\"ml_job\" AND resource.labels.job_id=\"" + id +
                         "\" AND timestamp>=\"" + (since.empty() ? submission.begun : since) +
                         "\"");
  command.argv.insert(command.argv.end(), {"--order=asc", "--format=json",
                                           "--limit=" + std::to_string(kVertexLogPage)});
  append_place(command, submission.where, {"project"});
  return command;
}

// launch itself is the client, and asks for piece after piece.
Command logs(const Submission& submission, const std::string& client, bool follow) {
  Command command{{"/proc/self/exe", "polled-logs", submission.name, client}, {}, {}};
  if (follow) command.argv.emplace_back("--follow");
  return command;
}

Command cancel(const Submission& submission, const std::string& client) {
  return on(submission, client, "cancel");
}

}  // namespace

const Backend kVertex = {.target = "vertex",
                         .client = "gcloud",
                         .ask_where = ask_where,
                         .where_of_block = where,
                         .create = create,
                         .asks_before = true,
                         .created_id = vertex_id,
                         .find = find,
                         .read_found = vertex_found,
                         .observe = observe,
                         .read_observed = vertex_state,
                         .logs = logs,
                         .more_logs = more_logs,
                         .read_logs = vertex_log_piece,
                         .cancel = cancel,
                         .failure_kind = vertex_failure_kind};

}  // namespace launch::submit
