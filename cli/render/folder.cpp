#include "cli/render/folder.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>

#include "cli/render/output.h"
#include "cli/render/written_files.h"
#include "cli/write_out.h"
#include "compiler/change/unified_diff.h"
#include "compiler/diagnostic/display.h"
#include "compiler/spec/shell_words.h"
#include "compiler/target/text.h"

namespace launch::cli {
namespace fs = std::filesystem;
namespace {

struct FolderFile {
  std::string text;
  std::string source;  // the job's file, from the workspace's root
  std::string job;     // for messages
};
using FolderFiles = std::map<std::string, FolderFile>;

// A job's name as a part of a file's name.
std::string as_file_name(std::string name) {
  std::replace_if(
      name.begin(), name.end(),
      [](char c) { return !is_letter(c) && !is_digit(c) && c != '-' && c != '_' && c != '.'; },
      '-');
  return name;
}

// jobs/train.yaml becomes jobs/train.docker.sh, its document "eval" jobs/train.eval.docker.sh.
// What lies outside of the workspace comes to the folder's top.
std::string file_name_of(const Rendered& artifact) {
  fs::path path = artifact.path == "<stdin>" ? fs::path("stdin") : fs::path(artifact.path);
  if (path.is_absolute() || path.generic_string().starts_with("..")) path = path.filename();
  std::string name = path.replace_extension().generic_string();
  if (!artifact.document_name.empty()) name += "." + as_file_name(artifact.document_name);
  return name + "." + std::string(artifact.target) + "." + std::string(artifact.ending);
}

FolderFiles files_of(const std::string& folder, const Rendering& rendering) {
  FolderFiles files;
  for (const Rendered& artifact : rendering.artifacts) {
    const std::string name = file_name_of(artifact);
    // Files are read one by one, so that no line separates them.
    const std::string head = artifact.ending == "json" ? "" : source_line(artifact);
    const bool ends = artifact.text.ends_with('\n');
    FolderFile file{head + artifact.text + (ends ? "" : "\n"), artifact.path, job_name(artifact)};
    const auto [there, added] = files.emplace(name, file);
    if (added) continue;
    throw UsageError{there->second.job + " and " + file.job + " would both be written to " +
                     folder + "/" + name + "; rename one of them"};
  }
  return files;
}

// Files that were written before and that no job makes any more: theirs is gone, or is among those
// that were rendered and made others. Jobs that were not asked for keep their files.
std::vector<std::string> stale_files(const WrittenFiles& written, const FolderFiles& files,
                                     const Rendering& rendering, const Workspace& workspace) {
  std::set<std::string> rendered;
  for (const std::string& path : rendering.inputs) {
    rendered.insert(path == "-" ? "<stdin>" : workspace.from_root(path));
  }
  std::vector<std::string> stale;
  for (const auto& [name, source] : written.sources()) {
    if (files.count(name) > 0) continue;
    std::error_code error;
    const bool there = source == "<stdin>" || fs::exists(fs::path(workspace.root) / source, error);
    if (!there || rendered.count(source) > 0) stale.push_back(name);
  }
  return stale;
}

// Walks pass over a folder of renders, and jobs among them would be lost to them.
void refuse_folder_of_jobs(const std::string& folder, const Rendering& rendering) {
  const std::string start = absolute_path(folder + "/");
  for (const std::string& path : rendering.inputs) {
    if (path == "-" || !absolute_path(path).starts_with(start)) continue;
    throw UsageError{"--output-dir " + launch::quoted(folder) + " holds " + path +
                     " itself; a folder of its own is wanted, such as renders"};
  }
}

bool is_there(const std::string& path) {
  std::error_code error;
  return fs::exists(fs::symlink_status(path, error));
}

std::string counted_files(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " file" : " files");
}

class Writing {
 public:
  Writing(const RenderOptions& options, const Rendering& rendering, const Workspace& workspace)
      : folder_(without_slash(options.output_dir)),
        prune_(options.prune),
        files_(files_of(folder_, rendering)),
        written_(folder_),
        stale_(stale_files(written_, files_, rendering, workspace)) {}

  ExitCode run(const Rendering& rendering) {
    refuse_folder_of_jobs(folder_, rendering);
    const std::vector<std::string> changed = changed_files();
    // Listed first: what a run that was cut short has written is ours as well.
    for (const auto& [name, file] : files_) written_.add(name, file.source);
    if (!files_.empty() || !written_.sources().empty()) written_.save();
    for (const std::string& name : changed) replace_file(folder_ + "/" + name, files_[name].text);
    settle_stale();
    std::fprintf(stderr, "%s: %s, %zu of them written\n", folder_.c_str(),
                 counted_files(files_.size()).c_str(), changed.size());
    return kOk;
  }

  static std::string without_slash(std::string path) {
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    return path;
  }

 private:
  // Nothing is written when one of them is somebody else's.
  std::vector<std::string> changed_files() const {
    std::vector<std::string> changed;
    for (const auto& [name, file] : files_) {
      const std::string path = folder_ + "/" + name;
      const FileText there = read_file(path);
      if (there.status == FileText::Status::Ok && there.text == file.text) continue;
      if (there.status != FileText::Status::Missing && !written_.contains(name)) {
        throw UsageError{path +
                         " is there, and launch render did not write it; remove it, or write "
                         "to another folder"};
      }
      changed.push_back(name);
    }
    return changed;
  }

  void settle_stale() {
    for (const std::string& name : stale_) {
      const std::string path = folder_ + "/" + name;
      if (!is_there(path)) {
        written_.remove(name);
        continue;
      }
      if (!prune_) {
        std::fprintf(stderr, "launch: note: no job makes %s any more; --prune removes it\n",
                     path.c_str());
        continue;
      }
      std::error_code error;
      fs::remove(path, error);
      if (error) throw UnreachableError{path + " cannot be removed: " + error.message()};
      // Folders go with their last file, and only then.
      for (fs::path above = fs::path(name).parent_path(); !above.empty() && !error;
           above = above.parent_path()) {
        if (!fs::is_empty(fs::path(folder_) / above, error) || error) break;
        fs::remove(fs::path(folder_) / above, error);
      }
      written_.remove(name);
      std::fprintf(stderr, "launch: note: removed %s\n", path.c_str());
    }
    if (!stale_.empty()) written_.save();
  }

  std::string folder_;
  bool prune_;
  FolderFiles files_;
  WrittenFiles written_;
  std::vector<std::string> stale_;
};

// The call that makes the folder what it should be, from the one that compared.
std::string refreshing(const RenderOptions& options, bool prune) {
  std::string line = "launch render";
  std::map<const CLI::Option*, std::size_t> taken;
  for (const CLI::Option* option : options.job.command->parse_order()) {
    const std::size_t index = taken[option]++;
    if (option->check_name("--jobs") || option->check_name("--color")) continue;
    const std::string value =
        index < option->results().size() ? shell_quote(option->results()[index]) : std::string();
    if (option->get_positional()) {
      line += " " + value;
    } else if (option->get_items_expected_max() == 0) {
      line += " --" + option->get_lnames().front();
    } else {
      const bool check = option->check_name("--check");
      line += " --" + (check ? "output-dir" : option->get_lnames().front()) + " " + value;
    }
  }
  return prune ? line + " --prune" : line;
}

// A diff as a terminal may show it.
std::string coloured(const std::string& diff) {
  std::string out;
  for (std::size_t begin = 0; begin < diff.size();) {
    const std::size_t end = std::min(diff.find('\n', begin), diff.size());
    const std::string line = printable(diff.substr(begin, end - begin));
    const bool header = line.starts_with("--- ") || line.starts_with("+++ ");
    const char* colour = header                  ? "1"
                         : line.starts_with('-') ? "31"
                         : line.starts_with('+') ? "32"
                         : line.starts_with('@') ? "36"
                                                 : "";
    out += *colour == '\0' ? line : "\x1b[" + std::string(colour) + "m" + line + "\x1b[0m";
    out += '\n';
    begin = end + 1;
  }
  return out;
}

class Check {
 public:
  Check(const RenderOptions& options, const Rendering& rendering, const Workspace& workspace)
      : options_(options),
        folder_(Writing::without_slash(options.check)),
        files_(files_of(folder_, rendering)),
        written_(folder_),
        stale_(stale_files(written_, files_, rendering, workspace)) {}

  ExitCode run() {
    for (const auto& [name, file] : files_) compare(folder_ + "/" + name, file);
    std::erase_if(stale_, [&](const std::string& name) { return !is_there(folder_ + "/" + name); });
    for (const std::string& name : stale_) {
      text_ += "stale: " + folder_ + "/" + name + ", which no job makes any more\n";
    }
    const ExitCode shown = write_out(text_, {});
    if (shown != kOk || text_.empty()) return shown;
    std::fprintf(stderr, "launch: %s is not what its jobs render to: %s; to refresh: %s\n",
                 folder_.c_str(), sum().c_str(), refreshing(options_, !stale_.empty()).c_str());
    return kFindings;
  }

 private:
  void compare(const std::string& path, const FolderFile& file) {
    const FileText there = read_file(path);
    if (there.status == FileText::Status::Missing) {
      text_ += "missing: " + path + ", which " + file.job + " makes\n";
      ++missing_;
      return;
    }
    if (there.status != FileText::Status::Ok) {
      throw UnreachableError{path + ": " + why_unreadable(there)};
    }
    const std::string diff =
        unified_diff({path + "\tin the folder", there.text}, {path + "\trendered now", file.text});
    if (diff.empty()) return;
    ++different_;
    text_ += wants_colour(options_.common, STDOUT_FILENO) ? coloured(diff) : diff;
  }

  std::string sum() const {
    std::string text;
    const auto add = [&](std::size_t count, const char* what) {
      if (count == 0) return;
      text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + what;
    };
    add(different_, "different");
    add(missing_, "missing");
    add(stale_.size(), "stale");
    return text;
  }

  const RenderOptions& options_;
  std::string folder_;
  FolderFiles files_;
  WrittenFiles written_;
  std::vector<std::string> stale_;
  std::string text_;
  std::size_t different_ = 0, missing_ = 0;
};

}  // namespace

ExitCode write_folder(const RenderOptions& options, const Rendering& rendering,
                      const Workspace& workspace) {
  return Writing(options, rendering, workspace).run(rendering);
}

ExitCode check_folder(const RenderOptions& options, const Rendering& rendering,
                      const Workspace& workspace) {
  std::error_code error;
  if (!fs::is_directory(options.check, error)) {
    const bool there = fs::exists(options.check, error);
    throw UnreachableError{options.check + ": " +
                           (there ? "it is no folder" : why_missing(options.check))};
  }
  return Check(options, rendering, workspace).run();
}

}  // namespace launch::cli
