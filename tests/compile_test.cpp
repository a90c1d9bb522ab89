// The whole pipeline without a disk.
#include "compiler/compile.h"

#include <memory>
#include <set>

#include "compiler/explain.h"
#include "compiler/spec/spec_digest.h"
#include "compiler/target/words.h"
#include "tests/catch.h"
#include "tests/memory_files.h"

namespace launch::tests {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += "[" + word + "]";
  return text;
}

const std::string kImage = "t@sha256:" + std::string(64, 'a');

}  // namespace

TEST_CASE("the order in which an unrelated map is written changes nothing") {
  MemoryCompile one;
  MemoryCompile two;
  compile_memory({{"job.yaml", "image: " + kImage +
                                   "\nresource: docker\nhyperparameters: {a: 1, b: 2}\n"
                                   "args: [--seed=1]\n"}},
                 {}, one);
  compile_memory(
      {{"job.yaml", "args: [--seed=1]\nhyperparameters: {b: 2, a: 1}\nresource: docker\nimage: " +
                        kImage + "\n"}},
      {}, two);
  const auto run_id = [](const MemoryCompile& compiled) {
    return std::string(compiled.compiled.spec.run_id.as_string());
  };
  CHECK(run_id(one).size() == 8);
  CHECK(run_id(one) == run_id(two));
}

TEST_CASE("compiling twice gives the same words") {
  const Texts texts{{"job.yaml", "queue: q\nimage: " + kImage + "\nargs: ['${run_id}', '{{n}}']\n"},
                    {"queues/q.yaml",
                     "resource: docker\nresource_args: {docker: {memory: '{{m}}'}}\n"
                     "template_variables: {m: {type: string, default: 1g}, "
                     "n: {type: integer, default: 3}}\n"}};
  MemoryCompile one;
  MemoryCompile two;
  compile_memory(texts, {}, one);
  compile_memory(texts, {}, two);
  INFO(one.findings());
  REQUIRE_FALSE(one.argv().empty());
  CHECK(one.argv() == two.argv());
}

TEST_CASE("secrets reach the environment of the process and nothing else") {
  const Environment environment = [](std::string_view name) {
    return std::optional<std::string>("hunter2-" + std::string(name));
  };
  CompileInput input;
  input.environment = &environment;
  MemoryCompile compiled;
  compile_memory({{"job.yaml", "resource: docker\nimage: " + kImage +
                                   "\nenv: {A: '${TOKEN}', B: 'x-${TOKEN}-y', C: }\n"
                                   "hyperparameters: {k: '${TOKEN}', seed: 1}\n"}},
                 input, compiled);
  INFO(compiled.findings());
  REQUIRE(compiled.compiled.artifacts.size() == 1);
  const auto& argv = std::get<Argv>(compiled.compiled.artifacts[0].content);
  CHECK(joined(compiled.argv()).find("hunter2") == std::string::npos);
  CHECK(shell_line(argv).find("hunter2") == std::string::npos);
  for (const Explained& field : explain(compiled.compiled.artifacts[0], {}, compiled.sources)) {
    CHECK(field.value.find("hunter2") == std::string::npos);
    for (const ExplainedStep& step : field.steps)
      CHECK(step.text.find("hunter2") == std::string::npos);
  }
  const auto composed = std::find_if(argv.environment.begin(), argv.environment.end(),
                                     [](const ProcessVariable& v) { return v.name == "B"; });
  REQUIRE(composed != argv.environment.end());
  CHECK(composed->value.as_string() == "x-hunter2-TOKEN-y");
  CHECK(composed->value.is_secret());
}

TEST_CASE("a secret on a command line is refused, in every phase") {
  const Environment environment = [](std::string_view) {
    return std::optional<std::string>("hunter2");
  };
  for (const Environment* phase : {static_cast<const Environment*>(nullptr), &environment}) {
    CompileInput input;
    input.environment = phase;
    MemoryCompile compiled;
    compile_memory({{"job.yaml", "resource: docker\nimage: " + kImage +
                                     "\nargs: ['--t=${TOKEN}', --seed=1]\n"}},
                   input, compiled);
    CHECK(compiled.findings().find("secret/in-argv") != std::string::npos);
    for (const Diagnostic& diagnostic : compiled.diagnostics.all()) {
      CHECK(diagnostic.message.find("hunter2") == std::string::npos);
    }
  }
}

TEST_CASE("every finding stands inside its source") {
  const Texts texts{
      {"job.yaml", "queue: q\nimage: 'x:latest'\nbogus: 1\nenv: [A=1, A=2]\n"},
      {"queues/q.yaml", "resource: docker\ntemplate_variables: {m: {type: string, default: 1}}\n"}};
  MemoryCompile compiled;
  compile_memory(texts, {}, compiled);
  for (const Diagnostic& diagnostic : compiled.diagnostics.all()) {
    CHECK(diagnostic.span.end <= compiled.sources.text(diagnostic.span.source).size());
    CHECK(diagnostic.span.begin <= diagnostic.span.end);
  }
}

TEST_CASE("explanations replay to the value") {
  const Texts texts{
      {"job.yaml", "queue: q\nimage: " + kImage +
                       "\nresource_args: {docker: {m: 2g}}\n"
                       "env: {A: b}\nargs: [--seed=1]\n"},
      {"queues/q.yaml",
       "resource: docker\nresource_args: {local-container: {memory: 1g, cpus: '{{c}}'}}\n"
       "template_variables: {c: {type: number, default: 1.50}}\nenv: {A: a}\n"}};
  MemoryCompile compiled;
  compile_memory(texts, {}, compiled);
  INFO(compiled.findings());
  REQUIRE(compiled.compiled.artifacts.size() == 1);
  const auto all = explain(compiled.compiled.artifacts[0], {}, compiled.sources);
  const auto field = [&](std::string_view name) {
    const auto found = select_fields(all, name);
    REQUIRE(found.size() == 1);
    return found[0];
  };
  CHECK(field("memory").value == "--memory 2g");
  CHECK(field("memory").steps.at(0).text == "2g");
  CHECK(field("env.A").value == "-e A=b");
  CHECK(field("env.A").steps.at(1).action == "overrode");
  CHECK(field("env.A").steps.at(1).text == "a");
  CHECK(field("resource_args.docker.cpus").value == "--cpus 1.50");
  CHECK(field("cpus").steps.at(0).text == "1.50");
}

TEST_CASE("another image behind the same job is another spec and another run") {
  const Texts texts{{"job.yaml",
                     "git: {repository: 'https://git.example.com/t.git', branch: main}\n"
                     "entry_point: t.py\nresource: docker\n"}};
  const auto identity = [&](const std::optional<std::string>& image) {
    MemoryCompile job;
    CompileInput input;
    input.image_uri = image;
    compile_memory(texts, input, job);
    return std::pair(spec_digest(job.compiled.spec, "docker"),
                     std::string(job.compiled.spec.run_id.as_string()));
  };
  const auto first = identity("registry.example.com/t:1");
  CHECK(first == identity("registry.example.com/t:1"));
  const auto second = identity("registry.example.com/t:2");
  CHECK(first.first != second.first);
  CHECK(first.second != second.second);
  CHECK(identity(std::nullopt).first != first.first);
}

TEST_CASE("numbers that JSON cannot tell apart are other specs and other runs") {
  std::set<std::string> digests;
  std::set<std::string_view> runs;
  std::vector<std::unique_ptr<MemoryCompile>> jobs;
  for (const char* value : {".nan", ".inf", "-.inf", "null", "'.nan'"}) {
    const Texts texts{{"job.yaml", "image: train:1\nresource: docker\nhyperparameters: {a: " +
                                       std::string(value) + "}\n"}};
    const MemoryCompile& job = *jobs.emplace_back(std::make_unique<MemoryCompile>());
    compile_memory(texts, CompileInput(), *jobs.back());
    digests.insert(spec_digest(job.compiled.spec, "docker"));
    runs.insert(job.compiled.spec.run_id.as_string());
  }
  CHECK(digests.size() == 5);
  CHECK(runs.size() == 5);
}

}  // namespace launch::tests
