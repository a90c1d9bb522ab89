#include "submit/local_process.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "submit/state_folder.h"
#include "submit/supervisor.h"

namespace launch::submit {
namespace {

using Json = nlohmann::json;

std::string where(const Artifact& /*unused*/, const Finished& /*unused*/,
                  const Variables& variables) {
  const std::filesystem::path folder = state_folder(variables);
  return std::filesystem::absolute(folder / "local-process").lexically_normal();
}

Command call(const Submission& submission, const std::string& client, const char* verb) {
  return {{client, "local-process", verb, submission.where + "/" + submission.name}, {}, {}};
}

// What runs, and its variables, come through standard input: they are in no command line, and
// cannot trouble launch itself, as LD_LIBRARY_PATH would.
Command create(const Artifact& artifact, const Submission& submission, const std::string& client) {
  const Argv& rendered = std::get<Argv>(artifact.content);
  SupervisedProgram program;
  program.digest = submission.digest;
  for (const Word& word : rendered.words) program.argv.emplace_back(word.node.as_string());
  const auto& variables = rendered.environment;
  if (std::none_of(variables.begin(), variables.end(), [](const ProcessVariable& variable) {
        return variable.name == kAttemptVariable;
      })) {
    program.environment.emplace_back(kAttemptVariable, std::to_string(submission.attempt));
  }
  for (const ProcessVariable& variable : rendered.environment) {
    if (variable.value.is_null()) continue;
    program.environment.emplace_back(variable.name, variable.value.as_string());
  }
  Command command = call(submission, client, "start");
  command.input = json_of(program);
  return command;
}

bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

std::string created_id(const Finished& finished) {
  const std::string id = first_line(finished.out);
  return is_number(id) ? id : "";
}

Command find(const Submission& submission, const std::string& client) {
  Command command = call(submission, client, "find");
  command.argv.push_back(submission.digest);
  return command;
}

Found read_found(const Finished& finished) {
  const std::string id = first_line(finished.out);
  if (id.empty()) return {};
  if (!is_number(id)) return {.understood = false};
  return {.there = true, .backend_id = id};
}

Command observe(const Submission& submission, const std::string& client) {
  return call(submission, client, "observe");
}

Observation read_observed(const Finished& finished) {
  Observation seen;
  try {
    const Json json = Json::parse(finished.out);
    seen.state = state_named(json.at("state").get<std::string>()).value_or(State::Unknown);
    if (json.contains("exit_code")) seen.exit_code = json.at("exit_code").get<int>();
    json.at("why").get_to(seen.why);
    json.at("gone").get_to(seen.gone);
  } catch (const Json::exception&) {
    return {State::Unknown, {}, "launch printed no state"};
  }
  return seen;
}

Command remove(const Submission& submission, const std::string& client) {
  return call(submission, client, "remove");
}

Command logs(const Submission& submission, const std::string& client, bool follow) {
  return call(submission, client, follow ? "follow" : "logs");
}

Command cancel(const Submission& submission, const std::string& client) {
  return call(submission, client, "cancel");
}

// Nothing has to be reached, and nobody signs in.
Failure::Kind failure_kind(const Finished& /*unused*/) { return Failure::Kind::Refused; }

}  // namespace

std::string json_of(const Observation& seen) {
  Json json = {{"state", name_of(seen.state)}, {"why", seen.why}, {"gone", seen.gone}};
  if (seen.exit_code) json["exit_code"] = *seen.exit_code;
  return json.dump() + "\n";
}

const Backend kLocalProcess = {.target = "local-process",
                               // Whichever file it was started from, also when that is gone by now.
                               .client = "/proc/self/exe",
                               .where = where,
                               .create = create,
                               .created_id = created_id,
                               .find = find,
                               .read_found = read_found,
                               .observe = observe,
                               .read_observed = read_observed,
                               .remove = remove,
                               .logs = logs,
                               .cancel = cancel,
                               .failure_kind = failure_kind};

}  // namespace launch::submit
