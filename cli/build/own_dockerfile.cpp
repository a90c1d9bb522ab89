#include "cli/build/own_dockerfile.h"

#include <algorithm>

#include "cli/disk.h"
#include "compiler/diagnostic/diagnostic.h"

namespace launch::cli {
namespace {

bool leaves(const std::string& path) {
  return path.empty() || path.front() == '/' || path == ".." || path.starts_with("../");
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
}

// A path inside the code, as a job names it.
std::string inside(const Node& node, const std::string& folder, const CodeLook& code,
                   const char* what) {
  std::string path = normal_path(std::string(node.as_string()));
  if (leaves(path)) {
    throw CodePathError{{std::string(what) + " " + launch::quoted(node.as_string()) +
                         " leaves the code, expected a path inside it"},
                        node.span()};
  }
  if (path != "." && !code.exists(folder + path)) {
    throw CodePathError{{std::string(what) + " " + launch::quoted(path) + " is not in the code"},
                        node.span()};
  }
  if (path != "." && !code.real(folder + path)) {
    throw CodePathError{{std::string(what) + " " + launch::quoted(path) +
                         " is a link that leaves the code, or leads nowhere"},
                        node.span()};
  }
  return path;
}

}  // namespace

// The one that the job names, or Dockerfile.wandb beside its script, whose folder is the context
// then (wandb/sdk/launch/builder/context_manager.py).
OwnChoice choose_dockerfile(const build::Plan& plan, const CodeLook& code) {
  OwnChoice choice;
  if (plan.context.valid()) {
    const std::string folder = inside(plan.context, "", code, "build.context");
    if (code.is_file(folder)) {
      throw CodePathError{{"build.context " + launch::quoted(folder) + " is no folder"},
                          plan.context.span()};
    }
    if (folder != ".") choice.folder = folder + (folder.ends_with('/') ? "" : "/");
  }
  if (plan.dockerfile.valid()) {
    choice.dockerfile = inside(plan.dockerfile, choice.folder, code, "the Dockerfile");
    if (!code.is_file(choice.folder + choice.dockerfile)) {
      throw CodePathError{
          {"the Dockerfile " + launch::quoted(choice.dockerfile) + " is no file of the context"},
          plan.dockerfile.span()};
    }
    return choice;
  }
  for (const Node& word : plan.entry) {
    const std::string path = normal_path(std::string(word.as_string()));
    if (leaves(path) || !code.is_file(choice.folder + path)) continue;
    const std::string beside = choice.folder + folder_of(path);
    if (!code.is_file(beside + "Dockerfile.wandb")) continue;
    return {beside, "Dockerfile.wandb", beside == choice.folder ? Node() : word};
  }
  if (code.exists(choice.folder + std::string(build::kWrittenDockerfile))) {
    throw UsageError{"the code has " + launch::quoted(build::kWrittenDockerfile) +
                     ", the name of the Dockerfile that launch writes: give the file another name, "
                     "or build from it with build.dockerfile"};
  }
  return choice;
}

bool starts_python(const build::Plan& plan) {
  return std::any_of(plan.entry.begin(), plan.entry.end(), [](const Node& word) {
    const std::string_view text = word.as_string();
    return text.starts_with("python") || text.ends_with(".py") || text == "torchrun" ||
           text == "accelerate" || text == "deepspeed";
  });
}

}  // namespace launch::cli
