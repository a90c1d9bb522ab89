#include "cli/ignores.h"

#include <filesystem>

#include "cli/disk.h"

namespace launch::cli {
namespace fs = std::filesystem;
namespace {

std::string first_line(const fs::path& file) {
  const FileText text = read_file(file.string(), 1U << 16U);
  return text.text.substr(0, text.text.find_first_of("\r\n"));
}

// Where the repository whose tree starts at `root` keeps what all its trees share: .git, or what a
// file of that name leads to in a second tree (gitrepository-layout(5), commondir).
fs::path common_folder(const fs::path& root) {
  constexpr std::string_view kLeads = "gitdir: ";
  std::error_code error;
  fs::path git = root / ".git";
  if (fs::is_directory(git, error)) return git;
  const std::string line = first_line(git);
  if (!line.starts_with(kLeads)) return git;
  fs::path own = root / line.substr(kLeads.size());
  const std::string common = first_line(own / "commondir");
  return common.empty() ? own : own / common;
}

fs::path repository_of(const fs::path& folder) {
  std::error_code error;
  for (fs::path each = folder;; each = each.parent_path()) {
    if (fs::exists(each / ".git", error)) return each;
    if (each == each.parent_path()) return {};
  }
}

}  // namespace

Ignores::Ignores(const std::string& folder, const std::string& root) {
  std::error_code error;
  const fs::path here = fs::weakly_canonical(folder.empty() ? "." : folder, error);
  fs::path top = repository_of(here);
  if (!top.empty()) {
    add((common_folder(top) / "info/exclude").string(), 0);
  } else {
    const std::string way = here.lexically_relative(root).generic_string();
    top = root.empty() || way.empty() || way.starts_with("..") ? here : fs::path(root);
  }
  fs::path at = top;
  for (const fs::path& name : here.lexically_relative(top)) {
    if (name == ".") continue;
    add((at / ".gitignore").string(), inside_.size());
    at /= name;
    inside_ += name.string() + "/";
  }
}

void Ignores::go_into(std::string_view name) {
  inside_ += name;
  inside_ += '/';
}

void Ignores::go_back() {
  inside_.pop_back();
  inside_.resize(inside_.rfind('/') + 1);
}

bool Ignores::enter(const std::string& ignore_file) { return add(ignore_file, inside_.size()); }

bool Ignores::add(const std::string& path, std::size_t base) {
  // git does not follow a link here (gitignore(5), NOTES).
  if (std::error_code error; fs::is_symlink(fs::symlink_status(path, error))) return false;
  const FileText file = read_file(path);
  if (file.status != FileText::Status::Ok) return false;
  levels_.push_back({base, IgnoreFile(file.text)});
  return true;
}

bool Ignores::ignore(std::string_view name, bool is_folder) const {
  if (levels_.empty()) return false;
  const std::string path = inside_ + std::string(name);
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
    const auto verdict = level->file.ignores(std::string_view(path).substr(level->base), is_folder);
    if (verdict) return *verdict;
  }
  return false;
}

}  // namespace launch::cli
