// What W&B's Vertex runner hands to Google's client, as the request that this makes of it. Ours
// differs from it in the ways that docs/differences-from-wandb.md lists under "Every request"; here
// W&B's are changed in just these ways, so that whatever else differs shows.
#include "compiler/target/spelling.h"
#include "tests/wandb_cases.h"

namespace launch::tests {
namespace {

// Maps in any order: what a request means has none.
using Object = nlohmann::json;

// The recordings have names of one letter, which Google refuses.
void name_legally(Json& spec) {
  if (!spec.contains("resource_args") || !spec["resource_args"].contains("vertex")) return;
  Json& args = spec["resource_args"]["vertex"];
  if (!args.contains("spec")) return;
  if (args["spec"].contains("staging_bucket")) args["spec"]["staging_bucket"] = "bucket";
  if (args["spec"].contains("base_output_dir")) args["spec"]["base_output_dir"] = "gs://output";
}

// The names of the API, at any depth.
Object camel_cased(const Object& value) {
  if (!value.is_structured()) return value;
  Object result = value.is_array() ? Object::array() : Object::object();
  for (const auto& [key, child] : value.items()) {
    if (value.is_array()) {
      result.push_back(camel_cased(child));
    } else {
      result[camel_case(key)] = camel_cased(child);
    }
  }
  return result;
}

Object pools_here(const Object& theirs, const Json& image) {
  Object pools = camel_cased(theirs);
  for (Object& pool : pools) {
    Object& container = pool["containerSpec"];
    // An empty command is none.
    if (container["command"].empty()) container.erase("command");
    container["imageUri"] = Object(image);
  }
  return pools;
}

Object request_here(const Json& theirs, const Json& spec) {
  const Object job(theirs["custom_job"]);
  const std::string id = spec["run_id"];
  const Object& name = job["display_name"];
  Object request;
  request["displayName"] = name.is_null() ? Object("launch-Team_1-my_project-" + id) : name;
  request["labels"] = job["labels"];
  request["jobSpec"]["workerPoolSpecs"] =
      pools_here(job["worker_pool_specs"], spec["docker"]["docker_image"]);
  // Google's client makes a folder of its own in the bucket.
  request["jobSpec"]["baseOutputDirectory"]["outputUriPrefix"] =
      job["base_output_dir"].is_null() ? "gs://bucket/aiplatform-custom-job-" + id
                                       : std::string("gs://output");
  return request;
}

Compared run(Json input, const Outcome& theirs) {
  name_legally(input["spec"]);
  Asked asked = agent_run(input, "vertex");
  asked.environment["WANDB_API_KEY"] = input["api_key"];
  asked.allow_plain_secrets = true;
  MemoryCompile compiled;
  compile_asked(asked, compiled);
  if (compiled.compiled.artifacts.empty()) return {std::nullopt, theirs};
  const Object ours(json_of(std::get<Request>(compiled.compiled.artifacts[0].content).body));
  if (!theirs) return {Json(ours), theirs};
  return {Json(ours), Json(request_here(*theirs, asked.job))};
}

}  // namespace

Mappers vertex_mappers() { return {{"VertexRunner.run", run}, {"vertex_state", {}}}; }

}  // namespace launch::tests
