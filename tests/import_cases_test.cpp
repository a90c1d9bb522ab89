// What launch renders comes back wholly: every rendered text of the goldens, and every example.
// With the recordings and real files of others beside the project, how much of those comes back.
#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "compiler/spec/shell_words.h"
#include "tests/catch.h"
#include "tests/import_checks.h"
#include "tests/run_launch.h"
#include "tests/shared_material.h"

namespace launch::tests {
namespace {
namespace fs = std::filesystem;

// Which importer takes a rendered text; empty for what is none.
std::string importer_for(const std::string& text) {
  const std::string line = text.substr(0, text.find('\n'));
  if (line.find("docker run ") != std::string::npos) return "docker";
  if (text.starts_with("apiVersion:")) return "kubernetes";
  if (text.starts_with("{\"TrainingJobName\"")) return "sagemaker";
  if (text.starts_with("{\"displayName\"")) return "vertex";
  return {};
}

// The section of a golden, without its heading.
std::string section(const std::string& golden, const std::string& name) {
  const std::string heading = "\n-- " + name + " --\n";
  const std::size_t at = golden.find(heading);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + heading.size();
  return golden.substr(begin, golden.find("\n-- ", begin) - begin + 1);
}

// How many of each source came back, and what of the others did not, by kind.
struct Tally {
  std::map<std::string, int> all, identical;
  std::map<std::string, int> reasons;

  void add(const std::string& importer, const std::string& text, const std::string& name) {
    ImportRun run;
    ImportOptions options;
    options.keep_secrets = true;
    import_text(importer, text, options, run);
    ++all[importer];
    // What launch rendered has a Secret that it makes for the run: the new run gets its own.
    const auto is_secret = [](const Diagnostic& found) {
      return found.message.starts_with("this Secret is not part of a job");
    };
    const std::span<const Diagnostic> found = run.diagnostics.all();
    const auto secrets = std::count_if(found.begin(), found.end(), is_secret);
    if (run.residue() == static_cast<std::size_t>(secrets) && !run.jobs.empty()) {
      ++identical[importer];
      return;
    }
    for (const Diagnostic& reason_given : found) {
      if (!reason_given.rule->id.starts_with("import/")) continue;
      // Without the texts that differ from case to case.
      std::string reason = importer + ": " + reason_given.message;
      const std::size_t quote = reason.find('"');
      ++reasons[reason.substr(0, quote)];
      UNSCOPED_INFO(name << ": " << reason_given.message);
    }
  }

  // As many as that must come back; more is better.
  void check_least(const std::map<std::string, int>& least) const {
    INFO(text());
    for (const auto& [importer, count] : least) {
      INFO(importer);
      const auto same = identical.find(importer);
      CHECK((same == identical.end() ? 0 : same->second) >= count);
    }
  }

  std::string text() const {
    std::string result;
    for (const auto& [importer, count] : all) {
      const auto same = identical.find(importer);
      result += importer + ": " + std::to_string(same == identical.end() ? 0 : same->second) +
                " of " + std::to_string(count) + "\n";
    }
    for (const auto& [reason, count] : reasons) {
      result += "  " + std::to_string(count) + " × " + reason + "\n";
    }
    return result;
  }
};

}  // namespace

TEST_CASE("what the goldens and examples render comes back") {
  Tally tally;
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(source_dir() / "tests/golden")) {
    if (!entry.is_regular_file() || entry.path().string().find("/import/") != std::string::npos)
      continue;
    const std::string golden = read_text(entry.path());
    const std::string out = section(golden, "stdout");
    const std::string importer = importer_for(out);
    if (importer.empty() || golden.find("$ launch render") == std::string::npos) continue;
    tally.add(importer, out, entry.path().string());
  }
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(source_dir() / "examples")) {
    if (entry.path().extension() != ".yaml") continue;
    const RunResult rendered = run_shell("launch render '" + entry.path().string() + "' --root " +
                                             source_dir().string() + " --allow-plain-secrets",
                                         entry.path().parent_path());
    const std::string importer = importer_for(rendered.out);
    if (!importer.empty()) tally.add(importer, rendered.out, entry.path().string());
  }
  tally.check_least({{"docker", 113}, {"kubernetes", 9}, {"sagemaker", 6}, {"vertex", 5}});
}

TEST_CASE("recorded docker lines come back") {
  const fs::path file = shared_dir() / "cases/docker-run.jsonl";
  if (!is_there(file)) return;
  Tally tally;
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    const nlohmann::json recorded = nlohmann::json::parse(line);
    std::string text = "docker run";
    for (const auto& word : recorded["argv"]) text += " " + shell_quote(word.get<std::string>());
    text += " " + shell_quote(recorded["image"].get<std::string>());
    if (recorded["client"] == "accept") tally.add("docker", text, text);
  }
  tally.check_least({{"docker", 197}});
}

TEST_CASE("real files come back") {
  const fs::path corpus = shared_dir() / "corpus";
  if (!is_there(corpus)) return;
  const std::pair<const char*, const char*> kFolders[] = {{"k8s-jobs", "kubernetes"},
                                                          {"k8s-other", "kubernetes"},
                                                          {"sagemaker", "sagemaker"},
                                                          {"vertex", "vertex"},
                                                          {"wandb-launch", "wandb"}};
  Tally tally;
  for (const auto& [folder, importer] : kFolders) {
    for (const fs::directory_entry& entry : fs::directory_iterator(corpus / folder)) {
      tally.add(importer, read_text(entry.path()), entry.path().string());
    }
  }
  tally.check_least({{"kubernetes", 102}, {"sagemaker", 50}, {"vertex", 103}, {"wandb", 33}});
}

}  // namespace launch::tests
