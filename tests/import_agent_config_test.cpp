// Configurations of W&B's agent come back in launch's words and mean the same.
#include "tests/catch.h"
#include "tests/import_checks.h"

namespace launch::tests {
namespace {

struct Row {
  std::string source;
  std::string expected;  // the document behind its first line; or a part of the findings
};

std::string body_of(const ImportRun& run) {
  REQUIRE(run.jobs.size() == 1);
  const std::string& text = run.jobs[0].agent;
  REQUIRE(text.starts_with("# From source, by launch import wandb.\n"));
  return text.substr(text.find('\n') + 1);
}

}  // namespace

TEST_CASE("an agent's configuration in launch's words") {
  const Row rows[] = {
      {"entity: t\nqueues: [a, b]\n", "entity: t\nqueues:\n  - a\n  - b\n"},
      {"entity: t\nqueue: c\nqueues: [a, c]\n", "entity: t\nqueues:\n  - a\n  - c\n"},
      {"entity: t\nqueue: c\n", "entity: t\nqueues:\n  - c\n"},
      {"entity: null\nqueues: [a]\n", "queues:\n  - a\n"},
      {"queues: [a]\nmax_jobs: '5.0'\nverbosity: true\nsecure_mode: \"off\"\n",
       "queues:\n  - a\nmax_jobs: 5\nsecure_mode: false\nverbosity: 1\n"},
      {"entity: t\nqueues: [a]\nbuilder: {}\n", "entity: t\nqueues:\n  - a\n"},
      {"queues: [a]\nbuilder: {cuda: {base_image: i}}\n",
       "queues:\n  - a\nbuilder:\n  type: docker\n  accelerator:\n    base_image: i\n"},
      {"queues: [a]\nbuilder: {type: noop, accelerator: {base_image: b}, cuda: {base_image: a}}\n",
       "queues:\n  - a\nbuilder:\n  type: noop\n  accelerator:\n    base_image: b\n"},
      // A tag in the address is dropped, as W&B's agent does.
      {"queues: [a]\nregistry: {type: acr, uri: \"https://lab.azurecr.io/x\"}\n"
       "environment: {type: azure}\n",
       "queues:\n  - a\nenvironment:\n  type: azure\nbuilder:\n  type: docker\n  destination: "
       "lab.azurecr.io/x\n"},
      {"queues: [a]\nregistry: {type: gcr, repository: r, image-name: i}\n"
       "environment: {type: gcp, region: us-central1, project: p}\n",
       "queues:\n  - a\nenvironment:\n  type: gcp\n  region: us-central1\n  project: p\nbuilder:\n"
       "  type: docker\n  destination: us-central1-docker.pkg.dev/p/r/i\n"},
      // What builder says decides, and the block says nothing.
      {"queues: [a]\nregistry: {type: ecr}\nbuilder: {type: noop, destination: r.example.com/x}\n",
       "queues:\n  - a\nbuilder:\n  type: noop\n  destination: r.example.com/x\n"},
  };
  ImportOptions options;
  options.kind = DocumentKind::Agent;
  for (const Row& row : rows) {
    ImportRun run;
    import_text("wandb", row.source, options, run);
    INFO(row.source);
    INFO(run.visible());
    CHECK_FALSE(run.diagnostics.has_errors());
    CHECK(body_of(run) == row.expected);
    // What is written is written the same once more.
    ImportRun again;
    import_text("wandb", run.jobs[0].agent, options, again);
    CHECK(body_of(again) == row.expected);
  }
}

TEST_CASE("what an agent's configuration cannot bring over is told at its line") {
  const Row rows[] = {
      {"entity: t\nqueues: [a]\nrunner: {}\n", "source:3:1: error: unknown key \"runner\""},
      {"entity: t\nqueues: [a]\nbuilder: {type: docker, dockerfile: D}\n", "source:3:25: error"},
      {"entity: t\nqueues: [a]\nregistry: {type: ecr, repo_name: x}\n",
       "registry names no whole repository"},
      {"entity: t\nqueues: [a]\nmax_jobs: 1.5\n", "source:3:11: error"},
      {"entity: t\nqueues: [a]\nbuilder:\n  type: kaniko\n  kaniko-config:\n    metadata:\n"
       "      annotations: {token: ghp_0123456789abcdefghijABCDEFGHIJ012345}\n",
       "source:7:28: error: a credential stands here"},
  };
  ImportOptions options;
  options.kind = DocumentKind::Agent;
  for (const Row& row : rows) {
    ImportRun run;
    import_text("wandb", row.source, options, run);
    INFO(row.source);
    INFO(run.visible());
    CHECK(run.findings().find(row.expected) != std::string::npos);
    CHECK(run.visible().find("ghp_0123") == std::string::npos);
  }
}

TEST_CASE("credentials of a configuration are kept when somebody says so") {
  const std::string source =
      "entity: t\nqueues: [a]\nbuilder:\n  type: kaniko\n  destination: r.example.com/x\n"
      "  build-context-store: s3://b\n  kaniko-config:\n    metadata:\n"
      "      annotations: {token: ghp_0123456789abcdefghijABCDEFGHIJ012345}\n";
  ImportOptions options;
  options.keep_secrets = true;
  ImportRun run;
  import_text("wandb", source, options, run);
  INFO(run.visible());
  CHECK_FALSE(run.diagnostics.has_errors());
  CHECK(run.jobs.at(0).agent.find("ghp_0123") != std::string::npos);
}

}  // namespace launch::tests
