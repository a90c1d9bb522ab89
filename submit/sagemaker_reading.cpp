#include "submit/sagemaker_reading.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "submit/log_cursor.h"

namespace launch::submit {
namespace {

using Json = nlohmann::json;
std::string text_in(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

// "AlgorithmError: …, exit code: 137": there is no field of its own.
std::optional<int> exit_code_in(const std::string& reason) {
  constexpr std::string_view kBefore = "exit code: ";
  const std::size_t at = reason.rfind(kBefore);
  int code = 0;
  if (at == std::string::npos) return std::nullopt;
  const char* begin = reason.data() + at + kBefore.size();
  const auto [end, error] = std::from_chars(begin, reason.data() + reason.size(), code);
  return error == std::errc() ? std::optional(code) : std::nullopt;
}

// What a running job is at, as SecondaryStatus has it.
Observation in_progress(const std::string& secondary) {
  if (secondary == "Pending") return {State::Queued, {}, {}};
  if (secondary == "Interrupted")
    return {State::Starting, {}, "its spot instances were taken away; it waits for others"};
  if (secondary == "Restarting")
    return {State::Starting, {}, "it is started again after an error of the system"};
  for (const std::string_view early : {"Starting", "LaunchingMLInstances", "PreparingTrainingStack",
                                       "DownloadingTrainingImage", "Downloading"}) {
    if (secondary == early) return {State::Starting, {}, {}};
  }
  return {State::Running, {}, {}};
}

// Nobody stopped what SageMaker itself put an end to.
Observation stopped(const std::string& secondary) {
  if (secondary == "MaxRuntimeExceeded")
    return {State::Failed, {}, "it ran longer than StoppingCondition.MaxRuntimeInSeconds allows"};
  if (secondary == "MaxWaitTimeExceeded") {
    return {State::Failed,
            {},
            "it waited for spot instances longer than StoppingCondition.MaxWaitTimeInSeconds "
            "allows"};
  }
  if (secondary == "Interrupted") return {State::Failed, {}, "its spot instances were taken away"};
  return {State::Cancelled, {}, {}};
}

// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeTrainingJob.html
Observation state_of(const Json& job) {
  const std::string status = text_in(job, "TrainingJobStatus");
  const std::string secondary = text_in(job, "SecondaryStatus");
  const std::string reason = text_in(job, "FailureReason");
  if (status == "InProgress") return in_progress(secondary);
  if (status == "Completed") return {State::Succeeded, 0, {}};
  // Spot instances were taken away, and no others came (SecondaryStatus: Interrupted).
  const bool preempted = secondary == "Interrupted";
  if (status == "Failed") {
    Observation seen{State::Failed, exit_code_in(reason), reason};
    seen.preempted = preempted;
    return seen;
  }
  if (status == "Stopping") return {State::Running, {}, "it is being stopped"};
  if (status == "Stopped") {
    Observation seen = stopped(secondary);
    if (!reason.empty()) seen.why += (seen.why.empty() ? "" : ": ") + reason;
    seen.preempted = preempted;
    return seen;
  }
  if (status == "Deleting") return {State::Unknown, {}, "it is being deleted", true};
  return {State::Unknown, {}, "SageMaker says " + launch::quoted(status)};
}

// Of a job on several instances, whose line it is: streams are JOB/algo-2-1700000000.
std::string line_of(const Json& event) {
  const std::string stream = text_in(event, "logStreamName");
  std::string instance = stream.substr(stream.rfind('/') + 1);
  instance = instance.substr(0, instance.rfind('-'));
  const bool is_first = instance.empty() || instance == "algo-1";
  std::string line = (is_first ? "" : instance + ": ") + text_in(event, "message");
  if (!line.ends_with('\n')) line += '\n';
  return line;
}

}  // namespace

std::string sagemaker_arn(const Finished& finished) {
  const Json job = Json::parse(finished.out, nullptr, false);
  const std::string arn = job.is_object() ? text_in(job, "TrainingJobArn") : "";
  return arn.starts_with("arn:") ? arn : "";
}

Observation sagemaker_state(const Finished& finished) {
  const Json job = Json::parse(finished.out, nullptr, false);
  if (!job.is_object()) return {State::Unknown, {}, "aws printed no training job"};
  return state_of(job);
}

bool sagemaker_says_absent(const Finished& finished) {
  return says(finished.err, {"(ValidationException)", "(ResourceNotFound"}) &&
         says(finished.err, {"Requested resource not found", "Could not find"});
}

// The client's exit code tells only whose fault it is: 253 is a configuration in which something is
// missing, 254 an answer of the service, 255 anything; version 1 knows 255 only.
// https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-returncodes.html
Failure::Kind sagemaker_failure_kind(const Finished& finished) {
  if (says(finished.err,
           {"Unable to locate credentials", "Partial credentials found", "NoCredentials",
            "The config profile", "UnrecognizedClientException", "InvalidClientTokenId",
            "ExpiredToken", "InvalidSignatureException", "IncompleteSignature",
            "MissingAuthenticationToken", "security token", "SSO Token", "SSO session",
            "Token has expired", "Error when retrieving credentials", "Error when retrieving token",
            "aws sso login", "aws login"})) {
    return Failure::Kind::NoCredentials;
  }
  if (says(finished.err,
           {"Could not connect to the endpoint URL", "onnect timeout on endpoint URL",
            "Read timeout on endpoint URL", "Connection was closed before", "onnection aborted",
            "Failed to connect to proxy", "SSL validation failed", "Max retries exceeded",
            "ServiceUnavailable", "InternalFailure", "InternalServer", "Throttling",
            "RequestLimitExceeded", "TooManyRequests", "occurred (500)", "occurred (502)",
            "occurred (503)", "occurred (504)", "Unable to parse response"})) {
    return Failure::Kind::Unreachable;
  }
  return Failure::Kind::Refused;
}

LogPiece sagemaker_log_piece(const Finished& finished, const std::string& text) {
  LogCursor cursor(text);
  LogPiece piece;
  // Nothing has ever been printed there.
  const bool is_empty = !finished.good() && says(finished.err, {"(ResourceNotFoundException)"});
  try {
    const Json answer = is_empty ? Json::object() : Json::parse(finished.out);
    for (const Json& event : answer.value("events", Json::array())) {
      const std::string id = text_in(event, "logStreamName") + " " + text_in(event, "eventId");
      if (cursor.is_new(id, event.at("timestamp"))) piece.text += line_of(event);
    }
    cursor.token = answer.value("NextToken", "");
    piece.more = !cursor.token.empty();
    if (!piece.more) cursor.settle();
    piece.cursor = cursor.text();
  } catch (const Json::exception&) {
    piece.understood = false;
  }
  return piece;
}

std::vector<std::string> sagemaker_log_flags(const std::string& text) {
  const LogCursor cursor(text);
  std::vector<std::string> flags;
  if (cursor.since > 0) flags.push_back("--start-time=" + std::to_string(cursor.since));
  if (!cursor.token.empty()) flags.push_back("--starting-token=" + cursor.token);
  return flags;
}

}  // namespace launch::submit
