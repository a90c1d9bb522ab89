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

Compared run(const Json& input, const Outcome& theirs) {
  MemoryCompile compiled;
  compile_asked(asked_of(input), compiled);
  Outcome ours;
  if (!compiled.compiled.artifacts.empty()) {
    const Request& request = std::get<Request>(compiled.compiled.artifacts[0].content);
    ours = Json(Object(json_of(request.body)));
  }
  if (!theirs) return {ours, theirs};
  Object expected = *theirs;
  Object& variables = expected["Environment"];
  if (variables.contains("WANDB_DOCKER")) variables["WANDB_DOCKER"] = input["image_uri"];
  return {ours, Json(expected)};
}

}  // namespace

Mappers sagemaker_mappers() { return {{"SageMakerRunner.run", run}, {"to_camel_case", {}}}; }

}  // namespace launch::tests
