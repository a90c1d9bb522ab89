// What the clients of SageMaker and Vertex AI print, read: states, failures, logs.
#include <nlohmann/json.hpp>

#include "submit/backend.h"
#include "submit/place.h"
#include "submit/sagemaker_reading.h"
#include "submit/vertex_reading.h"
#include "tests/catch.h"
#include "tests/finished.h"

namespace launch::tests {
namespace {

using nlohmann::json;
using submit::Failure;
using submit::Finished;
using submit::State;

struct StateCase {
  const char* status;
  const char* detail;
  State state;
  const char* why;  // a part of it
};

}  // namespace

TEST_CASE("states of SageMaker") {
  const submit::Backend& sagemaker = *submit::find_backend("sagemaker");
  const StateCase cases[] = {
      {"InProgress", "Pending", State::Queued, ""},
      {"InProgress", "Starting", State::Starting, ""},
      {"InProgress", "LaunchingMLInstances", State::Starting, ""},
      {"InProgress", "PreparingTrainingStack", State::Starting, ""},
      {"InProgress", "Downloading", State::Starting, ""},
      {"InProgress", "DownloadingTrainingImage", State::Starting, ""},
      {"InProgress", "Training", State::Running, ""},
      {"InProgress", "Uploading", State::Running, ""},
      {"InProgress", "Updating", State::Running, ""},
      {"InProgress", "Interrupted", State::Starting, "spot"},
      {"InProgress", "Restarting", State::Starting, "again"},
      {"Completed", "Completed", State::Succeeded, ""},
      {"Failed", "Failed", State::Failed, ""},
      {"Failed", "Interrupted", State::Failed, ""},
      {"Stopping", "Stopping", State::Running, "being stopped"},
      {"Stopped", "Stopped", State::Cancelled, ""},
      {"Stopped", "MaxRuntimeExceeded", State::Failed, "MaxRuntimeInSeconds"},
      {"Stopped", "MaxWaitTimeExceeded", State::Failed, "MaxWaitTimeInSeconds"},
      {"Stopped", "Interrupted", State::Failed, "spot"},
      {"Deleting", "Completed", State::Unknown, "deleted"},
      {"Frozen", "", State::Unknown, "Frozen"},
  };
  for (const StateCase& each : cases) {
    INFO(each.status << " " << each.detail);
    const json job = {{"TrainingJobStatus", each.status}, {"SecondaryStatus", each.detail}};
    const submit::Observation seen = sagemaker.read_observed(printed(job.dump()));
    CHECK(seen.state == each.state);
    CHECK(seen.why.find(each.why) != std::string::npos);
  }
  // Only what SageMaker gave up because its spot instances were taken away goes on elsewhere: not
  // what waits for others, and not what ran into a limit or was stopped by people.
  for (const StateCase& each : cases) {
    INFO(each.status << " " << each.detail);
    const std::string status = each.status;
    const bool preempted =
        each.detail == std::string("Interrupted") && (status == "Failed" || status == "Stopped");
    const json job = {{"TrainingJobStatus", status},
                      {"SecondaryStatus", each.detail},
                      {"FailureReason", "InternalServerError: its words, exit code: 137"}};
    CHECK(sagemaker.read_observed(printed(job.dump())).preempted == preempted);
  }
  const json killed = {{"TrainingJobStatus", "Failed"},
                       {"FailureReason", "AlgorithmError: it died, exit code: 137"}};
  CHECK(sagemaker.read_observed(printed(killed.dump())).exit_code == 137);
  for (const char* garbage : {"", "[]", "null", "{", "<html>", R"({"TrainingJobStatus":3})"}) {
    INFO(garbage);
    CHECK(sagemaker.read_observed(printed(garbage)).state == State::Unknown);
    CHECK(sagemaker.created_id(printed(garbage)).empty());
    CHECK_FALSE(sagemaker.read_found(printed(garbage)).understood);
  }
}

TEST_CASE("states of Vertex AI") {
  const submit::Backend& vertex = *submit::find_backend("vertex");
  const StateCase cases[] = {
      {"JOB_STATE_QUEUED", "", State::Queued, ""},
      {"JOB_STATE_PENDING", "", State::Starting, ""},
      {"JOB_STATE_RUNNING", "", State::Running, ""},
      {"JOB_STATE_UPDATING", "", State::Running, "updated"},
      {"JOB_STATE_PAUSED", "", State::Running, "paused"},
      {"JOB_STATE_CANCELLING", "", State::Running, "cancelled"},
      {"JOB_STATE_SUCCEEDED", "", State::Succeeded, ""},
      {"JOB_STATE_FAILED", "The replica exited with 3", State::Failed, "exited with 3"},
      {"JOB_STATE_CANCELLED", "CANCELED", State::Cancelled, "CANCELED"},
      {"JOB_STATE_EXPIRED", "", State::Failed, "expired"},
      {"JOB_STATE_PARTIALLY_SUCCEEDED", "", State::Failed, "part"},
      {"JOB_STATE_UNSPECIFIED", "", State::Unknown, "JOB_STATE_UNSPECIFIED"},
  };
  for (const StateCase& each : cases) {
    INFO(each.status);
    json job = {{"state", each.status}};
    if (*each.detail != '\0') job["error"] = {{"code", 3}, {"message", each.detail}};
    const submit::Observation seen = vertex.read_observed(printed(job.dump()));
    CHECK(seen.state == each.state);
    CHECK(seen.why.find(each.why) != std::string::npos);
  }
  for (const char* garbage : {"", "[]", "null", "{", "<html>", R"({"state":3})"}) {
    INFO(garbage);
    CHECK(vertex.read_observed(printed(garbage)).state == State::Unknown);
    CHECK(vertex.created_id(printed(garbage)).empty());
  }
  for (const char* garbage : {"", "null", "{}", "[{}]", "[3]", "<html>"}) {
    INFO(garbage);
    CHECK_FALSE(vertex.read_found(printed(garbage)).understood);
  }
  CHECK_FALSE(vertex.read_found(printed("[]")).there);
  const std::string both =
      R"([{"name":"projects/1/locations/r/customJobs/9","createTime":"2026-01-02T00:00:00Z"},
          {"name":"projects/1/locations/r/customJobs/8","createTime":"2026-01-01T00:00:00Z"}])";
  CHECK(vertex.read_found(printed(both)).backend_id == "projects/1/locations/r/customJobs/8");
}

TEST_CASE("failures of the clouds' clients are told apart") {
  const struct {
    const char* target;
    const char* err;
    Failure::Kind kind;
  } cases[] = {
      {"sagemaker", "Unable to locate credentials. You can configure credentials …",
       Failure::Kind::NoCredentials},
      {"sagemaker", "The config profile (nope) could not be found", Failure::Kind::NoCredentials},
      {"sagemaker",
       "An error occurred (UnrecognizedClientException) when calling the CreateTrainingJob "
       "operation: The security token included in the request is invalid.",
       Failure::Kind::NoCredentials},
      {"sagemaker", "Error loading SSO Token: Token for x does not exist",
       Failure::Kind::NoCredentials},
      {"sagemaker", "Could not connect to the endpoint URL: \"https://x/\"",
       Failure::Kind::Unreachable},
      {"sagemaker", "Read timeout on endpoint URL: \"https://x/\"", Failure::Kind::Unreachable},
      {"sagemaker", "An error occurred (503) when calling the CreateTrainingJob operation: Slow",
       Failure::Kind::Unreachable},
      {"sagemaker",
       "An error occurred (ThrottlingException) when calling the CreateTrainingJob operation: "
       "Rate exceeded",
       Failure::Kind::Unreachable},
      {"sagemaker",
       "An error occurred (ResourceLimitExceeded) when calling the CreateTrainingJob operation: …",
       Failure::Kind::Refused},
      {"sagemaker",
       "An error occurred (AccessDeniedException) when calling the CreateTrainingJob operation: …",
       Failure::Kind::Refused},
      {"sagemaker", "You must specify a region.", Failure::Kind::Refused},
      {"vertex",
       "ERROR: (gcloud.ai.custom-jobs.create) You do not currently have an active account "
       "selected.",
       Failure::Kind::NoCredentials},
      {"vertex", "ERROR: (x) Request had invalid authentication credentials. Expected OAuth 2 …",
       Failure::Kind::NoCredentials},
      {"vertex",
       "ERROR: gcloud crashed (ConnectionError): HTTPConnectionPool(host='127.0.0.1', port=9): Max "
       "retries exceeded with url",
       Failure::Kind::Unreachable},
      {"vertex", "ERROR: (x) UNAVAILABLE: The service is currently unavailable.",
       Failure::Kind::Unreachable},
      {"vertex", "ERROR: (x) PERMISSION_DENIED: Permission 'aiplatform.customJobs.create' denied",
       Failure::Kind::Refused},
      {"vertex", "ERROR: (x) INVALID_ARGUMENT: Machine type \"n9\" is not supported.",
       Failure::Kind::Refused},
  };
  for (const auto& each : cases) {
    INFO(each.err);
    CHECK(submit::find_backend(each.target)->failure_kind(failed(each.err)) == each.kind);
  }
  const submit::Backend& sagemaker = *submit::find_backend("sagemaker");
  CHECK(
      sagemaker.says_absent(failed("An error occurred (ValidationException) when calling the "
                                   "DescribeTrainingJob operation: Requested resource not found.",
                                   254)));
  CHECK_FALSE(
      sagemaker.says_absent(failed("An error occurred (ValidationException) when calling "
                                   "the DescribeTrainingJob operation: 1 validation error",
                                   254)));
}

TEST_CASE("events of CloudWatch are printed once, however often they come") {
  const auto event = [](const char* id, int time, const char* text,
                        const char* stream = "j/algo-1-1") {
    return json{{"eventId", id}, {"timestamp", time}, {"message", text}, {"logStreamName", stream}};
  };
  const json first = {{"events", {event("a", 100'000, "one"), event("b", 100'001, "two")}},
                      {"NextToken", "more"}};
  submit::LogPiece piece = submit::sagemaker_log_piece(printed(first.dump()), "");
  CHECK(piece.text == "one\ntwo\n");
  CHECK(piece.more);
  CHECK(submit::sagemaker_log_flags(piece.cursor) ==
        std::vector<std::string>{"--starting-token=more"});
  const json second = {{"events", {event("c", 200'000, "other\n", "j/algo-2-1")}}};
  piece = submit::sagemaker_log_piece(printed(second.dump()), piece.cursor);
  CHECK(piece.text == "algo-2: other\n");
  CHECK_FALSE(piece.more);
  CHECK(submit::sagemaker_log_flags(piece.cursor) ==
        std::vector<std::string>{"--start-time=140000"});
  // One that is late, and one that was there.
  const json third = {
      {"events", {event("d", 150'000, "late"), event("c", 200'000, "other\n", "j/algo-2-1")}}};
  piece = submit::sagemaker_log_piece(printed(third.dump()), piece.cursor);
  CHECK(piece.text == "late\n");
  CHECK(submit::sagemaker_log_piece(failed("(ResourceNotFoundException) no such group"), "")
            .understood);
  CHECK_FALSE(submit::sagemaker_log_piece(printed("<html>"), "").understood);
}

TEST_CASE("entries of Cloud Logging are printed once, however often they come") {
  const auto entry = [](const char* id, const char* time, const json& what, const char* task) {
    json made = {{"insertId", id},
                 {"timestamp", time},
                 {"resource", {{"labels", {{"job_id", "1"}, {"task_name", task}}}}}};
    made.update(what);
    return made;
  };
  const json first = {
      entry("a", "2026-11-26T04:24:18.848121Z", {{"textPayload", "one"}}, "workerpool0-0"),
      entry("b", "2026-11-26T04:24:19Z", {{"jsonPayload", {{"message", "two\n"}}}},
            "workerpool1-0")};
  submit::LogPiece piece = submit::vertex_log_piece(printed(first.dump()), "");
  CHECK(piece.text == "one\nworkerpool1-0: two\n");
  CHECK_FALSE(piece.more);
  CHECK(submit::vertex_log_time(piece.cursor) == "2026-11-26T04:23:19Z");
  CHECK(submit::vertex_log_piece(printed(first.dump()), piece.cursor).text.empty());
  CHECK(submit::vertex_log_piece(printed("[]"), "").understood);
  CHECK(submit::vertex_log_time("").empty());
  for (const char* garbage : {"", "{}", "[3]", "<html>"}) {
    CHECK_FALSE(submit::vertex_log_piece(printed(garbage), "").understood);
  }
}

TEST_CASE("a place is kept as a text and told as flags") {
  const std::string where =
      submit::text_of({{"region", "eu-west-1"}, {"project", ""}, {"profile", "my team"}});
  CHECK(where == "region=eu-west-1 profile=my team");
  submit::Command command{{"aws"}, {}, {}};
  submit::append_place(command, where, {"region", "profile"});
  CHECK(command.argv == std::vector<std::string>{"aws", "--region=eu-west-1", "--profile=my team"});
  submit::Command bare{{"aws"}, {}, {}};
  submit::append_place(bare, "", {"region", "profile"});
  CHECK(bare.argv.size() == 1);
}

}  // namespace launch::tests
