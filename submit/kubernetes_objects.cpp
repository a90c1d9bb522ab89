#include "submit/kubernetes_objects.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "compiler/document/write_json.h"
#include "compiler/target/kubernetes/pod_templates.h"

namespace launch::submit {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kDigest = "launch.digest";
constexpr std::string_view kAttempt = "launch.attempt";
// https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
// One hex digit less than a digest has.
constexpr std::size_t kLongestLabel = 63;
// What a finished job is kept for where only W&B's default of a minute would say: how it ended has
// to be seen by somebody.
constexpr int kKeptSeconds = 7 * 24 * 3600;

const Manifest& manifest_of(const Artifact& artifact) {
  return std::get<Manifest>(artifact.content);
}

const Node& job_of(const Manifest& manifest) { return manifest.documents.back(); }

std::string text_at(const Node& node, const Path& path) {
  const Node* value = node.at(path);
  return value == nullptr ? "" : std::string(value->as_string());
}

bool is_completed(const Node& node) {
  return node.history() != nullptr && node.history()->action == Step::Action::Completed;
}

// The value, if a file of the user's says it.
std::string said_by_user(const Node& node, const Path& path) {
  const Node* value = node.at(path);
  return value == nullptr || is_completed(*value) ? "" : std::string(value->as_string());
}

Json json_of(const Node& node) {
  return Json::parse(write_json(node, JsonStyle::Compact), nullptr, false);
}

std::string digest_label(const Submission& submission) {
  return submission.digest.substr(0, kLongestLabel);
}

// Null, or what is no map, becomes one: the API server takes null for nothing there.
Json& map_at(Json& object, const char* key) {
  Json& value = object[key];
  if (!value.is_object()) value = Json::object();
  return value;
}

void mark(Json& object, const Submission& submission) {
  if (!object.is_object()) return;
  Json& labels = map_at(map_at(object, "metadata"), "labels");
  labels[std::string(kDigest)] = digest_label(submission);
  labels[std::string(kAttempt)] = std::to_string(submission.attempt);
}

Json* below(Json& object, const Path& path) {
  Json* value = &object;
  for (const std::string& step : path) {
    if (value->is_object() && value->contains(step)) {
      value = &(*value)[step];
    } else if (value->is_array() && std::stoul(step) < value->size()) {
      value = &(*value)[std::stoul(step)];
    } else {
      return nullptr;
    }
  }
  return value;
}

// A variable's reference to the Secret that was rendered beside the job.
void rename_references(Json& value, const std::string& from, const std::string& to) {
  if (value.is_object() && value.contains("secretKeyRef")) {
    Json& reference = value["secretKeyRef"];
    if (reference.is_object() && reference.value("name", Json()) == from) reference["name"] = to;
  }
  if (!value.is_structured()) return;
  for (Json& each : value) rename_references(each, from, to);
}

// The Secret is the first of what stands beside the job, and named by us.
bool is_our_secret(const Node& document) {
  const Node* kind = document.at(Path{"kind"});
  return kind != nullptr && kind->as_string() == "Secret" && is_completed(*kind);
}

// Each attempt has its own: that of another goes when the other goes.
std::string secret_name(const Submission& submission) {
  return "launch-" + submission.digest.substr(0, 12) + "-" + std::to_string(submission.attempt) +
         "-env";
}

// The containers that run the job have W&B's variables, those beside them do not.
void tell_attempt(Json& value, const Submission& submission) {
  if (!value.is_structured()) return;
  if (value.is_object() && value.contains("env") && value["env"].is_array()) {
    Json& variables = value["env"];
    const auto has = [&](std::string_view name) {
      return std::any_of(variables.begin(), variables.end(), [&](const Json& each) {
        return each.is_object() && each.value("name", Json()) == name;
      });
    };
    if (has("WANDB_LAUNCH") && !has(kAttemptVariable)) {
      variables.push_back(
          {{"name", kAttemptVariable}, {"value", std::to_string(submission.attempt)}});
    }
  }
  for (Json& each : value) tell_attempt(each, submission);
}

Json job_object(const Artifact& artifact, const Submission& submission) {
  const Manifest& manifest = manifest_of(artifact);
  const Node& rendered = job_of(manifest);
  Json job = json_of(rendered);
  if (!job.is_object()) return job;
  mark(job, submission);
  Json& metadata = job["metadata"];
  metadata.erase("generateName");
  metadata["name"] = kubernetes_name(artifact, submission);
  Json& annotations = map_at(metadata, "annotations");
  annotations[std::string(kDigest)] = submission.digest;
  const std::size_t beside = manifest.documents.size() - 1;
  if (beside > 0) annotations[std::string(kBesideAnnotation)] = std::to_string(beside);
  for (const Path& path : kubernetes::find_pod_templates(rendered)) {
    Json* pod = below(job, path);
    if (pod == nullptr || path.empty()) continue;
    mark(*pod, submission);
    tell_attempt(*pod, submission);
  }
  for (const Path& spec : {Path{"spec"}, Path{"spec", "jobTemplate", "spec"}}) {
    const Node* kept = rendered.at(spec);
    kept = kept == nullptr ? nullptr : kept->find("ttlSecondsAfterFinished");
    if (kept != nullptr && is_completed(*kept))
      (*below(job, spec))["ttlSecondsAfterFinished"] = kKeptSeconds;
  }
  if (beside > 0 && is_our_secret(manifest.documents.front())) {
    rename_references(job, text_at(manifest.documents.front(), {"metadata", "name"}),
                      secret_name(submission));
  }
  return job;
}

Json beside_objects(const Artifact& artifact, const Submission& submission) {
  Json all = Json::array();
  const std::vector<Node>& documents = manifest_of(artifact).documents;
  for (std::size_t i = 0; i + 1 < documents.size(); ++i) {
    Json object = json_of(documents[i]);
    mark(object, submission);
    if (is_our_secret(documents[i])) object["metadata"]["name"] = secret_name(submission);
    all.push_back(std::move(object));
  }
  return all;
}

// https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/: an owner is
// in the namespace of what it owns.
void own(Json& object, const Json& owner, const std::string& job_namespace) {
  if (!object.is_object()) return;
  Json& metadata = map_at(object, "metadata");
  const Json named = metadata.value("namespace", Json());
  if (named.is_null() || named == job_namespace) {
    Json& owners = metadata["ownerReferences"];
    if (!owners.is_array()) owners = Json::array();
    owners.push_back(owner);
  }
}

std::string list_of(Json items) {
  const Json list = {{"apiVersion", "v1"}, {"kind", "List"}, {"items", std::move(items)}};
  return list.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string kubernetes_selector(const Submission& submission) {
  return std::string(kDigest) + "=" + digest_label(submission) + "," + std::string(kAttempt) + "=" +
         std::to_string(submission.attempt);
}

std::string kubernetes_kind(const Manifest& manifest) {
  std::string kind = text_at(job_of(manifest), {"kind"});
  for (char& c : kind) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  const std::string version = text_at(job_of(manifest), {"apiVersion"});
  const std::size_t slash = version.find('/');
  return slash == std::string::npos ? kind : kind + "." + version.substr(0, slash);
}

std::string kubernetes_namespace(const Manifest& manifest) {
  return text_at(job_of(manifest), {"metadata", "namespace"});
}

bool leaves_namespace(const Manifest& manifest, const std::string& name) {
  for (const Node& document : manifest.documents) {
    const std::string own = text_at(document, {"metadata", "namespace"});
    if (!own.empty() && own != name) return true;
  }
  return false;
}

std::string kubernetes_name(const Artifact& artifact, const Submission& submission) {
  const Node& job = job_of(manifest_of(artifact));
  const std::string prefix = said_by_user(job, {"metadata", "generateName"});
  std::string name = said_by_user(job, {"metadata", "name"});
  std::string suffix;
  if (name.empty() && prefix.empty()) return submission.name;
  if (name.empty()) {
    name = prefix;
    suffix = submission.digest.substr(0, 12) + "-" + std::to_string(submission.attempt);
  } else if (submission.attempt > 1) {
    suffix = "-" + std::to_string(submission.attempt);
  }
  // Pods are labelled with the name of their Job.
  if (!suffix.empty() && name.size() + suffix.size() > kLongestLabel)
    name.resize(kLongestLabel - suffix.size());
  return name + suffix;
}

std::string kubernetes_job(const Artifact& artifact, const Submission& submission) {
  return job_object(artifact, submission).dump(-1, ' ', false, Json::error_handler_t::replace) +
         "\n";
}

std::string kubernetes_beside(const Artifact& artifact, const Submission& submission,
                              const std::string& job_namespace) {
  Json objects = beside_objects(artifact, submission);
  if (objects.empty()) return {};
  const Node& job = job_of(manifest_of(artifact));
  const Json owner = {{"apiVersion", text_at(job, {"apiVersion"})},
                      {"kind", text_at(job, {"kind"})},
                      {"name", kubernetes_name(artifact, submission)},
                      {"uid", submission.backend_id}};
  for (Json& each : objects) own(each, owner, job_namespace);
  return list_of(std::move(objects));
}

std::string kubernetes_everything(const Artifact& artifact, const Submission& submission) {
  Json objects = beside_objects(artifact, submission);
  objects.push_back(job_object(artifact, submission));
  return list_of(std::move(objects));
}

}  // namespace launch::submit
