#include "cli/walk.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "cli/disk.h"
#include "cli/ignores.h"

namespace launch::cli {
namespace {

enum class EntryType : std::uint8_t { File, Folder, Other };

struct Entry {
  std::string name;
  EntryType type;
};

struct Listing {
  std::vector<Entry> entries;  // that may matter
  bool has_ignore_file = false;
  bool has_renders = false;  // launch writes here
};

bool is_link_to_file(const std::string& path) {
  struct stat status {};
  // A link that leads nowhere is somebody's mistake: reading it says so.
  return stat(path.c_str(), &status) != 0 || S_ISREG(status.st_mode);
}

EntryType type_of(const dirent& entry, const std::string& path) {
  if (entry.d_type == DT_REG) return EntryType::File;
  if (entry.d_type == DT_DIR) return EntryType::Folder;
  struct stat status {};
  if (lstat(path.c_str(), &status) != 0) return EntryType::Other;
  if (S_ISREG(status.st_mode)) return EntryType::File;
  if (S_ISDIR(status.st_mode)) return EntryType::Folder;
  return S_ISLNK(status.st_mode) && is_link_to_file(path) ? EntryType::File : EntryType::Other;
}

class Walk {
 public:
  Walk(const std::string& folder, const WalkOptions& options) : options_(options) {
    if (options.ignores) ignores_ = Ignores(folder, options.root);
  }

  // `prefix` is the folder as paths below it start: "", "jobs/".
  void start(const std::string& prefix) {
    start_ = prefix;
    look_into(prefix, options_.depth);
  }

  Walked take() {
    std::sort(found_.files.begin(), found_.files.end());
    return std::move(found_);
  }

 private:
  void look_into(const std::string& prefix, std::size_t depth) {
    Listing listing;
    if (!list(prefix, listing)) return;
    if (listing.has_renders && prefix != start_) return;
    found_.folders.push_back(prefix.empty() ? "." : prefix);
    const bool has_ignores =
        options_.ignores && listing.has_ignore_file && ignores_.enter(prefix + ".gitignore");
    for (const Entry& entry : listing.entries) {
      const bool is_folder = entry.type == EntryType::Folder;
      if (options_.ignores && ignores_.ignore(entry.name, is_folder)) continue;
      if (!is_folder) {
        found_.files.push_back(prefix + entry.name);
      } else if (depth == 0) {
        found_.deeper.push_back(prefix + entry.name);
      } else {
        ignores_.go_into(entry.name);
        look_into(prefix + entry.name + "/", depth - 1);
        ignores_.go_back();
      }
    }
    if (has_ignores) ignores_.leave();
  }

  // The folder is closed before those below are opened.
  bool list(const std::string& prefix, Listing& listing) {
    const std::string path = prefix.empty() ? "." : prefix;
    DIR* folder = opendir(path.c_str());
    if (folder == nullptr) {
      // What has gone meanwhile is nobody's loss.
      if (errno != ENOENT) found_.unread.push_back({path, std::strerror(errno)});
      return false;
    }
    while (const dirent* entry = readdir(folder)) {
      const std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      listing.has_ignore_file = listing.has_ignore_file || name == ".gitignore";
      listing.has_renders = listing.has_renders || name == kWrittenFilesName;
      const bool may_be_folder = entry->d_type == DT_DIR || entry->d_type == DT_UNKNOWN;
      // .#job.yaml is an editor's lock on job.yaml.
      const bool may_be_file =
          (!options_.documents_only || is_document_name(name)) && !name.starts_with(".#");
      if (!may_be_folder && !may_be_file) continue;
      const EntryType type = type_of(*entry, prefix + entry->d_name);
      const bool enter =
          type == EntryType::Folder && !name.starts_with('.') && name != "node_modules";
      if (enter || (type == EntryType::File && may_be_file)) {
        listing.entries.push_back({std::string(name), type});
      }
    }
    closedir(folder);
    return true;
  }

  const WalkOptions& options_;
  std::string start_;
  Ignores ignores_;
  Walked found_;
};

}  // namespace

bool is_document_name(std::string_view name) {
  constexpr std::string_view kEndings[] = {".yaml", ".yml", ".json"};
  return std::any_of(std::begin(kEndings), std::end(kEndings), [&](std::string_view ending) {
    return name.size() > ending.size() && name.ends_with(ending);
  });
}

Walked walk(const std::string& folder, const WalkOptions& options) {
  std::string prefix = normal_path(folder.empty() ? "." : folder);
  if (prefix == ".") prefix.clear();
  if (!prefix.empty() && !prefix.ends_with('/')) prefix += '/';
  Walk walk(folder, options);
  walk.start(prefix);
  return walk.take();
}

std::vector<std::string> documents_below(const std::string& folder) {
  WalkOptions options;
  options.ignores = false;
  return walk(folder, options).files;
}

}  // namespace launch::cli
