// What W&B's Kubernetes runner submits. Every manifest of ours differs from W&B's in the ways that
// docs/differences-from-wandb.md lists under "Every manifest"; here W&B's are changed in just these
// ways, so that whatever else differs shows.
#include "compiler/target/names.h"
#include "tests/wandb_cases.h"

namespace launch::tests {
namespace {

// Maps in any order: what a manifest means has none.
using Object = nlohmann::json;

const Object kForcedContext = {{"allowPrivilegeEscalation", false},
                               {"capabilities", {{"drop", {"ALL"}}}},
                               {"seccompProfile", {{"type", "RuntimeDefault"}}}};

constexpr const char* kMadeHere = "made of entity, project and run id";

std::string secret_name(const Object& spec) {
  return legal_label("launch-" + distinct_label(spec["run_id"].get<std::string>()) + "-env");
}

// The key always comes from a Secret, and a variable that the manifest sets itself stays.
Object variables_here(const Object& variables, const Object& spec) {
  Object kept = Object::array();
  for (Object variable : variables) {
    const auto same_name = [&](const Object& other) { return other["name"] == variable["name"]; };
    if (std::any_of(kept.begin(), kept.end(), same_name)) continue;
    if (variable["name"] == "WANDB_API_KEY") {
      variable = {{"name", "WANDB_API_KEY"},
                  {"valueFrom",
                   {{"secretKeyRef", {{"name", secret_name(spec)}, {"key", "WANDB_API_KEY"}}}}}};
    }
    kept.push_back(variable);
  }
  return kept;
}

// W&B's variables are for the main container alone: the one named `launch`, or else the first.
void leave_sidecars(Object& containers) {
  const auto named = std::find_if(containers.begin(), containers.end(), [](const Object& each) {
    return each.value("name", "") == "launch";
  });
  const Object main = named == containers.end() ? containers[0] : *named;
  for (Object& container : containers) {
    if (container == main || !container.contains("env")) continue;
    Object kept = Object::array();
    for (const Object& variable : container["env"]) {
      if (!variable["name"].get<std::string>().starts_with("WANDB_")) kept.push_back(variable);
    }
    container["env"] = kept;
    if (kept.empty()) container.erase("env");
    for (const char* key : {"command", "args"}) {
      if (container.contains(key) && container[key] == main.value(key, Object())) {
        container.erase(key);
      }
    }
  }
}

// The same at any depth: no agent's label, the run's on pods too, no context that nobody asked for.
void change_below(Object& value, const Object& spec) {
  if (!value.is_structured()) return;
  for (Object& child : value) change_below(child, spec);
  if (!value.is_object()) return;
  if (value.contains("env")) value["env"] = variables_here(value["env"], spec);
  if (value.contains("args")) {
    for (Object& word : value["args"]) word = word.is_string() ? word : Object(word.dump());
  }
  if (value.contains("containers") && !value["containers"].empty()) {
    leave_sidecars(value["containers"]);
  }
  if (value.value("securityContext", Object()) == kForcedContext) value.erase("securityContext");
  if (value.contains("labels") && value["labels"].contains("wandb.ai/monitor")) {
    value["labels"].erase("wandb.ai/agent");
    value["labels"]["wandb.ai/run-id"] = spec["run_id"];
  }
}

// No namespace that the manifest does not have, and the same name each time.
Object body_here(Object body, const Object& spec) {
  change_below(body, spec);
  const Object given =
      spec["resource_args"]["kubernetes"].value("metadata", Object(Object::object()));
  Object& metadata = body["metadata"];
  if (!given.contains("namespace")) metadata.erase("namespace");
  if (body.contains("namespace")) {
    metadata["namespace"] = body["namespace"];
    body.erase("namespace");
  }
  if (given.contains("generateName")) metadata["generateName"] = given["generateName"];
  if (given.contains("generateName") || given.contains("name")) return body;
  metadata.erase("generateName");
  metadata["name"] = kMadeHere;
  return body;
}

// The names that launch makes where there was none.
void name_as_here(Object& objects, const Object& ours) {
  for (std::size_t i = 0; i < objects.size() && i < ours.size(); ++i) {
    if (!objects[i].contains("metadata") || !ours[i].contains("metadata")) continue;
    Object& metadata = objects[i]["metadata"];
    if (metadata.value("name", "") == kMadeHere) metadata["name"] = ours[i]["metadata"]["name"];
  }
}

Object with_image(const Object& objects, const std::string& mocked, const Json& image) {
  std::string text = objects.dump();
  const std::string from = Object(mocked).dump();
  const std::string to = image.dump();
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return Object::parse(text);
}

// What is created, in order; of Secrets, only what is in ours.
Object objects_here(const Json& theirs, const Json& input, const Object& spec) {
  Object objects = Object::array();
  for (const char* list : {"created", "custom_objects"}) {
    for (const Json& one : field(theirs, list, Json::array())) {
      objects.push_back(body_here(Object(one["body"]), spec));
    }
  }
  if (objects.dump().find("WANDB_API_KEY") != std::string::npos) {
    const Object secret = {{"WANDB_API_KEY", input["api_key"]}};
    objects.insert(objects.begin(), secret);
  }
  return objects;
}

Object objects_of(const Manifest& manifest) {
  Object objects = Object::array();
  for (const Node& document : manifest.documents) {
    const Object object(json_of(document));
    const bool secret = object["kind"] == "Secret";
    objects.push_back(secret ? object["stringData"] : object);
  }
  return objects;
}

Compared run(Json input, const Outcome& theirs) {
  // The image of a job that names one was mocked there: it is one and the same.
  const bool has_image = input["spec"].contains("docker");
  if (has_image) input["image_uri"] = input["spec"]["docker"]["docker_image"];
  Asked asked = agent_run(input, "kubernetes");
  asked.environment["WANDB_API_KEY"] = input["api_key"];
  MemoryCompile compiled;
  compile_asked(asked, compiled);
  if (compiled.compiled.artifacts.empty()) return refused(compiled.diagnostics, theirs);
  const Object ours = objects_of(std::get<Manifest>(compiled.compiled.artifacts[0].content));
  if (!theirs) return {Json(ours), theirs};
  Object wanted = objects_here(*theirs, input, Object(asked.job));
  if (has_image) wanted = with_image(wanted, "img:1", input["image_uri"]);
  name_as_here(wanted, ours);
  return {Json(ours), Json(wanted)};
}

Compared validate(const Json& input, const Outcome& theirs) {
  Asked asked{whole_job(), "kubernetes"};
  asked.job["resource"] = "kubernetes";
  asked.job["resource_args"] = {{"kubernetes", input["manifest"]}};
  asked.environment["WANDB_API_KEY"] = "";
  return accepted(asked, theirs);
}

// What is left of a name without what W&B's two functions and ours treat each in its own way: other
// characters, digits and what is too long.
Json letters_of(const std::string& name, bool digits) {
  constexpr std::size_t kLongest = 30;
  std::string kept;
  for (const char c : name) {
    if ((c >= 'a' && c <= 'z') || (digits && c >= '0' && c <= '9')) kept += c;
  }
  return kept.substr(0, kLongest);
}

Compared name(const Json& input, const Outcome& theirs) {
  const std::string made = legal_label(input["value"].get<std::string>());
  return {letters_of(made, false), letters_of(theirs.value(), false)};
}

// It may be refused, and keeps its digits.
Compared label(const Json& input, const Outcome& theirs) {
  const std::string made = legal_label(input["value"].get<std::string>());
  const Outcome ours = made.empty() ? std::nullopt : Outcome(letters_of(made, true));
  return {ours, theirs ? Outcome(letters_of(*theirs, true)) : theirs};
}

}  // namespace

Mappers kubernetes_mappers() {
  return {{"KubernetesRunner.run", run},        {"validate_kubernetes_resource_args", validate},
          {"make_name_dns_safe", name},         {"make_k8s_label_safe", label},
          {"sanitize_identifiers_for_k8s", {}}, {"get_kube_context", {}}};
}

}  // namespace launch::tests
