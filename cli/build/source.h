// The code of a job in a folder: a git commit that was fetched, or a folder that somebody names.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "compiler/build/plan.h"

namespace launch::cli {

// A folder of its own, gone with the object.
class TemporaryFolder {
 public:
  // Throws UnreachableError when none can be made.
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct Source {
  std::filesystem::path folder;
  std::string commit;  // of git: the whole name
};

// --artifact-dir NAME=DIR: folders by the names of artifacts.
using ArtifactFolders = std::map<std::string, std::string>;
// Throws UsageError for a text that is no NAME=DIR.
ArtifactFolders artifact_folders(const std::vector<std::string>& texts);
// Likewise; throws UnreachableError for a folder that is not there.
ArtifactFolders existing_folders(const std::vector<std::string>& texts);
// The folder of an artifact: by its whole name, its last part, or that without the alias. Null when
// none is named.
const std::string* find_artifact(std::string_view artifact, const ArtifactFolders& folders);
// What is returned would point into folders that are gone.
const std::string* find_artifact(std::string_view artifact, ArtifactFolders&& folders) = delete;

// Fetches into `into`, or finds the folder. Throws UsageError or UnreachableError.
Source fetch_source(const build::Plan& plan, const ArtifactFolders& artifacts,
                    const SourceMap& sources, const std::filesystem::path& into);
// The folder that somebody named for an artifact; nothing without one. Throws UsageError for what
// is no folder, and UnreachableError for what is not there.
std::optional<Source> find_source(std::string_view artifact, const ArtifactFolders& artifacts);
// A commit of a repository on this machine, as fetch_source() would have it, without a network.
// Nothing where the commit, or a submodule of it, is not there.
std::optional<Source> check_out(const std::string& repository, const std::string& commit,
                                const std::filesystem::path& into);

}  // namespace launch::cli
