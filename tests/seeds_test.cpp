// Every example of the documents that the project started from: valid as it stands, or wrong in the
// way that a careful reader would say it is. The documents are not part of the project: without the
// folder that LAUNCH_SHARED_DIR names, or that lies beside the project, the test says so and
// passes.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/catch.h"
#include "tests/run_launch.h"
#include "tests/shared_material.h"

namespace launch::tests {
namespace {
namespace fs = std::filesystem;

fs::path seeds_folder() { return shared_dir() / "seeds"; }

// A fence of YAML or JSON; its name is the first digits of its file and its number there.
struct Block {
  std::string name, text;
};

void append_blocks(const fs::path& file, std::vector<Block>& blocks) {
  std::istringstream lines(read_text(file));
  const std::string prefix = file.filename().string().substr(0, 3);
  bool open = false;
  bool wanted = false;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      open = !open;
      wanted = open && (line.starts_with("```yaml") || line.starts_with("```json"));
      if (wanted) blocks.push_back({prefix + "-" + std::to_string(++number), {}});
    } else if (wanted) {
      blocks.back().text += line + "\n";
    }
  }
}

std::vector<Block> seed_blocks() {
  std::vector<Block> blocks;
  if (!fs::exists(seeds_folder())) return blocks;
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(seeds_folder())) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) append_blocks(file, blocks);
  return blocks;
}

// What the text around a block says of it.
constexpr const char* kJob = "job.yaml";
constexpr const char* kQueue = "queues/q.yaml";
constexpr const char* kAgent = "launch-config.yaml";

struct Expected {
  const char* block;
  const char* file;    // as what it is judged
  const char* errors;  // the rules, each once
  const char* why;
};

// Blocks that are no job, or not valid.
constexpr Expected kExpected[] = {
    {"001-2", kJob, "schema/invalid", "its role's account has nine digits"},
    {"001-3", kJob, "yaml/duplicate-key", "two `gpus` in one map, as alternatives"},
    {"001-5", kJob, "yaml/duplicate-key", "two stages in one document, without --- between them"},
    {"001-7", kQueue, "yaml/duplicate-key", "the queue's and the job's `env` in one document"},
    {"001-10", kJob, "yaml/duplicate-key", "two `image` in one map, as alternatives"},
    {"001-11", kJob, "yaml/duplicate-key", "two `base_image` in one map, as alternatives"},
    {"001-12", kQueue, "", "a queue's defaults"},
    {"001-13", kAgent, "yaml/duplicate-key", "three `type` in one map, as alternatives"},
    {"001-14", kJob, "kind/unclear", "a conda environment"},
    {"001-18", kQueue, "", "a queue's secrets"},
    {"001-19", kQueue, "", "a queue's secrets, by reference"},
    {"001-21", kQueue, "schema/invalid variable/unknown",
     "its role's account has nine digits; its declarations are the three blocks that follow"},
    {"001-22", kJob, "kind/unclear", "one declaration, without the queue around it"},
    {"001-23", kJob, "kind/unclear", "one declaration, without the queue around it"},
    {"001-24", kJob, "kind/unclear", "one declaration, without the queue around it"},
    {"001-25", kJob, "variable/unknown", "the queue that declares the variables is not shown"},
    {"001-27", kJob, "yaml/syntax", "a shell command in the middle of YAML"},
    {"001-28", kJob, "yaml/duplicate-key", "two files in one document"},
    {"001-30", kJob, "base/missing", "its base is the block before it, in a file of its own"},
    {"002-1", kQueue, "schema/invalid",
     "a whole CreateTrainingJob request, its role a placeholder"},
    {"002-2", kQueue, "", "a whole manifest"},
    {"002-3", kAgent, "", ""},
    {"002-4", kAgent, "yaml/syntax", "indented with a tab"},
    {"002-5", kAgent, "", ""},
    {"002-6", kAgent, "yaml/syntax", "marks of the site's generator (//) in the text"},
    {"002-7", kAgent, "yaml/syntax", "marks of the site's generator (//) in the text"},
    {"002-8", kAgent, "build/context-store", "a part of one, to be filled in"},
    {"002-9", kAgent, "yaml/syntax", "marks of the site's generator (//) in the text"},
    {"002-10", kAgent, "", "a part of one"},
    {"002-11", kAgent, "", "a part of one"},
    {"002-12", kAgent, "", "a part of one"},
    {"002-13", kAgent, "build/destination", "a part of one, to be filled in"},
    {"002-14", kAgent, "build/destination", "a part of one, to be filled in"},
    {"002-15", kAgent, "", "a part of one"},
    {"002-16", kJob, "kind/unclear", "an IAM policy"},
    {"002-17", kJob, "kind/unclear", "an IAM policy"},
    {"002-18", kJob, "kind/not-a-map yaml/syntax", "a list of permissions, one a line"},
};

Expected expected_of(const std::string& block) {
  for (const Expected& expected : kExpected) {
    if (block == expected.block) return expected;
  }
  return {"", kJob, "", "a job or a part of one"};
}

// The rules of the errors in what is written, each once, sorted.
std::string errors_in(const std::map<std::string, std::string>& files, const std::string& judged) {
  const TempFolder folder;
  for (const auto& [name, text] : files) folder.write(name, text);
  const RunResult run = run_shell("launch validate --format json " + judged, folder.path());
  std::set<std::string> rules;
  const nlohmann::json result = nlohmann::json::parse(run.out);
  for (const nlohmann::json& finding : result["findings"]) {
    if (finding["severity"] == "error") rules.insert(finding["rule"]);
  }
  std::string text;
  for (const std::string& rule : rules) text += (text.empty() ? "" : " ") + rule;
  CHECK(run.exit_code == (rules.empty() ? 0 : 1));
  return text;
}

std::string text_of(const std::vector<Block>& blocks, const std::string& name) {
  const auto found = std::find_if(blocks.begin(), blocks.end(),
                                  [&](const Block& block) { return block.name == name; });
  REQUIRE(found != blocks.end());
  return found->text;
}

std::string indented(const std::string& text) {
  std::string result;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) result += "  " + line + "\n";
  return result;
}

}  // namespace

TEST_CASE("the seed documents' examples are valid, or wrong as a careful reader would say") {
  const std::vector<Block> blocks = seed_blocks();
  if (blocks.empty()) WARN("skipped: " << seeds_folder().string() << " is not there");
  for (const Block& block : blocks) {
    const Expected expected = expected_of(block.name);
    INFO(block.name << " (" << expected.why << "):\n" << block.text);
    CHECK(errors_in({{expected.file, block.text}}, expected.file) == expected.errors);
  }
}

TEST_CASE("the seed documents' examples that belong together are valid together") {
  const std::vector<Block> blocks = seed_blocks();
  if (blocks.empty()) {
    WARN("skipped: " << seeds_folder().string() << " is not there");
    return;
  }
  const std::string declarations =
      indented(text_of(blocks, "001-22") + text_of(blocks, "001-23") + text_of(blocks, "001-24"));
  CHECK(errors_in({{kQueue, text_of(blocks, "001-21") + "template_variables:\n" + declarations}},
                  kQueue) == "schema/invalid");  // nine digits of an account
  CHECK(errors_in({{kJob, text_of(blocks, "001-30")},
                   {"team-configs/llm-base.yaml", text_of(blocks, "001-29")}},
                  kJob) == "");
}

}  // namespace launch::tests
