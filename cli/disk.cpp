#include "cli/disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "cli/queue_lookup.h"
#include "cli/walk.h"

namespace launch::cli {
namespace fs = std::filesystem;
namespace {

FileText unreadable(const std::string& why) { return {FileText::Status::Unreadable, {}, why}; }

FileText read_all(int file, std::size_t most) {
  FileText result{FileText::Status::Ok, {}, {}};
  struct stat status {};
  if (fstat(file, &status) == 0 && S_ISDIR(status.st_mode)) return unreadable("it is a folder");
  if (S_ISREG(status.st_mode)) {
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size > most) return unreadable("it is larger than " + std::to_string(most >> 20U) + " MiB");
    result.text.reserve(size + 1);
  }
  char buffer[1 << 16];
  for (;;) {
    const ssize_t count = ::read(file, buffer, sizeof buffer);
    if (count == 0) return result;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return unreadable(std::strerror(errno));
    result.text.append(buffer, static_cast<std::size_t>(count));
    // A whole small file in one call: asking again would only say so.
    const bool whole = S_ISREG(status.st_mode) && status.st_size > 0 &&
                       result.text.size() == static_cast<std::size_t>(status.st_size);
    if (whole && static_cast<std::size_t>(count) < sizeof buffer) return result;
    if (result.text.size() > most) {
      return unreadable("it is larger than " + std::to_string(most >> 20U) + " MiB");
    }
  }
}

}  // namespace

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string normal_path(const std::string& path) {
  // Asking the library takes as long as judging a small file, and most paths are normal.
  std::string_view rest = path;
  if (rest.starts_with("./") && rest.size() > 2) rest.remove_prefix(2);
  const bool is_normal = !rest.starts_with('.') && rest.find("/.") == std::string_view::npos &&
                         path.find("//") == std::string::npos;
  return is_normal ? std::string(rest) : fs::path(path).lexically_normal().generic_string();
}

std::string absolute_path(const std::string& path) {
  return path == "-" ? path : fs::absolute(path).lexically_normal().generic_string();
}

FileText read_file(const std::string& path, std::size_t most) {
  if (path == "-") return read_all(STDIN_FILENO, most);
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return {FileText::Status::Missing, {}, {}};
    return unreadable(std::strerror(errno));
  }
  FileText result = read_all(file, most);
  ::close(file);
  return result;
}

std::string why_unreadable(const FileText& file) {
  return file.why.empty() ? "no such file or folder" : file.why;
}

bool is_readable(const std::string& path, const FileText& file) {
  if (file.status == FileText::Status::Ok) return true;
  std::fprintf(stderr, "launch: %s: %s\n", path.c_str(), why_unreadable(file).c_str());
  return false;
}

Files Disk::files() {
  return {
      [this](const std::string& path) { return read(path); },
      [this](const std::string& name, const std::string& from) { return find_queue(name, from); }};
}

bool Disk::inside_root(const std::string& path) const {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(path, error);
  const std::string relative = real.lexically_relative(workspace_.root).generic_string();
  return !error && !relative.starts_with("..");
}

std::shared_ptr<const ParsedFile> Disk::read(const std::string& path) {
  {
    const std::lock_guard lock(mutex_);
    const auto known = read_before_.find(path);
    if (known != read_before_.end()) return known->second;
  }
  std::shared_ptr<const ParsedFile> file = parse_file(
      path, inside_root(path) ? read_file(path) : FileText{FileText::Status::Outside, {}, {}});
  // Bounded, so that memory stays flat: what many jobs share is little.
  constexpr std::size_t kMostFiles = 64;
  constexpr std::size_t kMostBytes = 1U << 18U;
  const std::lock_guard lock(mutex_);
  const std::size_t bytes = bytes_before_ + file->text().size();
  if (read_before_.size() >= kMostFiles || bytes > kMostBytes) return file;
  if (read_before_.emplace(path, file).second) bytes_before_ = bytes;
  return file;
}

namespace {

// NAME.yaml, .yml or .json in a folder; the names of all queues there.
void look_in(const fs::path& folder, const std::string& name, std::vector<std::string>& found,
             std::vector<std::string>& known) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    const fs::path& path = entry.path();
    if (!is_document_name(file_name(path.native()))) continue;
    if (path.stem() == name) found.push_back(path.lexically_normal().generic_string());
    known.push_back(path.stem().string());
  }
}

}  // namespace

QueueLookup Disk::find_queue(const std::string& name, const std::string& from) {
  const std::string key = name + '\n' + from.substr(0, from.rfind('/') + 1);
  {
    const std::lock_guard lock(mutex_);
    const auto known = queues_before_.find(key);
    if (known != queues_before_.end()) return known->second;
  }
  QueueLookup result = look_for_queue(name, from);
  const std::lock_guard lock(mutex_);
  if (queues_before_.size() < 256) queues_before_[key] = result;
  return result;
}

const std::vector<std::string>& Disk::queue_files() {
  std::call_once(queue_files_once_, [&] {
    queue_files_ = documents_below(workspace_.prefix.empty() ? "." : workspace_.prefix);
    std::erase_if(queue_files_, [&](const std::string& path) {
      return workspace_.expected_kind(path) != DocumentKind::Queue;
    });
  });
  return queue_files_;
}

void Disk::drop_copies(std::vector<std::string>& found) const {
  WalkOptions options;
  options.root = workspace_.root;
  const std::vector<std::string> kept =
      walk(workspace_.prefix.empty() ? "." : workspace_.prefix, options).files;
  std::vector<std::string> originals;
  for (const std::string& path : found) {
    const bool is_kept = std::binary_search(kept.begin(), kept.end(), path) &&
                         !matches_any(workspace_.exclude, workspace_.from_root(path));
    if (is_kept) originals.push_back(path);
  }
  if (!originals.empty()) found = std::move(originals);
}

QueueLookup Disk::look_for_queue(const std::string& name, const std::string& from) {
  std::vector<std::string> known;
  std::vector<std::string> found;
  if (workspace_.has_file && !workspace_.queues.empty()) {
    for (const std::string& path : queue_files()) {
      const std::string stem = fs::path(path).stem().string();
      if (stem == name) found.push_back(path);
      known.push_back(stem);
    }
    if (found.size() > 1) drop_copies(found);
  } else {
    // Beside the job and in each parent, up to the root.
    fs::path folder = fs::path(from).parent_path();
    for (int level = 0; level < 64 && found.empty(); ++level) {
      const fs::path here = folder.empty() ? fs::path(".") : folder;
      if (!inside_root(here.string())) break;
      look_in(here / "queues", name, found, known);
      const bool climbs = !folder.empty() && folder.filename() != ".." && folder != ".";
      folder =
          climbs ? folder.parent_path() : fs::path(folder == "." ? ".." : (folder / "..").string());
    }
  }
  return lookup_of(std::move(found), std::move(known));
}

}  // namespace launch::cli
