#include "cli/git/repository.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "cli/workspace.h"
#include "submit/process.h"

namespace launch::cli {
namespace fs = std::filesystem;
namespace {

// git must not write into the repository only because somebody looks at it.
std::vector<std::string> git_words(const std::string& folder) {
  return {"git", "-C", folder, "--no-optional-locks"};
}

ProcessResult run_git(const std::string& folder, const std::vector<std::string>& words) {
  std::vector<std::string> argv = git_words(folder);
  argv.insert(argv.end(), words.begin(), words.end());
  ProcessResult result = run_process(argv);
  if (result.exit_code == 127) throw UnreachableError{"git cannot be run: is it installed?"};
  return result;
}

std::unique_ptr<Conversation> start_reading(const std::string& folder) {
  std::vector<std::string> argv = git_words(folder);
  argv.insert(argv.end(), {"cat-file", "--batch", "--follow-symlinks"});
  return std::make_unique<Conversation>(argv);
}

// git's own words, without its "fatal: ".
std::string reason_of(const ProcessResult& result) {
  std::string reason = submit::first_line(result.err);
  for (const std::string_view start : {"fatal: ", "error: "}) {
    if (reason.starts_with(start)) reason = reason.substr(start.size());
  }
  return reason.empty() ? "git failed with exit code " + std::to_string(result.exit_code) : reason;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

struct TreeEntry {
  std::string object, path;
  bool is_submodule = false;
};

ProcessResult list_tree(const std::string& folder, const std::string& commit) {
  return run_git(folder, {"ls-tree", "-r", "-z", "--full-tree", commit});
}

// "100644 blob 1a2b…\tpath"
std::vector<TreeEntry> entries_of(std::string_view listed) {
  std::vector<TreeEntry> entries;
  for (const std::string_view entry : split(listed, '\0')) {
    const std::size_t tab = entry.find('\t');
    const std::vector<std::string_view> words = split(entry.substr(0, tab), ' ');
    if (tab == std::string_view::npos || words.size() < 3) continue;
    entries.push_back(
        {std::string(words[2]), std::string(entry.substr(tab + 1)), words[1] == "commit"});
  }
  return entries;
}

FileText unreadable(const std::string& why) { return {FileText::Status::Unreadable, {}, why}; }

}  // namespace

Repository::Repository() {
  const ProcessResult result = run_git(".", {"rev-parse", "--show-toplevel", "--show-prefix"});
  if (result.exit_code != 0) throw UnreachableError{"--git: " + reason_of(result)};
  const std::vector<std::string_view> lines = split(result.out, '\n');
  top_ = lines.empty() ? "." : lines[0];
  prefix_ = lines.size() > 1 ? lines[1] : "";
}

std::string Repository::commit(const std::string& revision) const {
  const ProcessResult result = run_git(
      ".", {"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"});
  if (result.exit_code != 0) {
    throw UnreachableError{launch::quoted(revision) +
                           " is no commit of this repository; a shallow clone has only the newest: "
                           "git fetch --unshallow"};
  }
  return submit::first_line(result.out);
}

std::string Repository::merge_base(const std::string& one, const std::string& other) const {
  const ProcessResult result = run_git(".", {"merge-base", commit(one), commit(other)});
  if (result.exit_code == 0) return submit::first_line(result.out);
  throw UnreachableError{
      launch::quoted(one) + " and " + launch::quoted(other) +
      " have no commit in common here; in a shallow clone: git fetch --unshallow"};
}

std::vector<std::string> Repository::working_files() const {
  const ProcessResult result = run_git(
      top_, {"ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"});
  if (result.exit_code != 0) throw UnreachableError{"--git: " + reason_of(result)};
  std::vector<std::string> files;
  for (const std::string_view path : split(result.out, '\0')) {
    files.push_back(seen_from_here(std::string(path)));
  }
  return files;
}

std::vector<std::pair<std::string, std::string>> Repository::renames(
    const std::string& before, const std::string& after) const {
  std::vector<std::string> words{"diff",          "--name-status",   "-z",  "-M", "--no-relative",
                                 "--no-ext-diff", "--diff-filter=R", before};
  if (!after.empty()) words.push_back(after);
  words.push_back("--");
  const ProcessResult result = run_git(top_, words);
  // Not worth failing for: without them, a move is a removal and an addition.
  const std::vector<std::string_view> parts = split(result.out, '\0');
  std::vector<std::pair<std::string, std::string>> renames;
  for (std::size_t i = 0; i + 2 < parts.size(); i += 3) {
    renames.emplace_back(seen_from_here(std::string(parts[i + 1])),
                         seen_from_here(std::string(parts[i + 2])));
  }
  return renames;
}

std::string Repository::seen_from_here(const std::string& path) const {
  if (prefix_.empty()) return path;
  return fs::path(path).lexically_relative(prefix_).generic_string();
}

std::string Repository::below_top(const std::string& seen) const {
  if (seen.starts_with('/')) return {};
  const std::string path = fs::path(prefix_ + seen).lexically_normal().generic_string();
  return path.starts_with("..") ? std::string() : path;
}

CommitFiles::CommitFiles(const Repository& repository, const std::string& commit)
    : top_(repository.top()), commit_(commit), git_(start_reading(top_)) {
  const ProcessResult listed = list_tree(top_, commit);
  if (listed.exit_code != 0) throw UnreachableError{commit + ": " + reason_of(listed)};
  for (TreeEntry& entry : entries_of(listed.out)) {
    if (entry.is_submodule) {
      submodules_[entry.path] = entry.object;
    } else {
      paths_.push_back(std::move(entry.path));
    }
  }
  std::sort(paths_.begin(), paths_.end());
  list_submodules();
}

void CommitFiles::list_submodules() {
  for (const auto& [folder, commit] : submodules_) {
    const std::string place = top_ + "/" + folder;
    // Without its own .git, git would answer for the repository around it.
    if (!fs::exists(place + "/.git")) continue;
    // One whose commit is not here lists nothing; reading from it says so.
    for (const TreeEntry& entry : entries_of(list_tree(place, commit).out)) {
      if (!entry.is_submodule) submodule_paths_.push_back(folder + "/" + entry.path);
    }
  }
}

FileText CommitFiles::read(const std::string& path, std::size_t most) {
  if (path.empty()) return {FileText::Status::Outside, {}, {}};
  // A question ends with its line.
  if (path.find('\n') != std::string::npos) return {};
  const std::lock_guard lock(mutex_);
  FileText file = read_object(*git_, commit_ + ":" + path, most);
  if (file.status == FileText::Status::Missing) return read_in_submodule(path, most);
  return file;
}

FileText CommitFiles::read_in_submodule(const std::string& path, std::size_t most) {
  for (const auto& [folder, commit] : submodules_) {
    if (!path.starts_with(folder + "/")) continue;
    std::unique_ptr<Conversation>& git = submodule_gits_[folder];
    const std::string place = top_ + "/" + folder;
    // Without its own .git, git would answer for the repository around it.
    if (!git && fs::exists(place + "/.git")) git = start_reading(place);
    const std::string rest = path.substr(folder.size() + 1);
    const FileText whole = git ? read_object(*git, commit + "^{tree}", most) : FileText{};
    if (whole.status == FileText::Status::Missing) {
      return unreadable("it lies in the submodule " + folder + ", whose commit " +
                        commit.substr(0, 12) +
                        " is not here; git submodule update --init fetches it");
    }
    return read_object(*git, commit + ":" + rest, most);
  }
  return {};
}

// https://git-scm.com/docs/git-cat-file#_batch_output
FileText CommitFiles::read_object(Conversation& git, const std::string& name, std::size_t most) {
  std::string head;
  if (!git.write(name + "\n") || !git.read_line(head)) return unreadable("git ended unexpectedly");
  if (head.ends_with(" missing") || head.ends_with(" ambiguous")) return {};
  const std::vector<std::string_view> words = split(head, ' ');
  std::size_t size = 0;
  const std::string_view number = words.empty() ? std::string_view() : words.back();
  std::from_chars(number.data(), number.data() + number.size(), size);
  std::string bytes;
  if (!git.read_bytes(size + 1, bytes)) return unreadable("git ended unexpectedly");
  bytes.pop_back();
  if (words[0] == "symlink") return {FileText::Status::Outside, {}, {}};
  if (words[0] == "dangling" || words[0] == "notdir") return {};
  if (words[0] == "loop") return unreadable("its links lead in a circle");
  if (words.size() > 1 && words[1] == "tree") return unreadable("it is a folder");
  if (size > most) return unreadable("it is larger than " + std::to_string(most >> 20U) + " MiB");
  return {FileText::Status::Ok, std::move(bytes), {}};
}

}  // namespace launch::cli
