// What W&B's Vertex runner hands to Google's client, as the request that this makes of it. Ours
// differs from it in the ways that docs/differences-from-wandb.md lists under "Every request"; here
// W&B's are changed in just these ways, so that whatever else differs shows.
#include "compiler/target/spelling.h"
#include "tests/wandb_cases.h"

namespace launch::tests {
namespace {

// Maps in any order: what a request means has none.
using Object = nlohmann::json;

// The recordings have names that Google refuses; a legal one for each, in the input and the result.
Object legal(const std::string& field, const Object& value) {
  const std::map<std::string, std::string> kNames = {
      {"staging_bucket", "bucket"},
      {"base_output_dir", "gs://output"},
      {"encryption_spec_key_name", "projects/p/locations/l/keyRings/r/cryptoKeys/k"},
      {"service_account", "sa@p.iam.gserviceaccount.com"},
      {"network", "projects/1/global/networks/n"},
      {"tensorboard", "projects/p/locations/l/tensorboards/1"},
      {"experiment", "projects/p/locations/l/metadataStores/default/contexts/e"},
      {"experiment_run", "projects/p/locations/l/metadataStores/default/contexts/e-1"}};
  const auto found = kNames.find(field);
  return found == kNames.end() || !value.is_string() ? value : Object(found->second);
}

void name_legally(Json& spec) {
  Json args = field(spec, "resource_args", Json::object());
  for (auto& [target, block] : args.items()) {
    for (const char* part : {"spec", "run"}) {
      if (!block.is_object() || !block.contains(part)) continue;
      for (auto& [key, value] : block[part].items()) value = Json(legal(key, Object(value)));
    }
  }
  spec["resource_args"] = args;
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

// The entry point and the arguments stand apart, and replace what the pool says only where there
// are some; a variable that the pool sets itself stays.
void change_container(Object& container, const Object& given, const Json& spec) {
  const Json overrides = field(spec, "overrides", Json::object());
  Json entry = field(overrides, "entry_point", field(spec, "entry_point", Json::array()));
  const Json args = field(overrides, "args", Json::array());
  container.erase("command");
  if (!entry.empty()) container["command"] = Object(entry);
  if (entry.empty() && given.contains("command")) container["command"] = given["command"];
  if (!args.empty()) container["args"] = Object(args);
  Object kept = Object::array();
  for (const Object& variable : container["env"]) {
    const auto same_name = [&](const Object& other) { return other["name"] == variable["name"]; };
    if (std::none_of(kept.begin(), kept.end(), same_name)) kept.push_back(variable);
  }
  container["env"] = kept;
}

const Json& block_of(const Json& spec) {
  const Json& args = spec["resource_args"];
  return args.contains("vertex") ? args["vertex"] : args["gcp-vertex"];
}

Object pools_here(const Object& theirs, const Json& spec, const Json& mocked) {
  const Object given = camel_cased(Object(block_of(spec)["spec"]["worker_pool_specs"]));
  Object pools = camel_cased(theirs);
  for (std::size_t i = 0; i < pools.size(); ++i) {
    Object& container = pools[i]["containerSpec"];
    change_container(container, given[i]["containerSpec"], spec);
    if (container["imageUri"] == Object(mocked) && spec.contains("docker")) {
      container["imageUri"] = Object(spec["docker"]["docker_image"]);
    }
    if (!pools[i].contains("replicaCount")) pools[i]["replicaCount"] = 1;
  }
  return pools;
}

// The arguments of Google's client, where they say something, as fields of the job's spec.
void add_arguments(Object& job_spec, const Json& arguments, const Json& given) {
  for (const auto& [key, value] : arguments.items()) {
    const bool unset = value.is_null() || (value == false && !given.contains(key));
    if (unset || key == "sync") continue;
    if (key == "timeout") {
      job_spec["scheduling"]["timeout"] = value.dump() + "s";
    } else if (key == "restart_job_on_worker_restart") {
      job_spec["scheduling"]["restartJobOnWorkerRestart"] = value;
    } else {
      job_spec[camel_case(key)] = legal(key, Object(value));
    }
  }
}

Object request_here(const Json& theirs, const Json& spec, const Json& mocked) {
  const Object job(theirs["custom_job"]);
  const std::string id = spec["run_id"];
  const Object& name = job["display_name"];
  Object request;
  request["displayName"] = name.is_null() ? Object("launch-Team_1-my_project-" + id) : name;
  request["labels"] = job["labels"];
  Object& job_spec = request["jobSpec"];
  job_spec["workerPoolSpecs"] = pools_here(job["worker_pool_specs"], spec, mocked);
  // Google's client makes a folder of its own in the bucket.
  job_spec["baseOutputDirectory"]["outputUriPrefix"] =
      job["base_output_dir"].is_null() ? Object("gs://bucket/aiplatform-custom-job-" + id)
                                       : legal("base_output_dir", job["base_output_dir"]);
  if (!job["encryption_spec_key_name"].is_null()) {
    request["encryptionSpec"]["kmsKeyName"] =
        legal("encryption_spec_key_name", job["encryption_spec_key_name"]);
  }
  add_arguments(job_spec,
                theirs.contains("run_kwargs") ? theirs["run_kwargs"] : theirs["submit_kwargs"],
                field(block_of(spec), "run", Json::object()));
  return request;
}

Compared run(Json input, const Outcome& theirs) {
  name_legally(input["spec"]);
  Asked asked = agent_run(input, "vertex");
  asked.environment["WANDB_API_KEY"] = input["api_key"];
  asked.allow_plain_secrets = true;
  MemoryCompile compiled;
  compile_asked(asked, compiled);
  if (compiled.compiled.artifacts.empty()) return refused(compiled.diagnostics, theirs);
  const Object ours(json_of(std::get<Request>(compiled.compiled.artifacts[0].content).body));
  if (!theirs) return {Json(ours), theirs};
  return {Json(ours), Json(request_here(*theirs, asked.job, input["image_uri"]))};
}

}  // namespace

Mappers vertex_mappers() { return {{"VertexRunner.run", run}, {"vertex_state", {}}}; }

}  // namespace launch::tests
