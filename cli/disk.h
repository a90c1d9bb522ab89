// The disk as the compiler may see it: below one root, read only.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "cli/workspace.h"
#include "compiler/resolve/load.h"

namespace launch::cli {

// Reads a file, "-" from standard input. Files over `most` bytes are Unreadable.
FileText read_file(const std::string& path, std::size_t most = 64U << 20U);

// Why a file that is not Ok could not be read, in a few words.
std::string why_unreadable(const FileText& file);

// False, and said on standard error, when a file that the user named could not be read.
bool is_readable(const std::string& path, const FileText& file);

class Disk {
 public:
  explicit Disk(const Workspace& workspace) : workspace_(workspace) {}
  // The functions refer to this object. Safe to call from several threads.
  Files files();

 private:
  std::shared_ptr<const ParsedFile> read(const std::string& path);
  QueueLookup find_queue(const std::string& name, const std::string& from);
  QueueLookup look_for_queue(const std::string& name, const std::string& from);
  // The queues of a workspace whose file says where they lie.
  const std::vector<std::string>& queue_files();
  // Of files of one name, copies that git ignores or launch.yaml excludes count only when they are
  // all there is.
  void drop_copies(std::vector<std::string>& found) const;
  bool inside_root(const std::string& path) const;

  const Workspace& workspace_;
  std::mutex mutex_;
  // Bases and queues are named by many jobs of one run.
  std::map<std::string, std::shared_ptr<const ParsedFile>> read_before_;
  std::size_t bytes_before_ = 0;  // of their texts
  std::once_flag queue_files_once_;
  std::vector<std::string> queue_files_;
  std::map<std::string, QueueLookup> queues_before_;  // by name and the job's folder
};

// The part behind the last slash.
std::string_view file_name(std::string_view path);
// As the library's lexically_normal(): without ".", "..", and repeated slashes, by its text alone.
std::string normal_path(const std::string& path);
// From the disk's root on, normal, wherever we are; "-" stays what it is.
std::string absolute_path(const std::string& path);

}  // namespace launch::cli
