// What W&B's SageMaker runner submits: the same request, but for what
// docs/differences-from-wandb.md says.
#include "tests/wandb_cases.h"

namespace launch::tests {
namespace {

// Maps in any order: what a request means has none.
using Object = nlohmann::json;

Asked asked_of(const Json& input) {
  Asked asked{whole_job(), "sagemaker"};
  if (input.contains("spec")) {
    asked = agent_run(input, "sagemaker");
    asked.environment = field(input, "e", Json::object());
  } else {
    asked.job["resource_args"] = {{"sagemaker", input["resource_args"]}};
  }
  // The image that W&B's agent was made to use, whatever the job names.
  if (asked.job.contains("docker")) asked.job["docker"]["docker_image"] = input["image_uri"];
  asked.aws_account = field(input, "account", "123456789012");
  asked.allow_plain_secrets = true;
  asked.environment["WANDB_API_KEY"] = field(input, "api_key", "key");
  return asked;
}

bool is_scalar(const Object& value) { return !value.is_structured() && !value.is_string(); }

// What launch does more than W&B's client, as docs/differences-from-wandb.md lists it below the
// cases: texts where AWS wants texts, no nulls, a time limit, names that are used once.
Object request_here(Object theirs, const Object& ours, const Object& given) {
  for (const char* key : {"Environment", "HyperParameters"}) {
    if (!theirs.contains(key) || !theirs[key].is_object()) continue;
    for (Object& value : theirs[key]) value = is_scalar(value) ? Object(value.dump()) : value;
  }
  for (Object& part : theirs) {
    if (!part.is_object()) continue;
    for (auto each = part.begin(); each != part.end();) {
      each = each->is_null() ? part.erase(each) : std::next(each);
    }
  }
  Object& stopping = theirs["StoppingCondition"];
  if (stopping.empty()) stopping = ours["StoppingCondition"];
  const std::string role = given.value("RoleArn", "");
  if (role.starts_with("arn:")) theirs["RoleArn"] = role;
  const std::string fixed = given.value("TrainingJobName", "");
  if (!fixed.empty()) theirs["TrainingJobName"] = ours["TrainingJobName"];
  return theirs;
}

Compared run(const Json& input, const Outcome& theirs) {
  MemoryCompile compiled;
  compile_asked(asked_of(input), compiled);
  if (compiled.compiled.artifacts.empty()) return refused(compiled.diagnostics, theirs);
  const Request& request = std::get<Request>(compiled.compiled.artifacts[0].content);
  const Json ours = Json(Object(json_of(request.body)));
  if (!theirs) return {ours, theirs};
  const Json block = asked_of(input).job["resource_args"]["sagemaker"];
  Object expected = request_here(Object(*theirs), Object(ours), Object(block));
  Object& variables = expected["Environment"];
  if (variables.contains("WANDB_DOCKER")) variables["WANDB_DOCKER"] = input["image_uri"];
  return {ours, Json(expected)};
}

}  // namespace

Mappers sagemaker_mappers() { return {{"SageMakerRunner.run", run}, {"to_camel_case", {}}}; }

}  // namespace launch::tests
