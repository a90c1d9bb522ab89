// The generated schemas of the Kubernetes API: clean, stable over the versions, and judging as the
// API server's decoder does.
#include <algorithm>

#include "kubernetes_schemas.h"
#include "tests/schema_support.h"

using launch::schema::lint;
using launch::schema::Presence;
using launch::schema::Reader;
using launch::schema::Schema;
using namespace launch::schema::test;

namespace {

constexpr int kOldest = 32, kNewest = 36;
const std::vector<std::string> kEntries = {"batch.v1.Job", "batch.v1.CronJob",
                                           "core.v1.PodTemplateSpec"};

std::string text_of(int minor) {
  return read(root() / "compiler/target/kubernetes/schema" /
              ("batch-v1." + std::to_string(minor) + ".json"));
}

Schema job_schema() { return Schema(launch::kBatchV1_36, Presence::Required, "batch.v1.Job"); }

// As the server reads them.
std::vector<launch::schema::Violation> validate_object(const Schema& schema, const Json& object) {
  static constexpr launch::schema::Access access = [] {
    launch::schema::Access go = kAccess;
    go.reader = Reader::Go;
    return go;
  }();
  const launch::schema::Instance instance{&object, &access};
  std::vector<launch::schema::Violation> violations = schema.validate(instance);
  CHECK(violations.empty() == schema.judge(instance).empty());
  return violations;
}

const std::string kJob = R"({"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"train"},
  "spec":{"template":{"spec":{"restartPolicy":"Never","containers":[
    {"name":"main","image":"pytorch/pytorch","command":["python","train.py"]}]}}}})";

struct Row {
  std::string pointer, value, expected;
};

// Verdicts of a kube-apiserver 1.36.3's decoder. What it accepts here, validation may refuse.
const std::vector<Row> kRows = {
    {"/spec/completions", "3", ""},
    {"/spec/completions", "null", ""},
    {"/spec/completions", "2147483647", ""},
    {"/spec/completions", "2147483648", "/spec/completions maximum: must be at most 2147483647\n"},
    {"/spec/completions", "3.0", "/spec/completions type(integer): expected an integer\n"},
    {"/spec/completions", R"("3")", "/spec/completions type(integer): expected an integer\n"},
    {"/spec/activeDeadlineSeconds", "9223372036854775807", ""},
    {"/spec/activeDeadlineSeconds", "-9223372036854775808", ""},
    {"/spec/activeDeadlineSeconds", "9223372036854775808",
     "/spec/activeDeadlineSeconds type(integer): expected an integer\n"},
    {"/spec/suspend", R"("true")", "/spec/suspend type(boolean): expected true or false\n"},
    {"/spec/backofflimit", "1", "/spec additionalProperties <backofflimit>\n"},
    {"/spec/bogus", "null", "/spec additionalProperties <bogus>\n"},
    {"/kind", R"("job")", "/kind enum(Job): expected Job\n"},
    {"/metadata/labels", R"({"a":"b","c":null})", ""},
    {"/metadata/labels", R"({"a":true})", "/metadata/labels/a type(string): expected a string\n"},
    {"/metadata/creationTimestamp", "1",
     "/metadata/creationTimestamp type(string): expected a string\n"},
    {"/metadata/managedFields", R"([{"fieldsV1":1}])", ""},
    {"/status", R"({"active":1})", ""},
    {"/status", R"({"foo":1})", "/status additionalProperties <foo>\n"},
    {"/spec/template/spec/containers/0/args", R"(["a",null])", ""},
    {"/spec/template/spec/containers/0/args", R"(["a",1])",
     "/spec/template/spec/containers/0/args/1 type(string): expected a string\n"},
    {"/spec/template/spec/containers/0/args", R"("a")",
     "/spec/template/spec/containers/0/args type(array): expected a list\n"},
    {"/spec/template/spec/containers/0/env", "[null]", ""},
    {"/spec/template/spec/containers/0/resources",
     R"({"limits":{"memory":"1Gi","cpu":0.5,"nvidia.com/gpu":1,"x":null}})", ""},
    {"/spec/template/spec/containers/0/resources", R"({"limits":{"memory":true}})",
     "/spec/template/spec/containers/0/resources/limits/memory type(number|string): expected a "
     "number or a string\n"},
    {"/spec/template/spec/containers/0/livenessProbe", R"({"tcpSocket":{"port":"http"}})", ""},
    {"/spec/template/spec/containers/0/livenessProbe", R"({"tcpSocket":{"port":2147483648}})",
     "/spec/template/spec/containers/0/livenessProbe/tcpSocket/port maximum: must be at most "
     "2147483647\n"},
    {"/spec/template/spec/containers/0/livenessProbe", R"({"tcpSocket":{"port":80.0}})",
     "/spec/template/spec/containers/0/livenessProbe/tcpSocket/port type(integer|string): expected "
     "an integer or a string\n"},
    // No decoder knows these words, and the fields of features that are off are dropped.
    {"/spec/template/spec/containers/0/imagePullPolicy", R"("always")", ""},
    {"/spec/template/spec/containers/0/lifecycle", R"({"stopSignal":"Bogus"})", ""},
};

// As dump(), without the keys known beside an unknown one.
std::string short_dump(const std::vector<launch::schema::Violation>& violations) {
  std::string out;
  for (const launch::schema::Violation& violation : violations) {
    if (violation.keyword != "additionalProperties") {
      out += dump({violation});
      continue;
    }
    out +=
        "/" + joined(violation.path, "/") + " additionalProperties <" + violation.subject + ">\n";
  }
  return out;
}

void check_strict(const std::string& name, const Json& definition) {
  CAPTURE(name);
  CHECK(definition.at("type") == "object");
  CHECK(definition.at("additionalProperties") == false);
  CHECK(!definition.contains("required"));
}

// What a version may change about a field that it keeps.
Json lasting(Json field) {
  if (field.is_object()) field.erase("x-kubernetes-enum");
  return field;
}

}  // namespace

TEST_CASE("the schemas of the Kubernetes API are clean and strict") {
  for (int minor = kOldest; minor <= kNewest; ++minor) {
    CAPTURE(minor);
    const std::string text = text_of(minor);
    CHECK(joined(lint(text), "\n") == "");
    const Json schema = Json::parse(text);
    for (const auto& [name, definition] : schema.at("definitions").items()) {
      check_strict(name, definition);
    }
    for (const std::string& entry : kEntries) {
      CAPTURE(entry);
      CHECK(schema.at("definitions").contains(entry));
      // Foreign: with everything that is only done when in doubt.
      CHECK_NOTHROW(Schema(text, Presence::Required, entry));
    }
  }
}

TEST_CASE("a version of the Kubernetes API keeps the fields of the one before") {
  // workloadRef was alpha, and gave way to schedulingGroup in 1.36.
  const std::vector<std::string> gone = {"core.v1.WorkloadReference",
                                         "core.v1.PodSpec workloadRef"};
  std::vector<std::string> missing;
  for (int minor = kOldest + 1; minor <= kNewest; ++minor) {
    CAPTURE(minor);
    const Json before = Json::parse(text_of(minor - 1)).at("definitions");
    const Json after = Json::parse(text_of(minor)).at("definitions");
    for (const auto& [name, definition] : before.items()) {
      if (!after.contains(name)) {
        missing.push_back(name);
        continue;
      }
      const Json& properties = after.at(name).at("properties");
      for (const auto& [field, schema] : definition.at("properties").items()) {
        CAPTURE(name, field);
        if (!properties.contains(field)) {
          missing.push_back(name + " " + field);
        } else {
          CHECK(lasting(properties.at(field)) == lasting(schema));
        }
      }
    }
  }
  std::sort(missing.begin(), missing.end());
  CHECK(missing == std::vector<std::string>{gone[1], gone[0]});
}

TEST_CASE("the schema of a Job judges as the API server's decoder") {
  const Schema schema = job_schema();
  for (const Row& row : kRows) {
    CAPTURE(row.pointer, row.value);
    Json object = Json::parse(kJob);
    object[Json::json_pointer(row.pointer)] = Json::parse(row.value);
    CHECK(short_dump(validate_object(schema, object)) == row.expected);
  }
}

TEST_CASE("each entry of the Kubernetes API's schema judges its own objects") {
  const Schema cron(launch::kBatchV1_36, Presence::Required, "batch.v1.CronJob");
  const Schema pod(launch::kBatchV1_36, Presence::Required, "core.v1.PodTemplateSpec");
  const Json job = Json::parse(kJob);
  const Json& pod_template = job.at("spec").at("template");
  CHECK(validate_object(pod, pod_template).empty());
  CHECK(!validate_object(cron, job).empty());
  const Json cron_job = {{"apiVersion", "batch/v1"},
                         {"kind", "CronJob"},
                         {"spec", {{"jobTemplate", {{"spec", job.at("spec")}}}}}};
  CHECK(validate_object(cron, cron_job).empty());
  CHECK_THROWS_AS(Schema(text_of(kNewest), Presence::Required, "batch.v1.Pod"),
                  std::invalid_argument);
  CHECK_THROWS_AS(Schema(launch::kBatchV1_36, Presence::Required, "batch.v1.Pod"),
                  std::invalid_argument);
}

TEST_CASE("what the Kubernetes API says about a field beside its type") {
  struct Note {
    std::vector<std::string> path;
    std::string keyword, expected;
  };
  const std::vector<std::string> container = {"spec", "template", "spec", "containers", "0"};
  const auto in = [](std::vector<std::string> path, const std::vector<std::string>& more) {
    path.insert(path.end(), more.begin(), more.end());
    return path;
  };
  const std::string type = "x-kubernetes-type", key = "x-kubernetes-patch-merge-key";
  const std::vector<Note> notes = {
      {in(container, {"resources", "limits", "memory"}), "format", "quantity"},
      {in(container, {"resources", "limits", "0"}), "format", "quantity"},
      {in(container, {"resources", "limits"}), type, ""},
      {in(container, {"livenessProbe", "httpGet", "port"}), type, "int-or-string"},
      {{"metadata", "creationTimestamp"}, "format", "time"},
      {{"metadata", "managedFields", "3", "fieldsV1"}, type, "fields"},
      {in(container, {"env"}), key, "name"},
      {in(container, {"volumeMounts"}), key, "mountPath"},
      {in(container, {"args"}), key, ""},
      {in(container, {"args"}), "x-kubernetes-list-type", "atomic"},
      {{"spec", "template", "spec", "volumes"}, key, "name"},
      {{"spec", "template", "spec", "nodeSelector"}, "x-kubernetes-map-type", "atomic"},
      {{"spec", "completions"}, "format", "int32"},
      {{"spec", "template", "spec", "containers", "x", "name"}, "default", ""},
      {in(container, {"ports", "0", "protocol"}), "default", "TCP"},
      {{"spec", "bogus", "0"}, type, ""},
      {{}, type, ""},
  };
  const Schema schema = job_schema();
  for (const Note& note : notes) {
    CAPTURE(joined(note.path, "/"), note.keyword);
    CHECK(schema.annotation(note.path, note.keyword) == note.expected);
  }
}

TEST_CASE("annotations are found through references and the parts of an allOf") {
  const Schema schema(R"({"x-a":"root","allOf":[{"properties":{"p":{"type":"string"}}},
    {"properties":{"p":{"x-a":"second"}},"items":[{"x-a":"first item"}]}],
    "additionalProperties":{"$ref":"#/definitions/d","x-a":"beside"},
    "definitions":{"d":{"x-a":"target","x-b":"target","x-c":1}}})");
  const auto at = [&](const std::vector<std::string>& path, std::string_view keyword) {
    return schema.annotation(path, keyword);
  };
  CHECK(at({}, "x-a") == "root");
  CHECK(at({"p"}, "x-a") == "beside");
  CHECK(at({"q"}, "x-a") == "beside");
  CHECK(at({"q"}, "x-b") == "target");
  CHECK(at({"q"}, "x-c") == "");
  CHECK(at({"0"}, "x-b") == "target");
  CHECK(at({"q", "r"}, "x-b") == "");
}
