#include "cli/build/source.h"

#include <cstdlib>

#include "cli/git/process.h"
#include "cli/lock/online.h"
#include "cli/workspace.h"
#include "compiler/diagnostic/diagnostic.h"
#include "compiler/lock/lock.h"
#include "submit/process.h"

namespace launch::cli {
namespace fs = std::filesystem;
namespace {

// Only what a job may name, for submodules as well; no hooks, no questions, and the bytes as they
// were committed, whatever this machine's own settings say.
submit::Command git(const fs::path& folder, std::vector<std::string> words,
                    const char* protocols = "https:ssh") {
  std::vector<std::string> argv{"git",
                                "-C",
                                folder.string(),
                                "-c",
                                "core.autocrlf=false",
                                "-c",
                                "core.eol=lf",
                                "-c",
                                "core.hooksPath=/dev/null",
                                "-c",
                                "core.fsmonitor=false",
                                "-c",
                                "core.symlinks=true"};
  argv.insert(argv.end(), words.begin(), words.end());
  return {std::move(argv),
          {{"GIT_ALLOW_PROTOCOL", protocols}, {"GIT_TERMINAL_PROMPT", "0"}},
          "",
          false,
          repository_variables()};
}

[[noreturn]] void refuse(const submit::Finished& finished, const std::string& what) {
  using How = submit::Finished::How;
  if (finished.how == How::NotFound) throw UnreachableError{"git cannot be run: is it installed?"};
  const std::string why = submit::first_line(finished.err);
  throw UnreachableError{what + (why.empty() ? " failed" : ": " + why)};
}

submit::Finished must(const submit::Command& command, const std::string& what) {
  submit::Finished finished = submit::run(command);
  if (!finished.good()) refuse(finished, what);
  return finished;
}

Source fetch_commit(const build::Plan& plan, const fs::path& into) {
  const std::string repository(plan.repository.as_string());
  const std::string revision(plan.revision.as_string());
  const std::string commit =
      is_full_commit(revision) ? revision : commit_online(repository, revision, "git");
  const std::string what =
      "commit " + commit + " of " + launch::quoted(without_password(repository));
  must(git(into, {"init", "--quiet", "."}), what);
  // A server may refuse to hand out a commit by its name; then all branches and tags are fetched.
  const submit::Finished one =
      submit::run(git(into, {"fetch", "--quiet", "--depth=1", "--", repository, commit}));
  if (!one.good()) {
    const submit::Finished all = submit::run(
        git(into, {"fetch", "--quiet", "--", repository, "+refs/heads/*:refs/launch/heads/*",
                   "+refs/tags/*:refs/launch/tags/*"}));
    if (!all.good()) refuse(all, what);
  }
  must(git(into, {"checkout", "--quiet", "--detach", commit, "--"}), what);
  if (fs::exists(into / ".gitmodules")) {
    must(git(into, {"submodule", "--quiet", "update", "--init", "--recursive"}),
         "the submodules of " + what);
  }
  return {into, commit};
}

std::string_view after_scheme(std::string_view artifact) {
  constexpr std::string_view kScheme = "wandb-artifact://";
  return artifact.starts_with(kScheme) ? artifact.substr(kScheme.size()) : artifact;
}

Source artifact_source(const build::Plan& plan, const ArtifactFolders& folders) {
  const std::string_view artifact = plan.artifact.as_string();
  if (auto source = find_source(artifact, folders)) return std::move(*source);
  const std::string_view whole = after_scheme(artifact);
  const std::string_view last = whole.substr(whole.rfind('/') + 1);
  throw UsageError{"the code of artifact " + launch::quoted(artifact) +
                   " is not here: download it with `wandb artifact get " + std::string(whole) +
                   " --root DIR`, and name the folder with --artifact-dir " +
                   std::string(last.substr(0, last.find(':'))) + "=DIR"};
}

void require(const std::string& folder) {
  if (fs::exists(folder)) return;
  throw UnreachableError{"--artifact-dir: " + launch::quoted(folder) + " does not exist"};
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::error_code error;
  std::string pattern = (fs::temp_directory_path(error) / "launch-build-XXXXXX").string();
  if (error || mkdtemp(pattern.data()) == nullptr)
    throw UnreachableError{"no temporary folder can be made: " + pattern};
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code error;
  fs::remove_all(path_, error);
}

ArtifactFolders artifact_folders(const std::vector<std::string>& texts) {
  ArtifactFolders folders;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == text.size()) {
      throw UsageError{"--artifact-dir " + launch::quoted(text) + ": expected NAME=DIR"};
    }
    folders[std::string(after_scheme(text.substr(0, equals)))] = text.substr(equals + 1);
  }
  return folders;
}

ArtifactFolders existing_folders(const std::vector<std::string>& texts) {
  ArtifactFolders folders = artifact_folders(texts);
  for (const auto& [name, folder] : folders) require(folder);
  return folders;
}

const std::string* find_artifact(std::string_view artifact, const ArtifactFolders& folders) {
  const std::string_view whole = after_scheme(artifact);
  const std::string_view last = whole.substr(whole.rfind('/') + 1);
  for (const std::string_view name : {whole, last, last.substr(0, last.find(':'))}) {
    const auto found = folders.find(std::string(name));
    if (found != folders.end()) return &found->second;
  }
  return nullptr;
}

std::optional<Source> find_source(std::string_view artifact, const ArtifactFolders& artifacts) {
  const std::string* folder = find_artifact(artifact, artifacts);
  if (folder == nullptr) return std::nullopt;
  require(*folder);
  if (!fs::is_directory(*folder))
    throw UsageError{"--artifact-dir: " + launch::quoted(*folder) + " is no folder"};
  return Source{fs::canonical(*folder), {}};
}

std::optional<Source> check_out(const std::string& repository, const std::string& commit,
                                const fs::path& into) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"init", "--quiet", "."},
        {"fetch", "--quiet", "--depth=1", "--", repository, commit},
        {"checkout", "--quiet", "--detach", commit, "--"}}) {
    if (!submit::run(git(into, words, "file")).good()) return std::nullopt;
  }
  if (fs::exists(into / ".gitmodules")) return std::nullopt;
  return Source{into, commit};
}

Source fetch_source(const build::Plan& plan, const ArtifactFolders& artifacts,
                    const fs::path& into) {
  return plan.artifact.valid() ? artifact_source(plan, artifacts) : fetch_commit(plan, into);
}

}  // namespace launch::cli
