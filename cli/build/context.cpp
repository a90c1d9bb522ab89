#include "cli/build/context.h"

#include <algorithm>
#include <map>

#include "cli/disk.h"
#include "cli/workspace.h"
#include "compiler/diagnostic/diagnostic.h"
#include "compiler/document/sha256.h"
#include "compiler/document/utf8.h"

namespace launch::cli {
namespace fs = std::filesystem;
namespace {

using Kind = build::ContextEntry::Kind;

class Reader {
 public:
  Reader(const ContextInput& input, bool reads)
      : input_(input), reads_(reads), ignore_file_(ignore_file()), ignore_(ignore_text()) {
    refuse_unusable(ignore_, ignore_file_);
  }

  std::vector<build::ContextEntry> run() {
    walk(input_.folder, "");
    return std::move(entries_);
  }

 private:
  // A Dockerfile's own ignore file takes the place of the context's
  // (https://docs.docker.com/build/concepts/context/#filename-and-location).
  std::string ignore_file() const {
    const std::string own = input_.dockerfile + ".dockerignore";
    const bool has_own =
        !input_.dockerfile.empty() && fs::is_regular_file(fs::symlink_status(input_.folder / own));
    return has_own ? own : ".dockerignore";
  }
  std::string ignore_text() const {
    const fs::path path = input_.folder / ignore_file_;
    // A link may lead out of the code: what stands there is nobody's business.
    if (!fs::is_regular_file(fs::symlink_status(path))) return {};
    return content_of(path);
  }

  std::string content_of(const fs::path& path) const {
    FileText file = read_file(path.string(), input_.most);
    if (file.status == FileText::Status::Ok) return std::move(file.text);
    throw UnreachableError{"the context holds " + launch::quoted(path.string()) +
                           ", which cannot be read: " + why_unreadable(file)};
  }

  // docker needs these two whatever they say (docker/cli, cli/command/image/build/dockerignore.go).
  bool ignored(const std::string& path) const {
    if (path == input_.dockerfile || path == ignore_file_) return false;
    // docker's patterns become regular expressions of Go's, which read a byte that is no UTF-8 as
    // U+FFFD (https://pkg.go.dev/regexp).
    return ignore_.ignores(as_utf8(path));
  }
  bool holds_dockerfile(const std::string& folder) const {
    return input_.dockerfile.starts_with(folder + "/") || ignore_file_.starts_with(folder + "/");
  }

  void walk(const fs::path& folder, const std::string& prefix) {
    std::error_code error;
    fs::directory_iterator each(folder, error);
    if (error) {
      throw UnreachableError{"the context's folder " + launch::quoted(folder.string()) +
                             " cannot be read: " + error.message()};
    }
    for (const fs::directory_entry& entry : each) take(entry, prefix);
  }

  void take(const fs::directory_entry& entry, const std::string& prefix) {
    const std::string name = entry.path().filename().string();
    if (name == ".git") return;
    const std::string path = prefix + name;
    const bool out = ignored(path);
    if (!out) refuse_name(path, path);
    if (entry.is_symlink()) {
      if (!out) take_link(path, fs::read_symlink(entry).string());
    } else if (entry.is_directory()) {
      if (!out) entries_.push_back({path, Kind::Folder, false, {}});
      if (!out || ignore_.has_exceptions() || holds_dockerfile(path)) walk(entry, path + "/");
    } else if (entry.is_regular_file() && !out) {
      count(path, entry.file_size());
      const bool executable = (entry.status().permissions() & fs::perms::owner_exec) != fs::perms{};
      entries_.push_back(
          {path, Kind::File, executable, reads_ ? content_of(entry.path()) : std::string()});
      refuse_pointer(entries_.back());
    } else if (!entry.is_regular_file() && !out) {
      throw UsageError{"the build context holds " + launch::quoted(path) +
                       ", which is no file, folder or link: name it in .dockerignore"};
    }
  }

  void take_link(const std::string& path, std::string target) {
    refuse_name(path, target);
    entries_.push_back({path, Kind::Link, false, std::move(target)});
  }

  // BuildKit is sent a folder's names as protobuf strings, which are UTF-8 or nothing
  // (https://github.com/tonistiigi/fsutil/blob/master/types/stat.proto,
  // https://protobuf.dev/programming-guides/proto3/#scalar). It takes them in an archive, but code
  // that only launch could build is no good.
  static void refuse_name(const std::string& path, const std::string& name) {
    if (as_utf8(name) == name) return;
    throw UsageError{"the build context holds " + launch::quoted(as_utf8(path)) +
                     (path == name ? ", whose name is" : ", a link to a name that is") +
                     " not UTF-8, and BuildKit refuses that: rename it, or name its folder, or a "
                     "pattern that fits it, in .dockerignore"};
  }

  // https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
  static void refuse_pointer(const build::ContextEntry& file) {
    if (!file.content.starts_with("version https://git-lfs.github.com/spec/")) return;
    throw UsageError{"the build context holds " + launch::quoted(file.path) +
                     ", which is a pointer of git-lfs in place of the file: name it in "
                     ".dockerignore and fetch it when the job runs, or give the code with its "
                     "files as an artifact"};
  }

  void count(const std::string& path, std::uint64_t size) {
    bytes_ += size;
    sizes_[path.substr(0, path.find('/'))] += size;
    if (bytes_ <= input_.most) return;
    const auto largest = std::max_element(
        sizes_.begin(), sizes_.end(),
        [](const auto& one, const auto& other) { return one.second < other.second; });
    throw UsageError{"the build context has more than " + std::to_string(input_.most >> 20U) +
                     " MiB, most of it in " + launch::quoted(largest->first) +
                     ": name what the image does not need in .dockerignore, or raise "
                     "--context-limit"};
  }

  const ContextInput& input_;
  bool reads_;
  std::string ignore_file_;
  DockerIgnore ignore_;
  std::vector<build::ContextEntry> entries_;
  std::uint64_t bytes_ = 0;
  std::map<std::string, std::uint64_t> sizes_;  // by the first name of the path
};

}  // namespace

void refuse_unusable(const DockerIgnore& ignore, const std::string& file) {
  if (ignore.unusable().empty()) return;
  throw UsageError{file + " holds " + launch::quoted(ignore.unusable()) +
                   ", which docker cannot read as a pattern"};
}

BuildContext read_context(const ContextInput& input) {
  BuildContext context{Reader(input, true).run(), {}};
  context.digest = hex(sha256(build::write_tar(context.entries)));
  return context;
}

void check_context(const ContextInput& input) { Reader(input, false).run(); }

std::shared_ptr<const BuildContext> BuildContexts::read(const ContextInput& input) {
  constexpr std::uint64_t kMostBytes = 256U << 20U;
  const std::lock_guard lock(mutex_);
  std::shared_ptr<const BuildContext>& known =
      read_before_[input.folder.string() + '\n' + input.dockerfile];
  if (known != nullptr) return known;
  std::shared_ptr<const BuildContext> read = std::make_shared<BuildContext>(read_context(input));
  for (const build::ContextEntry& entry : read->entries) bytes_ += entry.content.size();
  known = read;
  if (bytes_ > kMostBytes) {
    read_before_.clear();
    bytes_ = 0;
  }
  return read;
}

}  // namespace launch::cli
