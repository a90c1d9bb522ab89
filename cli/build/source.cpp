#include "cli/build/source.h"

#include <cstdlib>
#include <fstream>

#include "cli/git/remote.h"
#include "cli/lock/online.h"
#include "cli/workspace.h"
#include "compiler/build/repository_name.h"
#include "compiler/diagnostic/diagnostic.h"
#include "compiler/lock/lock.h"

namespace launch::cli {
namespace fs = std::filesystem;
namespace {

// What a repository of launch's own begins with, and its submodules.
fs::path template_of(const fs::path& folder) { return folder / ".git/template"; }

// No hooks, and the bytes as they were committed, whatever this machine's own settings say.
submit::Command git(const fs::path& folder, const std::vector<std::string>& words,
                    const char* protocols = "https:ssh") {
  std::vector<std::string> all{"-C", folder.string()};
  for (const char* setting :
       {"core.autocrlf=false", "core.eol=lf", "core.hooksPath=/dev/null", "core.fsmonitor=false",
        "core.symlinks=true", "core.attributesFile=/dev/null"}) {
    all.insert(all.end(), {"-c", setting});
  }
  all.insert(all.end(), words.begin(), words.end());
  submit::Command command = git_abroad(all, protocols);
  command.environment.emplace_back("GIT_ATTR_NOSYSTEM", "1");
  command.environment.emplace_back("GIT_TEMPLATE_DIR", template_of(folder).string());
  return command;
}

// The code may name filters (git-lfs, git-crypt), which do what each machine's settings say. The
// attributes of the template are the strongest (gitattributes(5)).
submit::Command git_init(const fs::path& folder) {
  const fs::path info = template_of(folder) / "info";
  std::error_code error;
  fs::create_directories(info, error);
  std::ofstream attributes(info / "attributes");
  attributes << "* -filter\n";
  if (!attributes.flush()) throw UnreachableError{info.string() + " cannot be written"};
  return git(folder, {"init", "--quiet", "."});
}

// Fetches one commit.
class Fetch {
 public:
  Fetch(const GitCode& code, std::string commit, const fs::path& into)
      : code_(code),
        commit_(std::move(commit)),
        into_(into),
        what_("commit " + commit_ + " of " +
              launch::quoted(build::without_credentials(code.repository))) {}

  Source run() {
    must(git_init(into_), what_);
    // A server may refuse to hand out a commit by its name; then all branches and tags are fetched.
    if (!submit::run(git(into_, {"fetch", "--quiet", "--depth=1", "--", code_.repository, commit_}))
             .good()) {
      must(git(into_, {"fetch", "--quiet", "--", code_.repository,
                       "+refs/heads/*:refs/launch/heads/*", "+refs/tags/*:refs/launch/tags/*"}),
           what_);
    }
    must(git(into_, {"checkout", "--quiet", "--detach", commit_, "--"}), what_);
    if (fs::exists(into_ / ".gitmodules")) {
      // "../lib" is beside it (git-submodule(1)).
      must(git(into_, {"remote", "add", "origin", code_.repository}), what_);
      must(git(into_, {"submodule", "--quiet", "update", "--init", "--recursive"}),
           "the submodules of " + what_);
    }
    return {into_, commit_};
  }

 private:
  void must(const submit::Command& command, const std::string& what) const {
    const submit::Finished finished = submit::run(command);
    if (finished.good()) return;
    throw UnreachableError{code_.reference_place + ": " + what + ": " +
                           build::without_credentials(why_git_failed(finished), code_.repository)};
  }

  const GitCode& code_;
  std::string commit_;
  const fs::path& into_;
  std::string what_;
};

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
  for (const submit::Command& command :
       {git_init(into),
        git(into, {"fetch", "--quiet", "--depth=1", "--", repository, commit}, "file"),
        git(into, {"checkout", "--quiet", "--detach", commit, "--"}, "file")}) {
    if (!submit::run(command).good()) return std::nullopt;
  }
  if (fs::exists(into / ".gitmodules")) return std::nullopt;
  return Source{into, commit};
}

Source fetch_source(const build::Plan& plan, const ArtifactFolders& artifacts,
                    const SourceMap& sources, const fs::path& into) {
  if (plan.artifact.valid()) return artifact_source(plan, artifacts);
  const GitCode code = git_code_of(plan, sources);
  return Fetch(code, is_full_commit(code.reference) ? code.reference : commit_online(code), into)
      .run();
}

}  // namespace launch::cli
