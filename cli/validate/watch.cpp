#include "cli/validate/watch.h"

#include <unistd.h>

#include <cstdio>
#include <ctime>
#include <filesystem>

#include "cli/validate/remembered.h"
#include "cli/validate/watcher.h"
#include "cli/walk.h"

namespace launch::cli {
namespace fs = std::filesystem;
namespace {

std::string absolute(const std::string& path) {
  std::string whole = fs::absolute(path).lexically_normal().generic_string();
  if (whole.size() > 1 && whole.ends_with('/')) whole.pop_back();
  return whole;
}

std::string parent(const std::string& path) { return fs::path(path).parent_path().string(); }

// All that a verdict hangs on: the folders that were walked, those of the files that were read, and
// those where a queue would be looked for.
class Surroundings {
 public:
  explicit Surroundings(const std::string& root) : root_(root) {}

  void add_folder(const std::string& path) {
    std::error_code error;
    const std::string folder = absolute(path);
    if (fs::is_directory(folder, error)) folders_.insert(folder);
  }

  void add_file(const std::string& path) {
    if (path == "-") return;
    std::error_code error;
    // What a link leads to may change as well.
    for (const std::string& file :
         {absolute(path), fs::weakly_canonical(absolute(path), error).generic_string()}) {
      if (file.empty()) continue;
      files_.insert(file);
      add_upwards(parent(file));
    }
  }

  const std::set<std::string>& folders() const { return folders_; }
  const std::set<std::string>& files() const { return files_; }

 private:
  void add_upwards(std::string folder) {
    while (climbed_.insert(folder).second) {
      add_folder(folder);
      add_folder(folder + "/queues");
      const bool inside = folder.starts_with(root_) && folder.size() > root_.size();
      if (!inside) return;
      folder = parent(folder);
    }
  }

  std::string root_;
  std::set<std::string> folders_, files_, climbed_;
};

std::string time_of_day() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  char text[16];
  return {text, std::strftime(text, sizeof text, "%H:%M:%S", &local)};
}

void clear_screen() {
  if (isatty(STDOUT_FILENO) == 0) return;
  std::fputs("\x1b[H\x1b[2J", stdout);
  std::fflush(stdout);
}

class Watch {
 public:
  Watch(const ValidateOptions& options, const ReportWriter& writer, const Target* as)
      : options_(options), writer_(writer), as_(as), watcher_(options.watch == "poll") {}

  ExitCode run() {
    // What every run writes is no change.
    for (const std::string& output : options_.outputs) {
      watcher_.pass_over(absolute(output.substr(output.find('=') + 1)));
    }
    do {
      look_around();
      clear_screen();
      judge();
      look_around();
      if (!options_.quiet) {
        std::fprintf(stderr, "%s: watching for changes%s; Ctrl-C ends\n", time_of_day().c_str(),
                     watcher_.polls() ? ", twice a second" : "");
      }
    } while (watcher_.wait() == Watcher::Woken::Changed);
    // The terminal has written ^C on the line.
    if (isatty(STDERR_FILENO) != 0) std::fputc('\n', stderr);
    return outcome_.code;
  }

 private:
  void judge() {
    try {
      outcome_ = run_validation(options_, writer_, as_, &remembered_);
      judged_ = true;
    } catch (const UsageError& error) {
      // Flags do not get better. A launch.yaml that was fine is only half written.
      if (!judged_) throw;
      std::fprintf(stderr, "launch: %s\n", error.message.c_str());
      outcome_.code = kUsage;
    } catch (const UnreachableError& error) {
      std::fprintf(stderr, "launch: %s\n", error.message.c_str());
      outcome_.code = kUnreachable;
    }
  }

  // Before judging, so that no change is missed meanwhile; and after, since only then it is known
  // what was read.
  void look_around() {
    const Workspace workspace = place_of_workspace();
    Surroundings around(workspace.root);
    around.add_folder(workspace.root);
    around.add_file(workspace.root + "/launch.yaml");
    for (const std::string& path : options_.inputs.paths) add_named(around, path);
    if (options_.inputs.paths.empty() || options_.inputs.dependents) {
      walk_into(around, workspace.prefix.empty() ? "." : workspace.prefix);
    }
    for (const std::string& folder : outcome_.folders) around.add_folder(folder);
    for (const std::string& file : outcome_.files) around.add_file(file);
    if (!options_.queue.empty()) around.add_file(options_.queue);
    for (const std::string& schema : options_.target.schemas) add_named(around, schema);
    if (!options_.baseline.empty()) around.add_file(options_.baseline);
    watcher_.watch(around.folders(), around.files());
  }

  // Where it is even when it cannot be used.
  Workspace place_of_workspace() {
    try {
      workspace_ = find_workspace(options_.common.root);
    } catch (const UsageError&) {
      if (workspace_.root.empty()) workspace_.root = fs::current_path().string();
    }
    return workspace_;
  }

  void add_named(Surroundings& around, const std::string& path) {
    std::error_code error;
    if (fs::is_directory(path, error)) return walk_into(around, path);
    around.add_file(path);
    if (!is_glob(path) || fs::exists(path, error)) return;
    for (const std::string& each : brace_alternatives(path)) {
      const std::string_view folder = fixed_folder(each);
      walk_into(around, folder.empty() ? "." : std::string(folder));
    }
  }

  void walk_into(Surroundings& around, const std::string& folder) {
    WalkOptions walk_options;
    walk_options.ignores = !options_.inputs.no_ignore;
    walk_options.root = workspace_.root;
    for (const std::string& each : walk(folder, walk_options).folders) around.add_folder(each);
  }

  const ValidateOptions& options_;
  const ReportWriter& writer_;
  const Target* as_;
  Watcher watcher_;
  Workspace workspace_;
  Remembered remembered_;
  RunOutcome outcome_;
  bool judged_ = false;  // once, at least
};

}  // namespace

ExitCode watch_validation(const ValidateOptions& options, const ReportWriter& writer,
                          const Target* as) {
  return Watch(options, writer, as).run();
}

}  // namespace launch::cli
