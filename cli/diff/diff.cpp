#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <unordered_map>

#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/diff/compare.h"
#include "cli/inputs.h"
#include "cli/walk.h"
#include "cli/workspace.h"
#include "cli/write_out.h"

namespace launch::cli {
namespace fs = std::filesystem;
namespace {

// GitHub refuses comments over 65,536 characters, GitLab over 1,000,000.
constexpr std::size_t kLongestComment = 60'000;

struct DiffOptions {
  std::vector<std::string> paths;  // A and B, or those of interest
  std::string git;                 // REV, REV1..REV2 or REV1...REV2
  std::string format = "text";
  std::string output;
  bool exit_code = false;
  std::size_t threads = 0;
  TargetFlags target;
  CommonOptions common;
};

bool exists(const std::string& path) {
  std::error_code error;
  return fs::exists(path, error);
}

bool is_folder(const std::string& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

std::string same_name(const std::string& path) { return path; }

std::string without_slash(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

// "; did you mean …?" for a path that no state has, of the documents and folders that one has.
std::string nearest_of(const std::string& path, const std::vector<std::string>& documents) {
  std::set<std::string> paths;
  for (const std::string& document : documents) {
    for (fs::path each = document; !each.empty() && each != ".."; each = each.parent_path()) {
      paths.insert(each.generic_string());
    }
  }
  const std::vector<std::string_view> known(paths.begin(), paths.end());
  const std::string nearest = suggest(did_you_mean(path, known));
  return nearest.empty() ? "" : "; " + nearest;
}

// Two states of one repository: files pair by their paths, moved ones as git sees it.
class GitComparison {
 public:
  explicit GitComparison(const DiffOptions& options) : options_(options) { find_ends(); }

  ChangeReport run() {
    const Side before = commit_side(repository_, before_commit_, options_.target);
    const Side after = after_commit_.empty()
                           ? working_side()
                           : commit_side(repository_, after_commit_, options_.target);
    Comparison comparison{before, after, pairs(before, after), {}, {}, {}, options_.threads};
    for (const auto& [old, now] : renames_) {
      later_[old] = now;
      earlier_[now] = old;
    }
    comparison.later_name = [this](const std::string& path) { return named(later_, path); };
    comparison.earlier_name = [this](const std::string& path) { return named(earlier_, path); };
    for (const std::string& path : options_.paths) {
      comparison.only.push_back(normal_path(without_slash(path)));
    }
    ChangeReport report = compare(comparison);
    report.before = before_name_;
    report.after = after_name_;
    if (report.empty() && report.unchanged == 0) refuse_unknown_paths(before, after);
    return report;
  }

 private:
  using Names = std::unordered_map<std::string, std::string>;

  static std::string named(const Names& names, const std::string& path) {
    const auto known = names.find(path);
    return known == names.end() ? path : known->second;
  }

  void find_ends() {
    const std::string& range = options_.git;
    const std::size_t dots = range.find("..");
    if (dots == std::string::npos) {
      before_name_ = range;
      before_commit_ = repository_.commit(range);
      return;
    }
    const bool three = range.compare(dots, 3, "...") == 0;
    const auto or_head = [](const std::string& name) { return name.empty() ? "HEAD" : name; };
    before_name_ = or_head(range.substr(0, dots));
    after_name_ = or_head(range.substr(dots + (three ? 3 : 2)));
    after_commit_ = repository_.commit(after_name_);
    before_commit_ = three ? repository_.merge_base(before_name_, after_name_)
                           : repository_.commit(before_name_);
  }

  Side working_side() const {
    Side side = disk_side(after_name_, find_workspace(options_.common.root), options_.target);
    for (const std::string& path : repository_.working_files()) {
      const bool hidden = path.starts_with('.') && !path.starts_with("../");
      const bool inside = inside_workspace(side, path);
      if (!hidden && inside && exists(path) && may_hold_jobs(side, path)) {
        side.documents.push_back(path);
      }
    }
    std::sort(side.documents.begin(), side.documents.end());
    return side;
  }

  static bool inside_workspace(const Side& side, const std::string& path) {
    const std::string whole = fs::absolute(path).lexically_normal().generic_string();
    return whole.starts_with(side.workspace->root + "/");
  }

  std::vector<FilePair> pairs(const Side& before, const Side& after) {
    const auto holds = [](const Side& side, const std::string& path) {
      return std::binary_search(side.documents.begin(), side.documents.end(), path);
    };
    renames_ = repository_.renames(before_commit_, after_commit_);
    std::vector<FilePair> pairs;
    for (const auto& [old, now] : renames_) {
      if (holds(before, old) && holds(after, now)) pairs.push_back({old, now, true});
    }
    const auto moved = [&](const std::string& path, bool old) {
      return std::any_of(pairs.begin(), pairs.end(), [&](const FilePair& pair) {
        return (old ? pair.before : pair.after) == path;
      });
    };
    std::vector<FilePair> result;
    for (const std::string& path : before.documents) {
      if (moved(path, true)) continue;
      const bool stayed = holds(after, path) && !moved(path, false);
      result.push_back({path, stayed ? path : std::string()});
    }
    for (const std::string& path : after.documents) {
      if (!moved(path, false) && (!holds(before, path) || moved(path, true))) {
        result.push_back({{}, path});
      }
    }
    result.insert(result.end(), pairs.begin(), pairs.end());
    const auto name = [](const FilePair& pair) {
      return pair.after.empty() ? pair.before : pair.after;
    };
    std::stable_sort(result.begin(), result.end(),
                     [&](const FilePair& a, const FilePair& b) { return name(a) < name(b); });
    return result;
  }

  void refuse_unknown_paths(const Side& before, const Side& after) const {
    for (const std::string& path : options_.paths) {
      const std::string wanted = normal_path(without_slash(path));
      const auto known = [&](const Side& side) {
        return side.read(wanted).status != FileText::Status::Missing;
      };
      if (exists(path) || known(before) || known(after)) continue;
      std::vector<std::string> documents = before.documents;
      documents.insert(documents.end(), after.documents.begin(), after.documents.end());
      throw UnreachableError{path + ": no such file or folder in either state" +
                             nearest_of(wanted, documents)};
    }
  }

  const DiffOptions& options_;
  Repository repository_;
  std::string before_commit_, after_commit_;  // no after: the working tree
  std::string before_name_, after_name_ = "the working tree";
  std::vector<std::pair<std::string, std::string>> renames_;
  Names later_, earlier_;
};

// Two files or folders, each on the disk or in a commit.
class PathComparison {
 public:
  explicit PathComparison(const DiffOptions& options) : options_(options) {}

  ChangeReport run() {
    const Operand before = operand(options_.paths[0]);
    const Operand after = operand(options_.paths[1]);
    if (before.folder != after.folder) {
      throw UsageError{"a file cannot be compared with a folder: " + options_.paths[0] + " and " +
                       options_.paths[1]};
    }
    Comparison comparison{before.side, after.side, {}, {}, same_name, same_name, options_.threads};
    if (before.folder) {
      comparison.pairs = pairs(before, after);
      comparison.later_name = rename(before.path, after.path);
      comparison.earlier_name = rename(after.path, before.path);
    } else {
      comparison.pairs = {{before.path, after.path}};
      const auto swapped = [](const std::string& from, const std::string& to) {
        return [from, to](const std::string& path) { return path == from ? to : path; };
      };
      comparison.later_name = swapped(before.path, after.path);
      comparison.earlier_name = swapped(after.path, before.path);
    }
    ChangeReport report = compare(comparison);
    report.before = options_.paths[0];
    report.after = options_.paths[1];
    return report;
  }

 private:
  struct Operand {
    Side side;
    std::string path;  // as messages name it, without a slash at its end
    bool folder = false;
  };

  Operand operand(const std::string& text) {
    const std::size_t colon = text.find(':');
    if (exists(text)) return on_disk(text);
    if (colon == std::string::npos || colon == 0) {
      throw UnreachableError{text + ": " + why_missing(text)};
    }
    return in_commit(text.substr(0, colon), without_slash(text.substr(colon + 1)));
  }

  Operand on_disk(const std::string& text) const {
    Operand operand;
    operand.path = normal_path(without_slash(text));
    operand.folder = is_folder(text);
    const Workspace workspace = options_.common.root ? find_workspace(options_.common.root)
                                                     : workspace_around(operand.path);
    operand.side = disk_side(text, workspace, options_.target);
    if (!operand.folder) return operand;
    for (const std::string& path : documents_below(operand.path)) {
      if (may_hold_jobs(operand.side, path)) operand.side.documents.push_back(path);
    }
    return operand;
  }

  // As git has it: a path starts at the repository's top, one with ./ where we are.
  Operand in_commit(const std::string& revision, const std::string& path) {
    if (!repository_) repository_ = std::make_unique<Repository>();
    Operand operand;
    operand.side = commit_side(*repository_, revision, options_.target);
    const bool relative = path.starts_with("./") || path.starts_with("../");
    operand.path = relative ? normal_path(path) : repository_->seen_from_here(path);
    if (operand.path.empty()) operand.path = ".";
    const FileText text = operand.side.read(operand.path);
    std::vector<std::string>& documents = operand.side.documents;
    const std::vector<std::string> all = documents;
    operand.folder = text.status != FileText::Status::Ok;
    const std::string start = operand.path == "." ? "" : operand.path + "/";
    if (operand.folder) {
      std::erase_if(documents, [&](const std::string& each) { return !each.starts_with(start); });
    }
    if (operand.folder && documents.empty()) {
      throw UnreachableError{revision + ":" + path + ": no such file, and no folder with specs" +
                             nearest_of(operand.path, all)};
    }
    return operand;
  }

  static std::function<std::string(const std::string&)> rename(const std::string& from,
                                                               const std::string& to) {
    const auto start = [](const std::string& path) { return path == "." ? "" : path + "/"; };
    return [from = start(from), to = start(to)](const std::string& path) {
      return path.starts_with(from) ? to + path.substr(from.size()) : path;
    };
  }

  static std::vector<FilePair> pairs(const Operand& before, const Operand& after) {
    const auto to_after = rename(before.path, after.path);
    const auto to_before = rename(after.path, before.path);
    const auto holds = [](const Side& side, const std::string& path) {
      return std::find(side.documents.begin(), side.documents.end(), path) != side.documents.end();
    };
    std::vector<FilePair> pairs;
    for (const std::string& path : before.side.documents) {
      const std::string other = to_after(path);
      pairs.push_back({path, holds(after.side, other) ? other : std::string()});
    }
    for (const std::string& path : after.side.documents) {
      if (!holds(before.side, to_before(path))) pairs.push_back({{}, path});
    }
    return pairs;
  }

  const DiffOptions& options_;
  std::unique_ptr<Repository> repository_;
};

ChangeReport report_of(const DiffOptions& options) {
  if (!options.git.empty()) return GitComparison(options).run();
  if (options.paths.size() != 2) {
    throw UsageError{
        "two files or folders are compared, launch diff A B; or two states of the repository, "
        "launch diff --git REV"};
  }
  return PathComparison(options).run();
}

int diff(const DiffOptions& options) {
  const ChangeReport report = report_of(options);
  std::string text;
  if (options.format == "json") {
    text = render_changes_json(report);
  } else if (options.format == "markdown") {
    text = render_changes_markdown(report, kLongestComment);
  } else {
    const bool colour = options.output.empty() && wants_colour(options.common, STDOUT_FILENO);
    text = render_changes_text(report, colour);
  }
  const ExitCode written = write_out(text, options.output);
  if (written != kOk) return written;
  return options.exit_code && !report.empty() ? kFindings : kOk;
}

}  // namespace

void add_diff(Program& program) {
  auto [command, options] = program.add<DiffOptions>(
      "diff", "Say what would run differently, and which lines did it", diff);
  command
      .add_option("PATH", options.paths,
                  "Two files or folders, each on the disk or in a commit (REV:PATH); with --git "
                  "the files and folders of interest")
      ->type_name(kFileValue);
  command
      .add_option("--git", options.git,
                  "REV, compared with the working tree; REV1..REV2; or REV1...REV2, from where "
                  "they parted")
      ->type_name("REV");
  allow(command.add_option("--format", options.format, "How to print it"),
        {"text", "json", "markdown"});
  command.add_option("-o,--output", options.output, "File to write to")->type_name(kFileValue);
  command.add_flag("--exit-code", options.exit_code, "Exit with 1 when something changes");
  add_threads_flag(command, options.threads);
  add_target_flags(command, options.target);
  add_common_flags(command, options.common);
}

}  // namespace launch::cli
