// Includes point down the layers only; the linker cannot know, since all share one include root.
#include <algorithm>
#include <sstream>

#include "tests/catch.h"
#include "tests/run_launch.h"

namespace launch::tests {
namespace {
namespace fs = std::filesystem;

// A folder, and the folders its files may include besides their own. DESIGN.md has the picture.
struct Layer {
  std::string folder;
  std::vector<std::string> below;
};

const std::vector<std::string> kTargetBelow{"compiler/source", "compiler/diagnostic",
                                            "compiler/document", "compiler/spec"};

const std::vector<Layer> kLayers{
    {"schema", {}},
    {"compiler/paths", {}},
    {"compiler/source", {}},
    {"compiler/diagnostic",
     {"compiler/source", "compiler/document/write_json.h", "compiler/document/utf8.h",
      "compiler/document/sha256.h", "compiler/check/secret_words.h"}},
    {"compiler/document", {"compiler/source", "compiler/diagnostic", "schema"}},
    {"compiler/spec", {"compiler/source", "compiler/diagnostic", "compiler/document"}},
    {"compiler/resolve",
     {"compiler/source", "compiler/diagnostic", "compiler/document", "compiler/spec"}},
    {"compiler/target/docker",
     {"compiler/source", "compiler/diagnostic", "compiler/document", "compiler/spec",
      "compiler/target/*.h"}},
    {"compiler/target/local_process",
     {"compiler/source", "compiler/diagnostic", "compiler/document", "compiler/spec",
      "compiler/target/*.h"}},
    {"compiler/target/kubernetes",
     {"compiler/source", "compiler/diagnostic", "compiler/document", "compiler/spec",
      "compiler/target/*.h", "schema"}},
    {"compiler/target/sagemaker",
     {"compiler/source", "compiler/diagnostic", "compiler/document", "compiler/spec",
      "compiler/target/*.h", "schema"}},
    {"compiler/target/vertex",
     {"compiler/source", "compiler/diagnostic", "compiler/document", "compiler/spec",
      "compiler/target/*.h", "schema"}},
    {"compiler/sweep",
     {"compiler/source", "compiler/diagnostic", "compiler/document", "compiler/spec"}},
    {"compiler/wandb",
     {"compiler/source", "compiler/diagnostic", "compiler/document", "compiler/spec",
      "compiler/target/target.h", "compiler/compile.h"}},
    {"compiler/edit",
     {"compiler/source", "compiler/diagnostic", "compiler/document", "compiler/spec",
      "compiler/resolve", "compiler/check", "compiler/target/*.h", "schema"}},
    {"compiler/graph",
     {"compiler/source", "compiler/diagnostic", "compiler/document", "compiler/spec",
      "compiler/resolve", "compiler/check", "compiler/compile.h"}},
    {"compiler/page",
     {"compiler/source", "compiler/diagnostic", "compiler/document", "compiler/spec",
      "compiler/target/*.h", "compiler/check", "compiler/compile.h", "compiler/explain.h"}},
    {"compiler/import",
     {"compiler/source", "compiler/diagnostic", "compiler/document", "compiler/spec",
      "compiler/resolve", "compiler/check", "compiler/target", "compiler/compile.h",
      "compiler/agent", "compiler/build"}},
    {"submit",
     {"compiler/target/target.h", "compiler/target/kubernetes/pod_templates.h",
      "compiler/diagnostic/diagnostic.h", "compiler/diagnostic/secret_texts.h",
      "compiler/document/read_yaml.h", "compiler/document/sha256.h",
      "compiler/spec/deferred_text.h", "compiler/document/utf8.h", "compiler/document/write_json.h",
      "compiler/document/node.h", "compiler/build/kept.h"}},
    {"compiler/build",
     {"compiler/source", "compiler/diagnostic", "compiler/document", "compiler/spec",
      "compiler/target/*.h", "compiler/target/docker/image_reference.h"}},
    {"compiler/check",
     {"compiler/source", "compiler/diagnostic", "compiler/document", "compiler/spec",
      "compiler/build", "compiler/target/target.h", "compiler/target/text.h", "schema"}},
    {"compiler/agent",
     {"compiler/source", "compiler/diagnostic", "compiler/document", "compiler/spec",
      "compiler/build", "compiler/check", "compiler/target/*.h", "schema"}},
    {"compiler/lock",
     {"compiler/source", "compiler/diagnostic", "compiler/document", "compiler/spec",
      "compiler/check", "compiler/change", "compiler/target/target.h"}},
    {"compiler/change",
     {"compiler/source", "compiler/diagnostic", "compiler/document", "compiler/spec",
      "compiler/check/secret_words.h", "compiler/target/target.h"}},
};

bool allowed(const std::string& included, const std::string& by) {
  if (by.ends_with("*.h")) {
    const std::string folder = by.substr(0, by.size() - 3);
    return included.starts_with(folder) && included.find('/', folder.size()) == std::string::npos;
  }
  return included == by || included.starts_with(by + "/");
}

std::vector<std::string> includes_of(const fs::path& file) {
  std::vector<std::string> includes;
  std::istringstream lines(read_text(file));
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("#include \"")) continue;
    includes.push_back(line.substr(10, line.find('"', 10) - 10));
  }
  return includes;
}

}  // namespace

TEST_CASE("includes point down the layers") {
  const fs::path root = source_dir();
  std::size_t files = 0;
  for (const Layer& layer : kLayers) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / layer.folder)) {
      const std::string ending = entry.path().extension().string();
      if (ending != ".h" && ending != ".cpp") continue;
      ++files;
      for (const std::string& included : includes_of(entry.path())) {
        const bool own = allowed(included, layer.folder);
        const bool project = included.find('/') != std::string::npos;
        const bool below =
            std::any_of(layer.below.begin(), layer.below.end(),
                        [&](const std::string& by) { return allowed(included, by); });
        INFO(entry.path().string() << " includes " << included);
        CHECK((own || below || !project));
      }
    }
  }
  CHECK(files > 50);
}

TEST_CASE("only the command line knows processes, files and the environment") {
  const fs::path root = source_dir();
  for (const char* folder : {"schema", "compiler"}) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / folder)) {
      const std::string ending = entry.path().extension().string();
      if (ending != ".h" && ending != ".cpp") continue;
      const std::string text = read_text(entry.path());
      for (const char* word :
           {"<fstream>", "<filesystem>", "<iostream>", "getenv", "<chrono>", "<unistd.h>"}) {
        INFO(entry.path().string() << " uses " << word);
        CHECK(text.find(word) == std::string::npos);
      }
    }
  }
}

}  // namespace launch::tests
