// What a queue keeps of a job, and what comes out of it again.
#include <fstream>
#include <sstream>

#include "compiler/build/cluster.h"
#include "compiler/build/kept.h"
#include "compiler/document/write_json.h"
#include "compiler/spec/spec_digest.h"
#include "submit/queue/payload.h"
#include "tests/catch.h"
#include "tests/compile_checks.h"
#include "tests/random_documents.h"
#include "tests/run_launch.h"
#include "tests/source_dir.h"

namespace launch::tests {
namespace {
namespace fs = std::filesystem;

std::optional<std::string> plain_value(std::string_view name) {
  return std::string(kHunter) + std::string(name);
}
// What JSON writes otherwise than a shell.
std::optional<std::string> awkward_value(std::string_view name) {
  return std::string(kHunter) + "\"\\\n\xe2\x82\xac${X}" + std::string(name);
}

void dump(std::string& out, const Node& node, const std::string& pointer) {
  const bool completed =
      node.history() != nullptr && node.history()->action == Step::Action::Completed;
  out += pointer + (completed ? " completed" : "") + (node.is_deferred() ? " deferred" : "") +
         (node.is_secret() ? " secret" : "") + "\n";
  for (std::size_t i = 0; i < node.items().size(); ++i) {
    dump(out, node.items()[i], pointer + "/" + std::to_string(i));
  }
  for (const Member& member : node.members()) {
    dump(out, member.value, pointer + "/" + std::string(member.key));
  }
}

void dump(std::string& out, const Node& node) {
  out += node.valid() ? write_json(node, JsonStyle::Compact) + "\n" : "nothing\n";
  dump(out, node, "");
}

// All that a backend looks at.
std::string text_of(const Artifact& artifact, const Environment& environment) {
  std::string out = std::string(artifact.target) + "\n";
  if (const auto* argv = std::get_if<Argv>(&artifact.content)) {
    for (const Word& word : argv->words) {
      out += std::string(word.field) + ": " + std::string(word.node.as_string()) + "\n";
    }
    // What is taken over as it is has the value that the client's environment has.
    for (const ProcessVariable& variable : argv->environment) {
      out += std::string(variable.name) + "=";
      if (!variable.value.is_null()) {
        out += variable.value.as_string();
      } else if (variable.name != "WANDB_API_KEY") {
        out += environment(variable.name).value_or("");
      }
      out += "\n";
    }
  } else if (const auto* manifest = std::get_if<Manifest>(&artifact.content)) {
    for (const Node& document : manifest->documents) dump(out, document);
  } else if (const auto* request = std::get_if<Request>(&artifact.content)) {
    out += std::string(request->operation) + "\n";
    dump(out, request->body);
  }
  return out;
}

constexpr const char* kBuilt = "registry.example.com/built:0123456789ab";

// Without who completed what.
std::string uncompleted(std::string text) {
  constexpr std::string_view kCompleted = " completed";
  for (std::size_t at = text.find(kCompleted); at != std::string::npos; at = text.find(kCompleted))
    text.erase(at, kCompleted.size());
  return text;
}

// That is for explanations, which a queue does not keep of a build.
std::string text_of(std::initializer_list<Node> nodes) {
  std::string out;
  for (const Node& node : nodes) dump(out, node);
  return uncompleted(out);
}

std::string text_of(const build::Plan& plan) {
  std::string out = text_of({plan.builder, plan.destination, plan.repository, plan.revision,
                             plan.artifact, plan.base_image, plan.python_version, plan.platform,
                             plan.dockerfile, plan.context, plan.user});
  out += plan.pushes ? "pushes\n" : "";
  out += plan.accelerator ? "accelerator\n" : "";
  for (const Node& package : plan.system_packages) out += text_of({package});
  for (const Member& arg : plan.args) out += std::string(arg.key) + "=" + text_of({arg.value});
  for (const Node& word : plan.entry) out += text_of({word});
  return out;
}

std::string text_of(const build::ClusterSettings& settings) {
  return text_of({settings.store, settings.claim, settings.job_name, settings.build_namespace,
                  settings.service_account, settings.secret_name, settings.secret_key,
                  settings.image, settings.config, settings.region});
}

// The first lines that are not the same.
std::string difference(const std::string& ours, const std::string& theirs) {
  std::istringstream a(ours);
  std::istringstream b(theirs);
  for (std::string one, two;;) {
    const bool more = static_cast<bool>(std::getline(a, one));
    const bool also = static_cast<bool>(std::getline(b, two));
    if (!more && !also) return {};
    if (more != also || one != two) return (more ? one : "") + "\n" + (also ? two : "");
  }
}

CompileInput input_for(std::string_view target) {
  CompileInput input;
  input.target = target;
  input.options.allow_plain_secrets = true;
  return input;
}

// How an image is built comes out of a queue as it went in.
void compare_plans(const Spec& spec, const queue::Order& order) {
  Arena arena;
  SourceMap sources;
  const std::string_view target = order.artifact.target;
  const std::optional<Spec> kept = build::spec_of_kept(order.build);
  REQUIRE(kept);
  CHECK(build::needs_build(*kept));
  const build::PlanInput whole{spec, target, {}, arena, sources};
  const build::PlanInput part{*kept, target, {}, arena, sources};
  CHECK(text_of(build::plan_of(part)) == text_of(build::plan_of(whole)));
  for (const char* builder : {"kaniko", "buildkit"}) {
    CHECK(text_of(build::cluster_settings(part, builder)) ==
          text_of(build::cluster_settings(whole, builder)));
  }
}

// How many artifacts went through a queue and came out as those filled in at once.
std::size_t compare(const Texts& texts, std::string_view target, const Environment& environment) {
  MemoryCompile deferred;
  compile_memory(texts, input_for(target), deferred);
  MemoryCompile filled;
  CompileInput input = input_for(target);
  input.environment = &environment;
  const Spec& queued = deferred.compiled.spec;
  const bool built_later = build::needs_build(queued);
  // Whatever image is given decides a run id that nobody names.
  const std::vector<Setting> run_id{{Setting::Kind::SetString, "--run-id", "run_id",
                                     std::string(queued.run_id.as_string()), true}};
  if (built_later) input.image_uri = kBuilt;
  if (built_later && queued.run_id.is_string()) input.load.settings = run_id;
  compile_memory(texts, input, filled);
  const std::vector<Artifact>& ours = deferred.compiled.artifacts;
  const std::vector<Artifact>& theirs = filled.compiled.artifacts;
  std::size_t same = 0;
  for (std::size_t i = 0; i < ours.size() && ours.size() == theirs.size(); ++i) {
    const Spec& spec = deferred.compiled.spec;
    const Node* block = spec.resource_args.find(ours[i].target);
    const Node* filled_block = filled.compiled.spec.resource_args.find(ours[i].target);
    const std::string digest = spec_digest(spec, ours[i].target);
    const std::string payload =
        queue::write_payload(ours[i], spec,
                             {digest, std::string(spec.run_id.as_string()), "/w/job.yaml",
                              "job.yaml", block == nullptr ? Node() : *block});
    CHECK(payload.find(kHunter) == std::string::npos);
    auto read = queue::read_payload(payload, environment, built_later ? kBuilt : "");
    REQUIRE(std::holds_alternative<queue::Order>(read));
    const queue::Order& order = std::get<queue::Order>(read);
    CHECK(order.build.valid() == (built_later && ours[i].target != "local-process"));
    if (order.build.valid()) compare_plans(spec, order);
    const std::string got = text_of(order.artifact, environment);
    const std::string wanted = text_of(theirs[i], environment);
    // The run id that was queued is one that somebody gave to the other.
    CHECK(difference(built_later ? uncompleted(got) : got,
                     built_later ? uncompleted(wanted) : wanted) == "");
    CHECK(order.facts.digest == digest);
    CHECK(order.facts.run_id == spec.run_id.as_string());
    CHECK(order.facts.file == "/w/job.yaml");
    CHECK(write_json(order.facts.block, JsonStyle::Compact) ==
          write_json(filled_block == nullptr ? Node() : *filled_block, JsonStyle::Compact));
    ++same;
  }
  return same;
}

// The files of a golden.
Texts files_of(const std::string& golden) {
  Texts texts;
  std::string* section = nullptr;
  std::istringstream lines(golden);
  for (std::string line; std::getline(lines, line);) {
    if (line.size() > 6 && line.starts_with("-- ") && line.ends_with(" --")) {
      section = &texts[line.substr(3, line.size() - 6)];
    } else if (section != nullptr) {
      *section += line + "\n";
    }
  }
  return texts;
}

// Each YAML file of the case as the job.
std::size_t compare_files(Texts texts) {
  std::size_t same = 0;
  const Texts all = texts;
  for (const auto& [name, text] : all) {
    if (!name.ends_with(".yaml")) continue;
    texts["job.yaml"] = text;
    INFO(name);
    for (const Environment& environment : {Environment(plain_value), Environment(awkward_value)}) {
      for (const std::string_view target : {"", "all"}) same += compare(texts, target, environment);
    }
  }
  return same;
}

queue::PayloadError error_of(const std::string& payload, const queue::Variable& variable) {
  auto read = queue::read_payload(payload, variable);
  REQUIRE(std::holds_alternative<queue::PayloadError>(read));
  return std::get<queue::PayloadError>(read);
}

std::string payload_of(const std::string& job, std::string_view target = "") {
  MemoryCompile compiled;
  const Texts texts{{"job.yaml", job}};
  compile_memory(texts, input_for(target), compiled);
  INFO(job << compiled.findings());
  REQUIRE(compiled.compiled.artifacts.size() == 1);
  return queue::write_payload(compiled.compiled.artifacts[0], compiled.compiled.spec,
                              {std::string(64, 'a'), "r1", "/w/job.yaml", "job.yaml", {}});
}

constexpr const char* kJob =
    "resource: docker\nentity: e\nproject: p\nimage: a/b:1\ncommand: [x]\n"
    "env: {URL: 'db://${DB_USER}:${DB_PASSWORD}@h', HF_TOKEN: }\n";

}  // namespace

TEST_CASE("a queued job comes out as it would have been filled in at once: all goldens") {
  std::size_t same = 0;
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(source_dir() / "tests/golden")) {
    if (entry.path().extension() != ".txt") continue;
    INFO(entry.path().string());
    same += compare_files(files_of(read_text(entry.path())));
  }
  CHECK(same > 500);
}

TEST_CASE("a queued job comes out as it would have been filled in at once: random jobs") {
  std::size_t same = 0;
  for (unsigned seed = 0; seed < 200; ++seed) {
    INFO("seed " << seed);
    same += compare(random_documents(seed), "", plain_value);
    same += compare(random_documents(seed), "", awkward_value);
  }
  CHECK(same > 200);
}

TEST_CASE("a queued job's long variables are cut as if they had been filled in at once") {
  const auto long_value = [](std::string_view name) -> std::optional<std::string> {
    return std::string(kHunter) + std::string(700, 'z') + "\"" + std::string(name);
  };
  for (const int before : {0, 400, 490, 505, 512, 1500}) {
    for (const int after : {0, 300, 1100}) {
      INFO(before << " " << after);
      const std::string job =
          "resource: sagemaker\nentity: e\nproject: p\n"
          "image: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/a:1\n"
          "hyperparameters: {a: '" +
          std::string(static_cast<std::size_t>(before), 'x') + "', token: 'is ${HF_TOKEN}', b: '" +
          std::string(static_cast<std::size_t>(after), 'y') +
          "'}\nresource_args: {sagemaker: {RoleArn: 'arn:aws:iam::123456789012:role/r', "
          "OutputDataConfig: {S3OutputPath: 's3://b/o'}, InstanceType: ml.m5.large}}\n";
      const Texts texts{{"job.yaml", job}};
      CHECK(compare(texts, "", plain_value) == 1);
      CHECK(compare(texts, "", awkward_value) == 1);
      CHECK(compare(texts, "", long_value) == 1);
    }
  }
}

TEST_CASE("a queued job names the variables that the agent lacks, and shows none") {
  const std::string payload = payload_of(kJob);
  CHECK(error_of(payload, [](std::string_view) { return std::nullopt; }).message ==
        "environment variables DB_PASSWORD, DB_USER, HF_TOKEN are not set where the agent runs");
  const auto all_but_one = [](std::string_view name) {
    return name == "HF_TOKEN" ? std::nullopt : plain_value(name);
  };
  CHECK(error_of(payload, all_but_one).message ==
        "environment variable HF_TOKEN is not set where the agent runs");
}

TEST_CASE("what a queue holds and cannot be read is told") {
  std::string newer = payload_of(kJob);
  newer.replace(newer.find("\"launch\":1"), 10, "\"launch\":3");
  CHECK(error_of(newer, plain_value).message ==
        "it was queued by a newer launch, in format 3, and this one reads formats up to 2: bring "
        "the agent up to date");
  const std::string payload = payload_of(kJob);
  // No text that was cut off or changed makes it crash.
  for (std::size_t length = 0; length < payload.size(); ++length) {
    CHECK(std::holds_alternative<queue::PayloadError>(
        queue::read_payload(payload.substr(0, length), plain_value)));
  }
  for (std::size_t at = 0; at < payload.size(); ++at) {
    std::string changed = payload;
    changed[at] = changed[at] == '"' ? 'x' : '"';
    queue::read_payload(changed, plain_value);
  }
}

TEST_CASE("a run that goes on says so to wandb.init()") {
  const auto resumed = [](const std::string& payload) {
    auto read = queue::read_payload(payload, plain_value);
    auto& order = std::get<queue::Order>(read);
    queue::mark_resumed(order);
    return text_of(order.artifact, plain_value);
  };
  const auto count = [](const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
      ++found;
    }
    return found;
  };
  const std::string head = "entity: e\nproject: p\nimage: a/b:1\ncommand: [x]\n";
  CHECK(count(resumed(payload_of("resource: docker\n" + head)), "WANDB_RESUME=allow") == 1);
  CHECK(count(resumed(payload_of("resource: docker\n" + head + "env: {WANDB_RESUME: must}\n")),
              "WANDB_RESUME=") == 1);
  const std::string pods = resumed(payload_of("resource: kubernetes\n" + head));
  CHECK(count(pods, R"({"name":"WANDB_RESUME","value":"allow"})") == 1);
  const std::string process = resumed(
      payload_of("resource: local-process\nentity: e\nproject: p\njob: e/p/j:v1\ncommand: [x]\n"));
  CHECK(count(process, "WANDB_RESUME=allow") == 1);
}

}  // namespace launch::tests
