#include "submit/sagemaker.h"

#include <nlohmann/json.hpp>

#include "compiler/document/write_json.h"
#include "submit/place.h"
#include "submit/sagemaker_reading.h"

namespace launch::submit {
namespace {

using Json = nlohmann::ordered_json;

// The client, told where to go. Its answers are JSON for nobody's eyes, whatever its settings say.
Command aws(const Submission& submission, const std::string& client,
            std::initializer_list<std::string> words) {
  Command command{{client}, {{"AWS_PAGER", ""}, {"AWS_CLI_AUTO_PROMPT", "off"}}, {}};
  command.argv.insert(command.argv.end(), words);
  append_place(command, submission.where, {"region", "profile"});
  command.argv.emplace_back("--output=json");
  return command;
}

// What is configured. Variables come before it.
Command ask_where(const std::string& client) {
  return {{client, "configure", "get", "region"}, {{"AWS_PAGER", ""}}, {}};
}

std::string first_of(const Variables& variables, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const char* value = variables(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return "";
}

std::string setting(const Node& block, std::string_view key) {
  const Node* value = block.is_mapping() ? block.find(key) : nullptr;
  return value == nullptr ? "" : std::string(value->as_string());
}

// The queue's or job's `region` and `profile`, then the environment's, then what is configured; of
// a profile that they name, what it says by itself.
std::string where(const Node& block, const Finished& asked, const Variables& variables) {
  const std::string own_profile = setting(block, "profile");
  std::string region = setting(block, "region");
  if (region.empty()) region = first_of(variables, {"AWS_REGION", "AWS_DEFAULT_REGION"});
  if (region.empty() && own_profile.empty() && asked.good())
    region = asked.out.substr(0, asked.out.find('\n'));
  const std::string profile = own_profile.empty()
                                  ? first_of(variables, {"AWS_PROFILE", "AWS_DEFAULT_PROFILE"})
                                  : own_profile;
  return text_of({{"region", region}, {"profile", profile}});
}

const Node& body_of(const Artifact& artifact) { return std::get<Request>(artifact.content).body; }

// What people call it, and half of the digest, which no two specs share. SageMaker takes a name
// once in an account and region: so there is one job also when two machines ask for it.
std::string name(const Artifact& artifact, const Submission& submission) {
  constexpr std::size_t kDigestDigits = 32;
  constexpr std::size_t kLongest = 63;
  const std::string tail =
      "-" + submission.digest.substr(0, kDigestDigits) + "-" + std::to_string(submission.attempt);
  const Node* rendered = body_of(artifact).find("TrainingJobName");
  std::string head(rendered == nullptr ? std::string_view("launch") : rendered->as_string());
  head = head.substr(0, kLongest - tail.size());
  while (head.ends_with('-')) head.pop_back();
  return head + tail;
}

// Through a pipe: what the request holds is in no command line and no file.
Command create(const Artifact& artifact, const Submission& submission, const std::string& client) {
  Json request = Json::parse(write_json(body_of(artifact), JsonStyle::Compact), nullptr, false);
  request["TrainingJobName"] = submission.name;
  Json& tags = request["Tags"];
  if (!tags.is_array()) tags = Json::array();
  tags.push_back({{"Key", "launch.digest"}, {"Value", submission.digest}});
  tags.push_back({{"Key", "launch.attempt"}, {"Value", std::to_string(submission.attempt)}});
  Json& environment = request["Environment"];
  if (!environment.is_object()) environment = Json::object();
  const std::string attempt_name(kAttemptVariable);
  if (!environment.contains(attempt_name)) {
    environment[attempt_name] = std::to_string(submission.attempt);
  }
  // Two words: version 1 does not see that nothing else is required when they are one.
  Command command =
      aws(submission, client,
          {"sagemaker", "create-training-job", "--cli-input-json", "file:///dev/stdin"});
  command.reads_again = true;  // as the client does (awscli 1.46)
  command.input = request.dump(-1, ' ', false, Json::error_handler_t::replace);
  return command;
}

Command observe(const Submission& submission, const std::string& client) {
  return aws(submission, client,
             {"sagemaker", "describe-training-job", "--training-job-name=" + submission.name});
}

Found read_found(const Finished& finished) {
  Found found;
  found.backend_id = sagemaker_arn(finished);
  found.there = !found.backend_id.empty();
  found.understood = found.there;
  return found;
}

Command remove(const Submission& submission, const std::string& client) {
  return aws(submission, client,
             {"sagemaker", "delete-training-job", "--training-job-name=" + submission.name});
}

// launch itself is the client, and asks for piece after piece.
Command logs(const Submission& submission, const std::string& client, bool follow) {
  Command command{{"/proc/self/exe", "polled-logs", submission.name, client}, {}, {}};
  if (follow) command.argv.emplace_back("--follow");
  return command;
}

Command cancel(const Submission& submission, const std::string& client) {
  return aws(submission, client,
             {"sagemaker", "stop-training-job", "--training-job-name=" + submission.name});
}

// `aws logs tail` knows no end, and version 1 has none.
Command more_logs(const Submission& submission, const std::string& client,
                  const std::string& cursor) {
  Command command =
      aws(submission, client,
          {"logs", "filter-log-events", "--log-group-name=/aws/sagemaker/TrainingJobs",
           "--log-stream-name-prefix=" + submission.name + "/", "--max-items=2000"});
  for (std::string& flag : sagemaker_log_flags(cursor)) command.argv.push_back(std::move(flag));
  return command;
}

}  // namespace

const Backend kSageMaker = {.target = "sagemaker",
                            .client = "aws",
                            .ask_where = ask_where,
                            .where_of_block = where,
                            .name = name,
                            .create = create,
                            .created_id = sagemaker_arn,
                            .find = observe,
                            .says_absent = sagemaker_says_absent,
                            .read_found = read_found,
                            .observe = observe,
                            .read_observed = sagemaker_state,
                            .remove = remove,
                            .logs = logs,
                            .more_logs = more_logs,
                            .read_logs = sagemaker_log_piece,
                            .cancel = cancel,
                            .failure_kind = sagemaker_failure_kind};

}  // namespace launch::submit
