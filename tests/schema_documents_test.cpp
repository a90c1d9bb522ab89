// The shipped schemas: clean, described, and fit for documents in both dialects.
#include <algorithm>
#include <map>

#include "kubernetes_schemas.h"
#include "schema/table_builder.h"
#include "shipped_schemas.h"
#include "tests/schema_support.h"
#include "vertex_schemas.h"

using launch::schema::lint;
using launch::schema::Schema;
using launch::schema::ShippedSchema;
using namespace launch::schema::test;

namespace {

void check_descriptions(const Json& schema, const std::string& place) {
  if (!schema.is_object() && !schema.is_array()) return;
  for (const auto& [key, value] : schema.items()) {
    if (key == "properties" && value.is_object()) {
      for (const auto& [name, property] : value.items()) {
        CAPTURE(place, name);
        // Under `if`, a property only decides.
        if (place.find("/if") == std::string::npos) CHECK(property.contains("description"));
      }
    }
    check_descriptions(value, place + "/" + key);
  }
}

// Every example and default must be what the schema it stands in accepts.
void check_examples(const Json& whole, const Json& schema, const std::string& place) {
  if (!schema.is_object() && !schema.is_array()) return;
  for (const auto& [key, value] : schema.items()) {
    check_examples(whole, value, place + "/" + key);
  }
  bool is_schema =
      schema.is_object() && schema.contains("description") && schema.at("description").is_string();
  if (!is_schema) return;
  Json alone = schema;
  alone["definitions"] = whole.at("definitions");
  Json examples = schema.value("examples", Json::array());
  if (schema.contains("default")) examples.push_back(schema.at("default"));
  if (!examples.is_array() || examples.empty() || schema.contains("$ref")) return;
  Schema judge(alone.dump());
  for (const Json& example : examples) {
    CAPTURE(place, example.dump());
    CHECK(dump(validate(judge, example)) == "");
  }
}

const std::map<std::string, const ShippedSchema*> kEmbedded = {
    {"schema/job.schema.json", &launch::kJobSchema},
    {"schema/queue.schema.json", &launch::kQueueSchema},
    {"schema/agent.schema.json", &launch::kAgentSchema},
    {"schema/sweep.schema.json", &launch::kSweepSchema},
    {"compiler/target/kubernetes/schema/batch-v1.36.json", &launch::kBatchV1_36},
    {"compiler/target/kubernetes/schema/batch-v1.35.json", &launch::kBatchV1_35},
    {"compiler/target/kubernetes/schema/batch-v1.34.json", &launch::kBatchV1_34},
    {"compiler/target/kubernetes/schema/batch-v1.33.json", &launch::kBatchV1_33},
    {"compiler/target/kubernetes/schema/batch-v1.32.json", &launch::kBatchV1_32},
    {"compiler/target/vertex/schema/custom-job.json", &launch::kVertexCustomJob},
};

}  // namespace

TEST_CASE("what is built into the program is the schema files, and the tables made of them") {
  for (const auto& [file, embedded] : kEmbedded) {
    CAPTURE(file);
    CHECK(embedded->text == read(root() / file));
    const launch::schema::TableBuilder builder(launch::schema::Json::parse(embedded->text));
    const launch::schema::AcceptTable made = builder.table();
    const launch::schema::AcceptTable& kept = embedded->table;
    CHECK(made.texts == kept.texts);
    CHECK(std::ranges::equal(made.rules, kept.rules));
    CHECK(std::ranges::equal(made.limits, kept.limits));
    CHECK(std::ranges::equal(made.constants, kept.constants));
    CHECK(std::ranges::equal(made.properties, kept.properties));
    CHECK(std::ranges::equal(made.required, kept.required));
    CHECK(std::ranges::equal(made.dependencies, kept.dependencies));
    CHECK(std::ranges::equal(made.entries, kept.entries));
  }
}

TEST_CASE("the shipped schemas are clean, described and exemplary") {
  std::map<std::string, std::string> shared;
  for (const std::string& name : kShipped) {
    CAPTURE(name);
    std::string text = shipped(name);
    CHECK(joined(lint(text), "\n") == "");
    Json schema = Json::parse(text);
    CHECK(schema.at("additionalProperties") == false);
    check_descriptions(schema, "");
    check_examples(schema, schema, "");
    for (const auto& [key, definition] : schema.at("definitions").items()) {
      CAPTURE(key);
      // The same name means the same in all of them.
      CHECK(shared.try_emplace(key, definition.dump()).first->second == definition.dump());
    }
  }
}

TEST_CASE("documents in both dialects") {
  struct Document {
    std::string kind, text, expected;
  };
  const std::vector<Document> documents = {
      {"job", R"({"job":"team/p/train:latest","queue":"gpu","resource":"kubernetes",
        "git":{"repository":"https://github.com/u/r","branch":"main"},"entry_point":"train.py",
        "command":["python","train.py"],"env":{"A":"1","B":2,"C":null},
        "input_artifacts":["data:v1",{"type":"model","name":"m:v1","path":"/m"}],
        "base_config":"base.yaml","template_variables":{"memory":"64Gi","n":{"type":"integer","default":1}},
        "resource_args":{"kubernetes":{"requests":{"cpu":8}},"docker":{"gpus":"all","--rm":true},
        "builder":{"accelerator":{"base_image":"x"}}},"builder":{"type":"kaniko"}})",
       ""},
      {"job", R"({"entity":"e","project":"p","name":"n","run_id":"abc","author":"me",
        "docker":{"docker_image":"img:1","user_id":0},"overrides":{"args":["--a"],"entry_point":["python"],
        "run_config":{"lr":0.1},"artifacts":{"data":"e/p/d:v1"},"files":{"cfg.yaml":{"a":1}},
        "dockerfile":"D","working_dir":"w"},"resource":"local-container","priority":2,"sweep_id":"s",
        "resource_args":{"local-container":{"env":["FOO=bar"],"builder":{"base_image":"b"}}},
        "additional_services":[{"name":"s","config":{"kind":"Service"}}],
        "_wandb_api_key":"k","_resume_count":1})",
       ""},
      {"job", R"({"env":["A","B=1",{"name":"C","value":3}]})", ""},
      {"job", R"({"job":{"git":{"repository":"r","commit":1234567}}})",
       "/job/git/commit type(string): expected a string\n"},
      {"job", R"({"job":{"docker":{}}})", "/job/docker required <image>: missing key \"image\"\n"},
      {"job", R"({"job":{"git":{"repository":"r"},"docker":{"image":"i"}}})",
       "/job maxProperties: must have at most 1 key\n"},
      {"job", R"({"command":["python",{},1],"resource":"k8s"})",
       "/command/1 type(number|string|boolean): expected a number, a string or true or false\n"
       "/resource "
       "enum(docker|local-container|local-process|kubernetes|sagemaker|vertex|gcp-vertex): "
       "expected docker, local-container, local-process, kubernetes, sagemaker, vertex or "
       "gcp-vertex\n"},
      {"job", R"({"python_version":3.1})", "/python_version type(string): expected a string\n"},
      {"queue", R"({"resource_args":{"sagemaker":{"RoleArn":"{{role}}"}},"template_variables":{
        "role":{"type":"string","default":"a","options":["a","b"]},
        "cpu":{"schema":{"type":"integer","minimum":1,"maximum":4}},"free":null},
        "env":{"K":"${K}"},"prioritization_mode":"V0"})",
       ""},
      {"queue", R"({"template_variables":{"n":{"type":"int"}}})",
       "/template_variables/n/type enum(string|integer|number|float|boolean): "
       "expected string, integer, number, float or boolean\n"},
      {"agent", R"({"entity":null,"queues":["default"],"max_jobs":-1,"secure_mode":true,
        "environment":{"type":"azure"},"registry":{"type":"ecr","uri":"u"},"builder":{"type":"kaniko",
        "build-context-store":"s3://b/p","secret-name":"s","secret-key":"k"}})",
       ""},
      {"agent",
       R"({"entity":"e","bogus":1,"max_jobs":-2,"max_schedulers":"5","environment":{"type":"aws"},
        "builder":{"type":"buildah","secret-name":"s"}})",
       " additionalProperties(builder|entity|environment|max_jobs|max_schedulers|queue|queues|"
       "registry|"
       "secure_mode|stopped_run_timeout|verbosity) <bogus>: unknown key \"bogus\"\n"
       "/max_jobs minimum: must be at least -1\n"
       "/max_schedulers type(integer): expected an integer\n"
       "/environment required <region>: missing key \"region\"\n"
       "/builder dependencies <secret-key>: missing key \"secret-key\", which \"secret-name\" "
       "needs\n"
       "/builder/type enum(docker|kaniko|buildkit|noop): expected docker, kaniko, buildkit or "
       "noop\n"},
      {"sweep", R"({"method":"bayes","metric":{"name":"loss","goal":"minimize"},"queue":"q",
        "parameters":{"size":{"values":["s","m"]},"lr":{"min":0.1,"max":1,"distribution":"uniform"},
        "opt":{"parameters":{"beta":{"value":0.9}}}},"launch":{"queue":"q","resource":"kubernetes",
        "overrides":{"args":["x"]}},"scheduler":{"num_workers":4},"run_cap":10,"job":"e/p/j:latest"})",
       ""},
      {"sweep", R"({"method":"grid","parameters":{"lr":{"minimum":1}}})",
       "/parameters/lr "
       "additionalProperties(a|b|distribution|max|min|mu|parameters|probabilities|q|sigma|"
       "value|values) <minimum>: unknown key \"minimum\"\n"},
  };
  for (const Document& document : documents) {
    CAPTURE(document.kind, document.text);
    CHECK(judged(shipped(document.kind), document.text) == document.expected);
    const Schema embedded(*kEmbedded.at("schema/" + document.kind + ".schema.json"));
    CHECK(dump(validate(embedded, Json::parse(document.text))) == document.expected);
  }
}
