// The code of a job in a folder: a git commit that was fetched, or a folder that somebody names.
#pragma once

#include <filesystem>
#include <map>
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
// The folder of an artifact: by its whole name, its last part, or that without the alias. Null when
// none is named.
const std::string* find_artifact(std::string_view artifact, const ArtifactFolders& folders);

// Fetches into `into`, or finds the folder. Throws UsageError or UnreachableError.
Source fetch_source(const build::Plan& plan, const ArtifactFolders& artifacts,
                    const std::filesystem::path& into);

}  // namespace launch::cli
