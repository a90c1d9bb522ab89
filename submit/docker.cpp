#include "submit/docker.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace launch::submit {
namespace {

using Json = nlohmann::json;
constexpr std::string_view kDigestLabel = "launch.digest";
constexpr std::string_view kAttemptLabel = "launch.attempt";

constexpr std::string_view kByContext = "context ";

// The client, told where to go.
Command docker(const Submission& submission, const std::string& client,
               std::initializer_list<std::string> words = {}) {
  Command command{{client}, {}, {}};
  std::string_view place = submission.where;
  if (place.starts_with(kByContext)) {
    command.argv.insert(command.argv.end(),
                        {"--context", std::string(place.substr(kByContext.size()))});
  } else if (!place.empty()) {
    command.argv.insert(command.argv.end(), {"--host", submission.where});
  }
  command.argv.insert(command.argv.end(), words);
  return command;
}

// https://docs.docker.com/reference/cli/docker/context/inspect/
Command ask_where(const std::string& client) { return {{client, "context", "inspect"}, {}, {}}; }

std::string label(std::string_view name, const std::string& value) {
  return std::string(name) + "=" + value;
}

// A container is kept when it has ended, or nobody could tell how it ended; and it has a name that
// there can be only one of, so that the engine itself refuses a second one.
Command create(const Artifact& artifact, const Submission& submission, const std::string& client) {
  const Argv& rendered = std::get<Argv>(artifact.content);
  const std::span<const Word> words = std::span<const Word>(rendered.words).subspan(2);
  Command command = docker(submission, client, {"run", "--detach"});
  const bool is_named = std::any_of(words.begin(), words.end(),
                                    [](const Word& word) { return word.field == "name"; });
  if (!is_named) command.argv.insert(command.argv.end(), {"--name", submission.name});
  command.argv.insert(command.argv.end(),
                      {"--label", label(kDigestLabel, submission.digest), "--label",
                       label(kAttemptLabel, std::to_string(submission.attempt))});
  // Before the job's own: of two values docker takes the last.
  command.argv.insert(command.argv.end(),
                      {"-e", label(kAttemptVariable, std::to_string(submission.attempt))});
  for (const Word& word : words) {
    const bool dropped = word.field == "rm" || word.field == "detach";
    if (!dropped) command.argv.emplace_back(word.node.as_string());
  }
  for (const ProcessVariable& variable : rendered.environment) {
    if (variable.value.is_null()) continue;
    command.environment.emplace_back(variable.name, variable.value.as_string());
  }
  return command;
}

// Of containers: 64 digits, of some clients the first 12.
bool is_id(std::string_view text) {
  constexpr std::size_t kFewest = 12;
  return text.size() >= kFewest &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_image_id(const Finished& finished) {
  const std::string id = first_line(finished.out);
  return id.starts_with("sha256:") || is_id(id);
}

bool is_image_manifest(const Finished& finished) {
  return Json::parse(finished.out, nullptr, false).is_structured();
}

// docker has no dry run. What can be known beforehand is whether there will be an image.
std::vector<Probe> dry_run(const Artifact& artifact, const Submission& submission,
                           const std::string& client) {
  std::string image;
  for (const Word& word : std::get<Argv>(artifact.content).words) {
    if (word.field == "image") image = word.node.as_string();
  }
  const std::string cannot = "docker cannot judge a container without making it; the engine ";
  return {{docker(submission, client, {"image", "inspect", "--format", "{{.Id}}", image}),
           cannot + "answers, and has the image", "the engine answers, and has no image " + image,
           is_image_id},
          {docker(submission, client, {"manifest", "inspect", image}),
           cannot + "answers, and would pull the image, which its registry has",
           {},
           is_image_manifest}};
}

// What is printed before it, such as the progress of a pull, goes to standard error.
std::string created_id(const Finished& finished) {
  const std::string id = first_line(finished.out);
  return is_id(id) ? id : "";
}

Command find(const Submission& submission, const std::string& client) {
  return docker(
      submission, client,
      {"ps", "--all", "--no-trunc", "--filter", "label=" + label(kDigestLabel, submission.digest),
       "--filter", "label=" + label(kAttemptLabel, std::to_string(submission.attempt)), "--format",
       "{{.ID}} {{.State}}"});
}

Found read_found(const Finished& finished) {
  const std::string line = first_line(finished.out);
  if (line.empty()) return {};
  const std::string id = line.substr(0, line.find(' '));
  if (id.size() == line.size() || !is_id(id)) return {.understood = false};
  return {
      .there = true, .backend_id = id, .never_started = line.substr(id.size() + 1) == "created"};
}

Command discard(const Submission& submission, const std::string& client) {
  return docker(submission, client, {"rm", submission.backend_id});
}

// With the volumes that nobody named, as --rm would.
Command remove(const Submission& submission, const std::string& client) {
  return docker(submission, client, {"rm", "--volumes", submission.backend_id});
}

Command observe(const Submission& submission, const std::string& client) {
  return docker(submission, client,
                {"container", "inspect", "--format", "{{json .State}}", submission.backend_id});
}

// Why a container ended as it did. Out of memory is said of any of its processes, also of one that
// the job itself got over (moby, daemon/start.go and container/state.go).
std::string why_ended(const Json& state, int exit_code) {
  constexpr int kSignalled = 128;
  constexpr int kMostSignal = 64;
  std::string why = state.value("Error", "");
  if (state.value("OOMKilled", false)) {
    why = exit_code == 0 ? "a process of it ran out of memory" : "it ran out of memory";
  } else if (why.empty() && exit_code > kSignalled && exit_code <= kSignalled + kMostSignal) {
    why = "as of signal " + std::to_string(exit_code - kSignalled);
  }
  return why;
}

// https://docs.docker.com/reference/api/engine/version/v1.51/#tag/Container (ContainerState).
// What is removing or dead does not run any more: those are the names of a removal that is not over
// and of one that failed (moby, container/state.go, StateString).
Observation read_observed(const Finished& finished) {
  const Json state = Json::parse(finished.out, nullptr, false);
  if (!state.is_object()) return {State::Unknown, {}, "docker printed no state"};
  try {
    const std::string status = state.value("Status", "");
    const int exit_code = state.value("ExitCode", 0);
    const std::string error = state.value("Error", "");
    const bool ran = !state.value("StartedAt", "").starts_with("0001-");
    if (status == "created") return {error.empty() ? State::Starting : State::Failed, {}, error};
    if (status == "running") return {State::Running, {}, {}};
    if (status == "paused") return {State::Running, {}, "it is paused"};
    if (status == "restarting")
      return {State::Starting, {}, "it is restarted after exit code " + std::to_string(exit_code)};
    const bool over = status == "exited" || status == "dead" || status == "removing";
    if (!over) return {State::Unknown, {}, "docker says " + launch::quoted(status)};
    if (!ran) return {State::Failed, {}, error.empty() ? "it was removed unstarted" : error};
    return {exit_code == 0 ? State::Succeeded : State::Failed, exit_code,
            why_ended(state, exit_code)};
  } catch (const Json::exception&) {
    return {State::Unknown, {}, "docker printed a state of another form"};
  }
}

Command logs(const Submission& submission, const std::string& client, bool follow) {
  Command command = docker(submission, client, {"logs"});
  if (follow) command.argv.emplace_back("--follow");
  command.argv.push_back(submission.backend_id);
  return command;
}

Command cancel(const Submission& submission, const std::string& client) {
  return docker(submission, client, {"stop", submission.backend_id});
}

// Nobody listened. Had the container been made by then, its start was not heard: it will never run.
bool never_arrived(const Finished& finished) {
  return finished.how == Finished::How::Exited &&
         says(finished.err, {"Cannot connect to the Docker daemon", "no such host",
                             "failed to connect to the docker API"});
}

// The client tells these apart in words only.
Failure::Kind failure_kind(const Finished& finished) {
  if (says(finished.err,
           {"Cannot connect to the Docker daemon", "error during connect", "connection refused",
            "i/o timeout", "no such host", "failed to connect to the docker API"})) {
    return Failure::Kind::Unreachable;
  }
  if (says(finished.err,
           {"unauthorized", "no basic auth credentials", "authentication required",
            "error getting credentials", "permission denied while trying to connect"})) {
    return Failure::Kind::NoCredentials;
  }
  return Failure::Kind::Refused;
}

// The place of the engine is kept, not the name of the context: that may lead elsewhere by then.
// Only a context with certificates has to be used by its name.
std::string where(const Artifact& /*unused*/, const Finished& asked, const Variables& variables) {
  try {
    const Json context = asked.good() ? Json::parse(asked.out).at(0) : Json();
    if (context.is_object()) {
      const Json& endpoint = context.at("Endpoints").at("docker");
      const std::string name = context.at("Name");
      const bool certified = endpoint.value("SkipTLSVerify", false) ||
                             !context.value("TLSMaterial", Json::object()).empty();
      if (certified && name != "default") return std::string(kByContext) + name;
      return endpoint.at("Host");
    }
  } catch (const Json::exception&) {
    // Whatever it is, docker's own answer it is not.
  }
  // A client of another make knows no contexts.
  const char* host = variables("DOCKER_HOST");
  return host == nullptr ? "" : host;
}

}  // namespace

const Backend kDocker = {.target = "docker",
                         .client = "docker",
                         .ask_where = ask_where,
                         .where = where,
                         .create = create,
                         .dry_run = dry_run,
                         .created_id = created_id,
                         .find = find,
                         .read_found = read_found,
                         .observe = observe,
                         .read_observed = read_observed,
                         .stopped_may_look_good = true,
                         .never_arrived = never_arrived,
                         .remove = remove,
                         .discard = discard,
                         .logs = logs,
                         .cancel = cancel,
                         .failure_kind = failure_kind};

}  // namespace launch::submit
