#include "submit/wandb_reading.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

namespace launch::submit {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// Its errors go to either stream.
bool has_said(const Finished& finished, std::initializer_list<std::string_view> words) {
  return says(finished.err, words) || says(finished.out, words);
}

constexpr std::string_view kQueued = "Added run to queue ";

std::string text_at(const Json& json, const char* key) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

// https://docs.wandb.ai/guides/runs: states of a run; preempted ones are put back by the agent.
Observation state_of_run(const std::string& state) {
  if (state == "pending") return {State::Starting, {}, {}};
  if (state == "running") return {State::Running, {}, {}};
  if (state == "finished") return {State::Succeeded, {}, {}};
  if (state == "failed") return {State::Failed, {}, "W&B says that the run failed"};
  if (state == "crashed") return {State::Failed, {}, "W&B heard nothing more of the run"};
  if (state == "killed") return {State::Cancelled, {}, "it was stopped"};
  if (state == "preempting") return {State::Running, {}, "it is being preempted"};
  if (state == "preempted") return {State::Starting, {}, "it was preempted, and may go on"};
  return {State::Unknown, {}, "W&B says that the run is " + launch::quoted(state)};
}

// wandb/sdk/launch/agent/agent.py: taken, acknowledged with a run, given up.
Observation state_of_item(const std::string& state) {
  if (state == "pending") return {State::Queued, {}, {}};
  if (state == "leased") return {State::Starting, {}, "an agent has taken it"};
  if (state == "claimed") return {State::Starting, {}, "an agent is starting it"};
  if (state == "failed") return {State::Failed, {}, "the agent could not start it"};
  return {State::Unknown, {}, "W&B says that it is " + launch::quoted(state) + " in its queue"};
}

// The first word of a line that names a Python; quotes around it go.
std::string python_in(std::string_view line) {
  while (!line.empty()) {
    std::string_view word = line.substr(0, line.find_first_of(" \t\r"));
    line.remove_prefix(std::min(line.size(), word.size() + 1));
    while (!word.empty() && (word.front() == '"' || word.front() == '\'')) word.remove_prefix(1);
    while (!word.empty() && (word.back() == '"' || word.back() == '\'')) word.remove_suffix(1);
    const std::string_view name = word.substr(word.rfind('/') + 1);
    if (name.starts_with("python") || name.starts_with("pypy")) return std::string(word);
  }
  return "";
}

}  // namespace

std::string wandb_id(const Finished& finished) {
  const std::string& said = finished.err;
  const std::size_t at = said.find(kQueued);
  if (at == std::string::npos) return "";
  const std::size_t begin = at + kQueued.size();
  std::string queue = said.substr(begin, said.find('\n', begin) - begin);
  if (queue.ends_with('.')) queue.pop_back();
  return queue.empty() ? "" : "queue " + words_of(queue);
}

Found wandb_found(const Finished& finished) {
  const Json seen = Json::parse(finished.out, nullptr, false);
  Found found;
  found.understood = seen.is_object() && seen.contains("item") && seen.contains("run");
  if (!found.understood) return found;
  const std::string item = text_at(seen["item"], "id");
  found.there = !item.empty() || seen["run"].is_object();
  found.backend_id = item.empty() ? text_at(seen["run"], "id") : item;
  if (found.there) return found;
  const Json& waiting = seen.contains("waiting") ? seen["waiting"] : Json();
  const std::int64_t count = waiting.is_number_integer() ? waiting.get<std::int64_t>() : 0;
  const bool more = seen.contains("more") && seen["more"] == true;
  if (count == 0 && !more) return found;
  found.undecided =
      more
          ? "W&B shows the first 100 jobs of its queue, and it is not among those that can be told "
            "apart"
          : std::to_string(count) + " job" + (count == 1 ? " waits" : "s wait") +
                " in its queue, and W&B does not say which they are before an agent takes them";
  found.undecided += "; look at the queue's page, or submit it once more with --rerun";
  return found;
}

Observation wandb_state(const Finished& finished) {
  const Found found = wandb_found(finished);
  if (!found.understood) return {State::Unknown, {}, "wandb printed no answer"};
  const Json seen = Json::parse(finished.out, nullptr, false);
  const std::string item = text_at(seen["item"], "state");
  const std::string run = text_at(seen["run"], "state");
  if (!run.empty()) {
    const Observation of_run = state_of_run(run);
    // The agent gave up before the run had begun.
    return of_run.state == State::Starting && item == "failed" ? state_of_item(item) : of_run;
  }
  if (!item.empty()) return state_of_item(item);
  if (!found.undecided.empty()) return {State::Queued, {}, "no agent has begun it"};
  Observation seen_no_more{State::Unknown, {}, "W&B has it no more"};
  seen_no_more.gone = true;
  return seen_no_more;
}

// The client tells these apart in words only, and swallows what the server said of a push
// (push_to_run_queue_by_name in wandb/sdk/launch/api.py).
Failure::Kind wandb_failure_kind(const Finished& finished) {
  if (has_said(finished, {"did not respond in time", "connection refused", "no such host",
                          "i/o timeout", "dial tcp", "Connection refused", "timed out",
                          "network is unreachable", "HTTP 500", "HTTP 502", "HTTP 503", "HTTP 504",
                          "returned error 50", "TLS handshake", "x509:", "proxyconnect"})) {
    return Failure::Kind::Unreachable;
  }
  if (has_said(finished,
               {"No API key configured", "Failed to verify credentials", "API key",
                "verify your API key", "not logged in", "HTTP 401", "returned error 401"})) {
    return Failure::Kind::NoCredentials;
  }
  return Failure::Kind::Refused;
}

bool wandb_never_sent(const Finished& finished) {
  return has_said(finished, {"No API key configured", "Failed to verify credentials",
                             "Invalid format for config"});
}

std::string wandb_python(const std::string& client, const Variables& variables) {
  const std::string program = find_program(client, variables("PATH"));
  if (program.empty()) return client;
  std::ifstream file(program, std::ios::binary);
  constexpr std::size_t kLongestLine = 4096;
  std::string line(kLongestLine, '\0');
  file.read(line.data(), static_cast<std::streamsize>(line.size()));
  line.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  if (line.starts_with("#!")) {
    // A long path stands on the second line, after the shell's exec
    // (https://github.com/pypa/distlib, scripts.py).
    std::size_t end = line.find('\n');
    const std::string first = line.substr(2, end - 2);
    if (std::string python = python_in(first); !python.empty()) return python;
    if (end != std::string::npos && line.compare(end + 1, 7, "'''exec") == 0) {
      const std::size_t begin = end + 1;
      end = line.find('\n', begin);
      if (std::string python = python_in(line.substr(begin, end - begin)); !python.empty())
        return python;
    }
  }
  std::error_code error;
  const fs::path real = fs::canonical(program, error);
  return (error ? fs::path(program) : real).parent_path() / "python";
}

}  // namespace launch::submit
