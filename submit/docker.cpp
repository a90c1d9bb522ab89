#include "submit/docker.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace launch::submit {
namespace {

using Json = nlohmann::json;
constexpr std::string_view kDigestLabel = "launch.digest";
constexpr std::string_view kAttemptLabel = "launch.attempt";

std::string label(std::string_view name, const std::string& value) {
  return std::string(name) + "=" + value;
}

// A container is kept when it has ended, or nobody could tell how it ended; and it has a name that
// there can be only one of, so that the engine itself refuses a second one.
Command create(const Artifact& artifact, const Submission& submission, const std::string& client) {
  const Argv& rendered = std::get<Argv>(artifact.content);
  Command command;
  bool is_named = false;
  for (const Word& word : rendered.words) {
    if (word.field == "rm" || word.field == "detach") continue;
    is_named = is_named || word.field == "name";
    command.argv.emplace_back(word.node.as_string());
    if (command.argv.size() == 1) command.argv.front() = client;
    if (command.argv.size() != 2) continue;
    command.argv.insert(command.argv.end(),
                        {"--detach", "--label", label(kDigestLabel, submission.digest), "--label",
                         label(kAttemptLabel, std::to_string(submission.attempt))});
  }
  if (!is_named) command.argv.insert(command.argv.begin() + 3, {"--name", submission.name});
  for (const ProcessVariable& variable : rendered.environment) {
    if (variable.value.is_null()) continue;
    command.environment.emplace_back(variable.name, variable.value.as_string());
  }
  return command;
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

// What is printed before it, such as the progress of a pull, goes to standard error.
std::string created_id(const Finished& finished) { return first_line(finished.out); }

Command find(const Submission& submission, const std::string& client) {
  return {{client, "ps", "--all", "--no-trunc", "--filter",
           "label=" + label(kDigestLabel, submission.digest), "--filter",
           "label=" + label(kAttemptLabel, std::to_string(submission.attempt)), "--format",
           "{{.ID}} {{.State}}"},
          {},
          {}};
}

Found read_found(const Finished& finished) {
  const std::string line = first_line(finished.out);
  const std::size_t space = line.find(' ');
  if (space == std::string::npos) return {};
  return {true, line.substr(0, space), line.substr(space + 1) == "created"};
}

Command discard(const Submission& submission, const std::string& client) {
  return {{client, "rm", submission.backend_id}, {}, {}};
}

Command observe(const Submission& submission, const std::string& client) {
  return {{client, "container", "inspect", "--format", "{{json .State}}", submission.backend_id},
          {},
          {}};
}

// https://docs.docker.com/reference/api/engine/version/v1.51/#tag/Container (ContainerState)
Observation read_observed(const Finished& finished) {
  const Json state = Json::parse(finished.out, nullptr, false);
  if (!state.is_object()) return {State::Unknown, {}, "docker printed no state"};
  const std::string status = state.value("Status", "");
  const int exit_code = state.value("ExitCode", 0);
  const std::string error = state.value("Error", "");
  if (status == "created") return {error.empty() ? State::Starting : State::Failed, {}, error};
  if (status == "running" || status == "paused" || status == "removing")
    return {State::Running, {}, {}};
  if (status == "restarting") return {State::Starting, exit_code, "it is restarted"};
  if (status != "exited" && status != "dead") return {State::Unknown, {}, "docker says " + status};
  const bool out_of_memory = state.value("OOMKilled", false);
  const std::string why = out_of_memory ? "it ran out of memory" : error;
  return {exit_code == 0 && status == "exited" ? State::Succeeded : State::Failed, exit_code, why};
}

Command logs(const Submission& submission, const std::string& client, bool follow) {
  Command command{{client, "logs"}, {}, {}};
  if (follow) command.argv.emplace_back("--follow");
  command.argv.push_back(submission.backend_id);
  return command;
}

Command cancel(const Submission& submission, const std::string& client) {
  return {{client, "stop", submission.backend_id}, {}, {}};
}

bool says(const Finished& finished, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view each) {
    return finished.err.find(each) != std::string::npos;
  });
}

// The client tells these apart in words only.
Failure::Kind failure_kind(const Finished& finished) {
  if (says(finished,
           {"Cannot connect to the Docker daemon", "error during connect", "connection refused",
            "i/o timeout", "no such host", "failed to connect to the docker API"})) {
    return Failure::Kind::Unreachable;
  }
  if (says(finished, {"unauthorized", "no basic auth credentials", "authentication required",
                      "error getting credentials", "permission denied while trying to connect"})) {
    return Failure::Kind::NoCredentials;
  }
  return Failure::Kind::Refused;
}

std::string where(const std::function<const char*(const char*)>& environment) {
  for (const char* name : {"DOCKER_HOST", "DOCKER_CONTEXT"}) {
    const char* value = environment(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return "default";
}

}  // namespace

const Backend kDocker = {"docker",   "docker",     create,        created_id, find,
                         read_found, observe,      read_observed, discard,    logs,
                         cancel,     failure_kind, where};

}  // namespace launch::submit
