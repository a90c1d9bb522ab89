// What must hold for every job, on a few hundred of them made by dice.
#include <algorithm>

#include "compiler/spec/deferred_text.h"
#include "tests/catch.h"
#include "tests/compile_checks.h"
#include "tests/random_documents.h"
#include "tests/run_launch.h"

namespace launch::tests {
namespace {

constexpr unsigned kJobs = 300;

std::optional<std::string> pretended(std::string_view name) {
  return std::string(kHunter) + std::string(name);
}

void compile_random(const Texts& texts, bool resolve_environment, MemoryCompile& job) {
  const Environment environment = pretended;
  CompileInput input;
  if (resolve_environment) input.environment = &environment;
  compile_memory(texts, input, job);
}

Texts shuffled_texts(const Texts& texts, Dice& dice) {
  Texts result;
  for (const auto& [name, text] : texts) result[name] = shuffled(Json::parse(text), dice).dump(1);
  return result;
}

// The words in alphabetical order; what W&B reads as a map with its keys in alphabetical order.
std::vector<std::string> sorted_words(const MemoryCompile& job) {
  std::vector<std::string> words = job.argv();
  for (std::string& word : words) {
    const std::size_t brace = word.find("={");
    if (!word.starts_with("WANDB_") || brace == std::string::npos) continue;
    word = word.substr(0, brace + 1) + nlohmann::json::parse(word.substr(brace + 1)).dump();
  }
  std::sort(words.begin(), words.end());
  return words;
}

// Text that stands in a source and in the output alike.
bool is_plain(const std::string& text) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/:@-";
  return !text.empty() && text.find_first_not_of(kPlain) == std::string::npos;
}

// The random job as one that runs without a container.
Texts local_process_texts(unsigned seed) {
  Texts texts = random_documents(seed);
  Json job = Json::parse(texts["job.yaml"]);
  job.erase("image");
  job.erase("resource_args");
  job.erase("base_config");
  job["args"] = Json::array();
  job["command"] = {"python"};
  job["job"] = "e/p/j:v1";
  job["resource"] = "local-process";
  texts["job.yaml"] = job.dump(1);
  texts["queues/q.yaml"] = R"({template_variables: {size: {type: integer, default: 3}}})";
  return texts;
}

// The value that must arrive; escapes in a text that a later phase fills are for that phase.
std::string value_of(const Argv& argv, std::string_view name) {
  for (const ProcessVariable& variable : argv.environment) {
    if (variable.name != name) continue;
    const std::string_view text = variable.value.as_string();
    if (!variable.value.is_deferred()) return std::string(text);
    std::string value;
    for (const Piece& piece : parse_deferred(text)) {
      const bool escaped = piece.kind == Piece::Kind::Escaped;
      value += escaped ? piece.text : text.substr(piece.begin, piece.end - piece.begin);
    }
    return value;
  }
  return {};
}

}  // namespace

TEST_CASE("random jobs: findings stand in their texts, and the result is the same twice") {
  std::size_t rendered = 0;
  for (unsigned seed = 0; seed < kJobs; ++seed) {
    INFO("seed " << seed);
    const Texts texts = random_documents(seed);
    MemoryCompile one;
    MemoryCompile two;
    compile_random(texts, seed % 2 == 0, one);
    compile_random(texts, seed % 2 == 0, two);
    CHECK(finding_problem(one.diagnostics, one.sources) == "");
    CHECK(visible_text(one) == visible_text(two));
    CHECK(one.diagnostics.has_errors() == one.compiled.artifacts.empty());
    rendered += one.compiled.artifacts.size();
  }
  CHECK(rendered > kJobs / 2);  // else the dice prove nothing
}

TEST_CASE("random jobs: the order of map keys changes no word and no run id") {
  for (unsigned seed = 0; seed < kJobs; ++seed) {
    INFO("seed " << seed);
    const Texts texts = random_documents(seed);
    Dice dice(seed);
    MemoryCompile one;
    MemoryCompile two;
    compile_random(texts, false, one);
    compile_random(shuffled_texts(texts, dice), false, two);
    CHECK(one.compiled.spec.run_id.as_string() == two.compiled.spec.run_id.as_string());
    CHECK(sorted_words(one) == sorted_words(two));
    CHECK(one.diagnostics.error_count() == two.diagnostics.error_count());
  }
}

TEST_CASE("random jobs: secrets are never shown") {
  for (unsigned seed = 0; seed < kJobs; ++seed) {
    MemoryCompile job;
    compile_random(random_documents(seed), true, job);
    INFO("seed " << seed);
    CHECK(visible_text(job).find(kHunter) == std::string::npos);
    const std::string page = page_text(job);
    CHECK(page.find(kHunter) == std::string::npos);
    CHECK(lost_link(page) == "");
    for (const std::string& word : job.argv()) CHECK(word.find(kHunter) == std::string::npos);
  }
}

TEST_CASE("random jobs: what an explanation says set a value is in the value") {
  std::size_t judged = 0;
  for (unsigned seed = 0; seed < kJobs; ++seed) {
    MemoryCompile job;
    compile_random(random_documents(seed), false, job);
    if (job.compiled.artifacts.empty()) continue;
    for (const Explained& field : explain(job.compiled.artifacts[0], {}, job.sources)) {
      if (field.steps.empty() || field.steps[0].action != "set by") continue;
      const std::string& text = field.steps[0].text;
      // A null is the wish to take the value over, and no part of it.
      if (!is_plain(text) || text == "null") continue;
      INFO("seed " << seed << ": " << field.field << " is " << field.value << ", set by " << text);
      CHECK(field.value.find(text) != std::string::npos);
      ++judged;
    }
  }
  CHECK(judged > kJobs);
}

TEST_CASE("random jobs: a shell reads the printed line back to the same words") {
  const TempFolder folder;
  // Prints how many words it got, the words, and the variable that is composed.
  folder.write("bin/docker", "#!/bin/sh\nprintf '%s\\0' \"$#\" \"$@\" \"${COMPOSED-}\"\n");
  std::string script = "export PATH=\"$PWD/bin:$PATH\" TOKEN=hunter2\n";
  std::string expected;
  const auto append = [&](const std::string& word) { expected.append(word).push_back('\0'); };
  for (unsigned seed = 0; seed < kJobs; ++seed) {
    MemoryCompile job;
    compile_random(random_documents(seed), false, job);
    if (job.compiled.artifacts.empty()) continue;
    const Argv& argv = std::get<Argv>(job.compiled.artifacts[0].content);
    script += shell_line(argv) + "\n";
    append(std::to_string(argv.words.size() - 1));
    for (const Word& word : std::span(argv.words).subspan(1))
      append(std::string(word.node.as_string()));
    const bool composed =
        std::any_of(argv.environment.begin(), argv.environment.end(),
                    [](const ProcessVariable& v) { return v.name == "COMPOSED"; });
    append(composed ? "x\"$`\\ hunter2 é ${FOO}" : "");
  }
  folder.write("script", script);
  const RunResult run = run_shell("chmod +x bin/docker && sh ./script", folder.path());
  CHECK(run.err == "");
  CHECK((run.out == expected));  // too long to print
}

TEST_CASE("random jobs: a shell sets the variables of a local process to the same values") {
  const TempFolder folder;
  folder.write("bin/python",
               "#!/bin/sh\nprintf '%s\\0' \"${A-}\" \"${B-}\" \"${C_1-}\" \"${WANDB_NAME-}\" "
               "\"$WANDB_CONFIG\"\n");
  std::string script = "export PATH=\"$PWD/bin:$PATH\" TOKEN=hunter2\n";
  std::string expected;
  for (unsigned seed = 0; seed < kJobs; ++seed) {
    MemoryCompile job;
    compile_random(local_process_texts(seed), false, job);
    if (job.compiled.artifacts.empty()) continue;
    const Argv& argv = std::get<Argv>(job.compiled.artifacts[0].content);
    script += shell_line(argv) + "\n";
    for (const char* name : {"A", "B", "C_1", "WANDB_NAME", "WANDB_CONFIG"}) {
      expected.append(value_of(argv, name)).push_back('\0');
    }
  }
  folder.write("script", script);
  const RunResult run = run_shell("chmod +x bin/python && sh ./script", folder.path());
  CHECK(run.err == "");
  CHECK(expected.size() > kJobs);
  CHECK((run.out == expected));  // too long to print
}

TEST_CASE("random jobs: threads and locales change nothing in what validate prints") {
  const TempFolder folder;
  for (unsigned seed = 0; seed < 200; ++seed) {
    const Texts texts = random_documents(seed);
    const std::string number = std::to_string(seed);
    folder.write("jobs/" + number + ".yaml", texts.at("job.yaml"));
    folder.write("queues/q.yaml", texts.at("queues/q.yaml"));
    folder.write("jobs/base.yaml", texts.at("base.yaml"));
  }
  const RunResult one = run_shell("launch validate -j 1 .", folder.path(), /*merged=*/true);
  CHECK(one.exit_code == 1);
  for (const char* other : {"launch validate -j 8 .", "LC_ALL=C launch validate -j 8 .",
                            "LC_ALL=C launch validate -j 1 ."}) {
    INFO(other);
    CHECK((run_shell(other, folder.path(), /*merged=*/true).out == one.out));
  }
}

TEST_CASE("random jobs: the program shows no secret, whatever the format") {
  const TempFolder folder;
  for (unsigned seed = 0; seed < 10; ++seed) {
    INFO("seed " << seed);
    for (const auto& [name, text] : random_documents(seed)) folder.write(name, text);
    for (const char* command : {"render", "render --format json", "explain"}) {
      const RunResult run =
          run_shell("TOKEN=hunter2TOKEN INHERITED=hunter2 launch " + std::string(command) +
                        (command[0] == 'r' ? " --resolve-env" : "") + " job.yaml",
                    folder.path(), /*merged=*/true);
      CHECK(run.exit_code <= 1);
      CHECK(run.out.find(kHunter) == std::string::npos);
    }
  }
}

}  // namespace launch::tests
