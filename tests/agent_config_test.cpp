#include "compiler/agent/config.h"
#include "tests/catch.h"
#include "tests/document_checks.h"

namespace launch::tests {
namespace {

agent::AgentConfig config_of(Reading& reading) {
  return agent::read_config(reading.documents.at(0).root, reading.arena);
}

// The findings as "rule: message", one a line.
std::string findings_of(const std::string& text) {
  Reading reading(text);
  agent::judge_config(reading.documents.at(0).root,
                      {reading.arena, reading.sources, reading.diagnostics});
  std::string all;
  for (const Diagnostic& found : reading.diagnostics.sorted()) {
    all += std::string(found.rule->id) + ": " + found.message + "\n";
  }
  return all;
}

}  // namespace

TEST_CASE("an agent's configuration is read with the places of what it says") {
  Reading reading(
      "entity: team\nqueues: [gpu, cpu]\nmax_jobs: 4\nmax_schedulers: -1\nsecure_mode: true\n"
      "verbosity: 2\nstopped_run_timeout: 5\nenvironment: {type: gcp, region: r, project: p}\n"
      "registry: {type: gcr, repository: a, image-name: b}\n"
      "builder: {type: kaniko, build-context-store: 's3://b/k', cuda: {base_image: i}}\n");
  const agent::AgentConfig config = config_of(reading);
  CHECK(config.entity.as_string() == "team");
  REQUIRE(config.queues.size() == 2);
  CHECK(config.queues[1].as_string() == "cpu");
  CHECK(reading.sources.position(reading.id, config.queues[1].span().begin).line == 2);
  CHECK(config.max_jobs.value == 4);
  CHECK(reading.sources.position(reading.id, config.max_jobs.node.span().begin).column == 11);
  CHECK(config.max_schedulers.value == agent::kUnlimited);
  CHECK(config.secure_mode.value);
  CHECK(config.verbosity.value == 2);
  CHECK(config.stopped_run_timeout.value == 5);
  CHECK(config.environment.project.as_string() == "p");
  CHECK(config.registry.image_name.as_string() == "b");
  CHECK(config.builder.block.find("build-context-store")->as_string() == "s3://b/k");
  CHECK(config.builder.accelerator_base_image.as_string() == "i");
}

TEST_CASE("what an agent's configuration does not say has W&B's defaults") {
  for (const char* text : {"max_jobs: null\n", "{}", "[1]", "max_jobs: many\nqueues: 5\n"}) {
    Reading reading(text);
    const agent::AgentConfig config = config_of(reading);
    INFO(text);
    CHECK(config.queues.empty());
    CHECK(config.max_jobs.value == 1);
    CHECK(config.max_schedulers.value == 1);
    CHECK_FALSE(config.max_jobs.node.valid());
    CHECK_FALSE(config.secure_mode.value);
    CHECK(config.stopped_run_timeout.value == 60);
    CHECK_FALSE(config.builder.block.valid());
  }
}

TEST_CASE("numbers and truth values are read as W&B's agent reads them") {
  const std::vector<std::pair<std::string, std::int64_t>> numbers{
      {"'5'", 5},    {"' +7 '", 7}, {"'-1'", -1}, {"5.0", 5},
      {"'3.00'", 3}, {"true", 1},   {"1.5", 1},   {"'x'", 1},
      {"''", 1},     {"'5.'", 1},   {"'-'", 1},   {"'99999999999999999999'", 1}};
  for (const auto& [text, value] : numbers) {
    Reading reading("max_jobs: " + text + "\n");
    INFO(text);
    CHECK(config_of(reading).max_jobs.value == value);
  }
  const std::vector<std::pair<std::string, bool>> truths{
      {"yes", true},  {"'On'", true}, {"1", true},   {"1.0", true},    {"'1.0'", false},
      {"0.5", false}, {"no", false},  {"'t'", true}, {"maybe", false}, {"true", true}};
  for (const auto& [text, value] : truths) {
    Reading reading("secure_mode: " + text + "\n");
    INFO(text);
    CHECK(config_of(reading).secure_mode.value == value);
  }
}

TEST_CASE("what is wrong with an agent's configuration is told") {
  const std::string start = "queues: [q]\nentity: e\n";
  const std::vector<std::pair<std::string, std::string>> rows{
      {"max_jobs: '5'\n", "agent/loose-type: max_jobs: \"5\" is text, and is read as 5\n"},
      {"max_jobs: 1.5\n",
       "schema/wrong-type: \"max_jobs\": expected an integer, and this is 1.5\n"},
      {"max_jobs: -2\n",
       "schema/out-of-bounds: \"max_jobs\": must be at least -1, and this is -2\n"},
      {"max_jobs: 9223372036854775808\n",
       "agent/number: max_jobs: 9223372036854775808 is no whole number in digits below 2^63\n"},
      {"stopped_run_timeout: 1e20\n",
       "agent/number: stopped_run_timeout: 1e20 is no whole number in digits below 2^63\n"},
      {"queue: ''\n", ""},
      {"registry: {type: ecr, uri: lab.azurecr.io/x}\nenvironment: {type: aws, region: r}\n",
       "build/registry-block: registry is the older way to say where images go\n"
       "agent/registry-kind: \"lab.azurecr.io/x\" is no registry of type ecr, expected "
       "ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY\n"},
      {"registry: {type: gcr, uri: gcr.io/p/i}\nenvironment: {type: gcp, region: r}\n",
       "build/registry-block: registry is the older way to say where images go\n"
       "agent/registry-kind: \"gcr.io/p/i\" is no registry of type gcr, expected "
       "LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE\n"},
      {"registry: {type: acr, uri: 'lab.azurecr.io/x:t'}\nenvironment: {type: azure}\n",
       "build/registry-block: registry is the older way to say where images go\n"
       "build/destination: the tag \"t\" is in the way, launch makes the tag from what is in the "
       "image\n"},
      {"queue: more\n", "agent/older-key: queue is refused by W&B's agent, expected queues\n"},
      {"builder: {type: kaniko}\n",
       "build/context-place: kaniko has nowhere to fetch the code from, expected "
       "build-context-store or build-context-claim\n"
       "build/image-place: kaniko has nowhere to push images to, expected destination\n"},
      {"environment: {region: r}\n",
       "agent/environment: environment has no type, and W&B's agent does not start\n"},
      {"environment: {type: gcp, region: r}\nbuilder: {type: buildkit, destination: "
       "r.example.com/x, build-context-store: 'https://a.blob.core.windows.net/c'}\n",
       "agent/environment: the store is azure's, and the environment gcp's: W&B's agent cannot put "
       "the code there\n"},
      {"builder: {type: buildkit, build-context-claim: c, destination: r.example.com/x}\n", ""},
      {"builder: {type: docker, secret-name: s, secret-key: k}\n",
       "agent/unused-key: secret-name has no effect with builder \"docker\"\n"
       "agent/unused-key: secret-key has no effect with builder \"docker\"\n"},
      {"builder: {destination: r.example.com/x}\n",
       "agent/builder-type: builder has no type, and W&B's agent does not start\n"},
      {"registry: {type: acr, uri: lab.azurecr.io/x}\n",
       "build/registry-block: registry is the older way to say where images go\n"
       "agent/registry: registry \"acr\" needs environment: {type: azure}, and there is no "
       "environment\n"},
      {"environment: {type: azure}\nregistry: {type: acr, uri: lab.azurecr.io/x}\n",
       "build/registry-block: registry is the older way to say where images go\n"},
      {"registry: {uri: lab.azurecr.io/x}\n",
       "build/registry-block: registry is the older way to say where images go\n"
       "agent/registry: registry has no type, and W&B's agent pushes nowhere\n"},
      {"environment: {type: aws, region: r}\nregistry: {type: ecr, repository: x}\n",
       "build/registry-block: registry is the older way to say where images go\n"
       "agent/registry: registry \"ecr\" does not name a whole repository, expected uri\n"},
      {"builder: {type: kaniko, destination: r.example.com/x, build-context-store: 's3://'}\n",
       "build/context-store: \"s3://\" names no bucket\n"}};
  for (const auto& [text, findings] : rows) {
    INFO(text);
    CHECK(findings_of(start + text) == findings);
  }
  CHECK(findings_of("queues: ['']\n") == "agent/no-queue: a queue without a name\n");
}

}  // namespace launch::tests
