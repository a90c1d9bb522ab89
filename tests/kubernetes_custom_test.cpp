// Custom resources: what a definition says, and recorded verdicts of a real API server that has the
// definitions. The recordings are not part of the project (see kubernetes_cases_test.cpp).
#include <fstream>
#include <nlohmann/json.hpp>

#include "compiler/target/kubernetes/judge.h"
#include "compiler/target/kubernetes/resource_schemas.h"
#include "tests/catch.h"
#include "tests/document_checks.h"
#include "tests/shared_material.h"

namespace launch::tests {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::string read_all(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

void add_schemas(const std::string& text, const std::string& file,
                 kubernetes::ResourceSchemas& schemas) {
  Reading reading(text);
  for (const Document& document : reading.documents) schemas.add(document.root, file);
}

// "3 missing-field, 5 unknown-field"; "ok" when there is nothing.
std::string judged_by(const kubernetes::ResourceSchemas& schemas, const std::string& text) {
  Reading reading(text);
  const TargetOptions options{.schemas = &schemas};
  for (const Document& document : reading.documents) {
    find_target("kubernetes")
        ->judge({document.root, {reading.arena, reading.sources, reading.diagnostics, options}});
  }
  std::string result;
  for (const Diagnostic& found : reading.diagnostics.sorted()) {
    result += (result.empty() ? "" : ", ") +
              std::to_string(reading.sources.position(found.span.source, found.span.begin).line) +
              " " + std::string(found.rule->id.substr(found.rule->id.find('/') + 1));
  }
  return result.empty() ? "ok" : result;
}

constexpr const char* kDefinition = R"(
kind: CustomResourceDefinition
spec:
  group: ml.example.com
  names: {kind: Run}
  versions:
    - name: v1
      schema:
        openAPIV3Schema:
          type: object
          required: [spec]
          properties:
            spec:
              type: object
              required: [steps, mode]
              properties:
                steps: {type: integer, minimum: 1, maximum: 10, exclusiveMaximum: true}
                mode: {type: string, enum: [fast, slow], default: fast}
                port: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}
                name: {type: string, pattern: "^[a-z]+$"}
                maybe: {type: string, nullable: true}
                free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                labels: {type: object, additionalProperties: {type: string}}
                one: {type: object, properties: {a: {type: string}, b: {type: string}},
                      oneOf: [{required: [a]}, {required: [b]}]}
                pod: {type: object, x-kubernetes-embedded-resource: true}
)";

}  // namespace

TEST_CASE("objects are judged by the definition of their kind") {
  kubernetes::ResourceSchemas schemas;
  add_schemas(kDefinition, "run.yaml", schemas);
  REQUIRE(schemas.size() == 1);
  REQUIRE(schemas.unusable().empty());
  const std::string head = "apiVersion: ml.example.com/v1\nkind: Run\nmetadata: {name: a}\n";
  const std::vector<std::pair<std::string, std::string>> rows{
      {"spec: {steps: 1}", "ok"},
      {"spec: {steps: 10}", "4 out-of-range"},
      {"spec: {steps: '1'}", "4 wrong-type"},
      {"spec: {}", "4 missing-field"},
      {"spec: {steps: 1, mode: fats}", "4 unsupported-value"},
      {"spec: {steps: 1, port: 80}", "ok"},
      {"spec: {steps: 1, port: http}", "ok"},
      {"spec: {steps: 1, port: 1.5}", "4 wrong-type"},
      {"spec: {steps: 1, name: A}", "4 bad-format"},
      {"spec: {steps: 1, maybe: null}", "ok"},
      {"spec: {steps: 1, free: {anything: [1]}}", "ok"},
      {"spec: {steps: 1, labels: {a: b, c: 1}}", "4 wrong-type"},
      {"spec: {steps: 1, one: {a: x}}", "ok"},
      {"spec: {steps: 1, one: {a: x, b: z}}", "4 one-of"},
      {"spec: {steps: 1, pod: {kind: Pod, metadata: {}}}", "ok"},
      {"spec: {steps: 1, pod: {sort: Pod}}", "4 unknown-field"},
      {"spec: {steps: 1, stpes: 2}", "4 unknown-field"},
      {"spek: {}", "1 missing-field, 4 unknown-field"},
  };
  for (const auto& [spec, expected] : rows) {
    INFO(spec);
    CHECK(judged_by(schemas, head + spec + "\n") == expected);
  }
  CHECK(judged_by(schemas,
                  "apiVersion: ml.example.com/v1\nkind: Run\nmetadata: {name: A_b}\n"
                  "spec: {steps: 1}\n") == "3 bad-name");
  CHECK(judged_by(schemas, "apiVersion: ml.example.com/v2\nkind: Run\nmetadata: {name: a}\n") ==
        "2 not-checked");
}

TEST_CASE("JSON schemas are found by their file's name or by what they say") {
  const std::string schema =
      R"({"type": "object", "properties": {"kind": {}, "apiVersion": {}, "size": {"type": "integer"}},
          "additionalProperties": false)";
  const std::string object = "apiVersion: ml.example.com/v1\nkind: Run\nsize: big\n";
  kubernetes::ResourceSchemas by_name;
  add_schemas(schema + "}", "schemas/run-ml-v1.json", by_name);
  CHECK(judged_by(by_name, object).find("3 wrong-type") != std::string::npos);
  kubernetes::ResourceSchemas by_annotation;
  add_schemas(schema + R"(, "x-kubernetes-group-version-kind":
      [{"group": "ml.example.com", "version": "v1", "kind": "Run"}]})",
              "any.json", by_annotation);
  CHECK(judged_by(by_annotation, object).find("3 wrong-type") != std::string::npos);
  kubernetes::ResourceSchemas none;
  add_schemas("a: b\n", "notes.yaml", none);
  CHECK(none.size() == 0);
}

TEST_CASE("the judge agrees with an API server that has the definitions") {
  const fs::path shared = shared_dir();
  if (!is_there(shared / "crds")) return;
  kubernetes::ResourceSchemas schemas;
  for (const fs::directory_entry& entry : fs::directory_iterator(shared / "crds")) {
    add_schemas(read_all(entry.path()), entry.path().string(), schemas);
  }
  CHECK(schemas.unusable().empty());
  for (const Json& row : Json::parse(read_all(shared / "corpus/k8s-other.index.json"))) {
    const std::string server = row["server"];
    if (server == "unknown kind") continue;
    Reading reading(read_all(shared / "corpus" / row["file"].get<std::string>()));
    const TargetOptions options{.schemas = &schemas};
    for (const Document& document : reading.documents) {
      find_target("kubernetes")
          ->judge({document.root, {reading.arena, reading.sources, reading.diagnostics, options}});
    }
    INFO(row["file"]);
    CHECK((reading.diagnostics.has_errors() ? "reject" : "accept") == server);
  }
}

}  // namespace launch::tests
