#include "cli/diff/side.h"

#include <algorithm>

#include "cli/parts.h"
#include "cli/queue_lookup.h"
#include "cli/walk.h"
#include "compiler/check/ignores.h"
#include "compiler/resolve/resolve_rules.h"
#include "compiler/rules.h"

namespace launch::cli {
namespace fs = std::filesystem;
namespace {

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

std::string in_folder(const std::string& folder, const std::string& name) {
  return folder.empty() ? name : folder + "/" + name;
}

// The disk's rules of where a workspace and its queues lie, for the paths of a commit.
class CommitWorkspace {
 public:
  CommitWorkspace(const Repository& repository, CommitFiles& files)
      : repository_(repository), files_(files) {}

  void find(Side& side) {
    side.workspace = std::make_unique<Workspace>();
    Workspace* workspace = side.workspace.get();
    const std::string here = repository_.below_top(".");
    std::string folder = here == "." ? "" : here;
    if (folder.ends_with('/')) folder.pop_back();
    for (;; folder = folder_of(folder)) {
      FileText file = files_.read(in_folder(folder, "launch.yaml"));
      workspace->has_file = file.status == FileText::Status::Ok;
      if (workspace->has_file) {
        const std::string path = repository_.seen_from_here(in_folder(folder, "launch.yaml"));
        read_workspace_text(*workspace, path, std::move(file.text));
        side.workspace_file = path;
      }
      if (workspace->has_file || folder.empty()) break;
    }
    workspace->root = in_folder(repository_.top(), folder);
    if (workspace->root.ends_with('/')) workspace->root.pop_back();
  }

 private:
  const Repository& repository_;
  CommitFiles& files_;
};

// Reads what lies below the workspace's root, and finds queues as Disk does.
class CommitReader {
 public:
  CommitReader(const Repository& repository, std::shared_ptr<CommitFiles> files,
               const Workspace& workspace)
      : repository_(repository), files_(std::move(files)), workspace_(workspace) {
    root_ = workspace.root == repository.top()
                ? std::string()
                : workspace.root.substr(repository.top().size() + 1) + "/";
    // A base in a submodule may name a queue beside it.
    for (const std::vector<std::string>* paths : {&files_->paths(), &files_->submodule_paths()}) {
      for (const std::string& path : *paths) {
        if (is_document_name(path)) folders_[folder_of(path)].push_back(path);
      }
    }
  }

  FileText read(const std::string& seen) const {
    const std::string path = repository_.below_top(seen);
    if (!path.starts_with(root_) || path.empty()) return {FileText::Status::Outside, {}, {}};
    return files_->read(path);
  }

  std::shared_ptr<const ParsedFile> parsed(const std::string& seen) {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<const ParsedFile>& file = parsed_[seen];
    if (!file) file = parse_file(seen, read(seen));
    return file;
  }

  QueueLookup find_queue(const std::string& name, const std::string& from) const {
    std::vector<std::string> known;
    std::vector<std::string> found;
    if (workspace_.has_file && !workspace_.queues.empty()) {
      look_everywhere(name, found, known);
    } else {
      look_upwards(name, folder_of(repository_.below_top(from)), found, known);
    }
    return lookup_of(std::move(found), std::move(known));
  }

 private:
  void take(const std::string& path, const std::string& name, std::vector<std::string>& found,
            std::vector<std::string>& known) const {
    const std::string stem = fs::path(path).stem().string();
    if (stem == name) found.push_back(repository_.seen_from_here(path));
    known.push_back(stem);
  }

  void look_everywhere(const std::string& name, std::vector<std::string>& found,
                       std::vector<std::string>& known) const {
    for (const auto& [folder, paths] : folders_) {
      for (const std::string& path : paths) {
        const std::string from_root = path.substr(std::min(root_.size(), path.size()));
        if (!path.starts_with(root_) || matches_any(workspace_.exclude, from_root)) continue;
        const bool queue =
            workspace_.expected_kind(in_folder(repository_.top(), path)) == DocumentKind::Queue;
        if (queue) take(path, name, found, known);
      }
    }
  }

  void look_upwards(const std::string& name, std::string folder, std::vector<std::string>& found,
                    std::vector<std::string>& known) const {
    for (;; folder = folder_of(folder)) {
      const std::string queues = in_folder(folder, "queues");
      const auto listed = folders_.find(queues);
      if (listed != folders_.end()) {
        for (const std::string& path : listed->second) take(path, name, found, known);
      } else if (std::binary_search(files_->paths().begin(), files_->paths().end(), queues)) {
        // A link to a folder, which git lists as one file.
        for (const char* ending : {".yaml", ".yml", ".json"}) {
          const std::string path = in_folder(queues, name + ending);
          if (files_->read(path).status == FileText::Status::Ok) take(path, name, found, known);
        }
      }
      const bool at_root = folder.empty() || folder + "/" == root_;
      if (!found.empty() || at_root) return;
    }
  }

  const Repository& repository_;
  std::shared_ptr<CommitFiles> files_;
  const Workspace& workspace_;
  std::string root_;  // of the workspace, from the repository's top: "", "ml/"
  std::map<std::string, std::vector<std::string>> folders_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const ParsedFile>> parsed_;
};

}  // namespace

bool may_hold_jobs(const Side& side, const std::string& path) {
  if (!is_document_name(path) || file_name(path) == "launch.yaml") return false;
  const Workspace& workspace = *side.workspace;
  const bool globs = !workspace.queues.empty() || !workspace.jobs.empty() ||
                     !workspace.agents.empty() || !workspace.sweeps.empty();
  if (matches_any(workspace.exclude, side.from_root(path))) return false;
  return !workspace.has_file || !globs || side.expected_kind(path).has_value();
}

Side commit_side(const Repository& repository, const std::string& revision,
                 const TargetFlags& flags) {
  Side side;
  side.label = revision;
  side.commit = std::make_shared<CommitFiles>(repository, repository.commit(revision));
  CommitWorkspace(repository, *side.commit).find(side);
  side.targets = std::make_unique<TargetSetup>(flags, side.workspace->base_url);
  const auto reader = std::make_shared<CommitReader>(repository, side.commit, *side.workspace);
  side.read = [reader](const std::string& path) { return reader->read(path); };
  side.files = {[reader](const std::string& path) { return reader->parsed(path); },
                [reader](const std::string& name, const std::string& from) {
                  return reader->find_queue(name, from);
                }};
  // A whole path, so that it does not matter what the disk has there today.
  side.expected_kind = [&repository, workspace = side.workspace.get()](const std::string& path) {
    return workspace->expected_kind(in_folder(repository.top(), repository.below_top(path)));
  };
  side.from_root = [&repository, workspace = side.workspace.get()](const std::string& path) {
    return workspace->from_root(in_folder(repository.top(), repository.below_top(path)));
  };
  for (const std::string& path : side.commit->paths()) {
    const bool hidden = path.starts_with('.') || path.find("/.") != std::string::npos;
    const bool inside = in_folder(repository.top(), path).starts_with(side.workspace->root + "/");
    const std::string seen = repository.seen_from_here(path);
    if (!hidden && inside && may_hold_jobs(side, seen)) side.documents.push_back(seen);
  }
  std::sort(side.documents.begin(), side.documents.end());
  return side;
}

Side disk_side(const std::string& label, Workspace workspace, const TargetFlags& flags) {
  Side side;
  side.label = label;
  side.workspace = std::make_unique<Workspace>(std::move(workspace));
  if (side.workspace->has_file) side.workspace_file = side.workspace->prefix + "launch.yaml";
  side.targets = std::make_unique<TargetSetup>(flags, side.workspace->base_url);
  side.disk = std::make_unique<Disk>(*side.workspace);
  side.read = [](const std::string& path) { return read_file(path); };
  side.files = side.disk->files();
  side.expected_kind = [known = side.workspace.get()](const std::string& path) {
    return known->expected_kind(path);
  };
  side.from_root = [known = side.workspace.get()](const std::string& path) {
    return known->from_root(path);
  };
  return side;
}

Workspace workspace_around(const std::string& path) {
  const fs::path here = fs::canonical(fs::current_path());
  std::error_code error;
  fs::path start = fs::weakly_canonical(path, error);
  if (!fs::is_directory(start, error)) start = start.parent_path();
  const fs::path from_here = start.lexically_relative(here);
  const bool below = !from_here.empty() && !from_here.generic_string().starts_with("..");
  Workspace workspace;
  workspace.root = below ? here.string() : start.string();
  for (fs::path folder = start; !workspace.has_file; folder = folder.parent_path()) {
    workspace.has_file = fs::exists(folder / "launch.yaml", error);
    if (workspace.has_file || fs::exists(folder / ".git", error)) {
      workspace.root = folder.string();
      break;
    }
    if (folder == folder.parent_path()) break;
  }
  const std::string way = fs::path(workspace.root).lexically_relative(here).generic_string();
  workspace.prefix = way == "." ? "" : way + "/";
  if (workspace.has_file) {
    const std::string file = workspace.prefix + "launch.yaml";
    FileText text = read_file(file);
    if (text.status != FileText::Status::Ok) {
      throw UsageError{file + " cannot be read: " + why_unreadable(text)};
    }
    read_workspace_text(workspace, file, std::move(text.text));
  }
  return workspace;
}

namespace {

class FileCompiler {
 public:
  FileCompiler(const Side& side, const std::string& path, JobFile& file)
      : side_(side), path_(path), file_(file) {
    files_ = {[this](const std::string& read) {
                file_.read.insert(read);
                return side_.files.read(read);
              },
              side_.files.find_queue};
  }

  void run(std::string text) {
    file_.read.insert(path_);
    id_ = file_.sources->add(path_, std::move(text));
    Diagnostics found;
    const std::vector<Document> documents = read_yaml(id_, *file_.sources, *file_.arena, found);
    if (found.has_errors()) return fail(found);
    std::size_t number = 0;
    for (const Document& document : documents) compile_document(document, ++number);
  }

 private:
  // A file that cannot be read as YAML may hold anything, jobs too.
  void fail(const Diagnostics& found) {
    CompiledJob job{CompiledJob::State::Failed, {}, 1, {}, {}, {}, {}};
    job.findings = errors_of(found);
    file_.jobs.push_back(std::move(job));
  }

  std::vector<Finding> errors_of(const Diagnostics& found) const {
    std::vector<Finding> errors = resolve(found.sorted(), *file_.sources);
    std::erase_if(errors, [](const Finding& each) { return each.severity != Severity::Error; });
    return errors;
  }

  void compile_document(const Document& document, std::size_t number) {
    Diagnostics found;
    CompiledJob job{CompiledJob::State::Part, {}, number, {}, {}, {}, {}};
    const Node* name = document.root.find("name");
    if (name != nullptr && name->is_string()) job.name = name->as_string();
    const ExpectedKind expected = side_.expected_kind(path_);
    const KindResult kind = kind_of(document, expected, /*silent=*/true, found);
    if (kind.kind == DocumentKind::Job) {
      job.compiled = compile(input_for(document), files_, *file_.sources, *file_.arena, found);
      std::vector<Directive> directives = job.compiled.directives;
      directives.insert(directives.end(), document.directives.begin(), document.directives.end());
      apply_ignores(directives, id_, *file_.sources, all_rules(), found);
      // What says nothing of what runs is a base of others.
      const bool base = is_only_a_base(job.compiled, found);
      job.findings = errors_of(found);
      job.advice = resolve(found.sorted(), *file_.sources);
      for (const Finding& each : job.advice) {
        if (each.rule == &kQueueNotChecked) job.lost_queue.push_back(each);
      }
      std::erase_if(job.advice, [](const Finding& each) {
        return !each.rule->id.starts_with("reproducibility/");
      });
      if (!base && !job.findings.empty()) job.state = CompiledJob::State::Failed;
      if (!job.compiled.artifacts.empty()) job.state = CompiledJob::State::Compiled;
      // Without an error and without a target: what is missing is advice for a base, and the
      // reason for a job that once ran.
      if (job.state == CompiledJob::State::Part && job.findings.empty()) {
        job.findings = resolve(found.sorted(), *file_.sources);
      }
    }
    file_.jobs.push_back(std::move(job));
  }

  CompileInput input_for(const Document& document) const {
    CompileInput input;
    input.load = {path_, document.root, document.directives, std::nullopt, {}};
    input.targets = CompileInput::Targets::Every;
    input.options = side_.targets->options();
    input.defaults = side_.workspace->defaults;
    return input;
  }

  const Side& side_;
  const std::string& path_;
  JobFile& file_;
  Files files_;
  SourceId id_{};
};

}  // namespace

JobFile compile_file(const Side& side, const std::string& path) {
  JobFile file;
  FileText text = side.read(path);
  if (text.status == FileText::Status::Ok) FileCompiler(side, path, file).run(std::move(text.text));
  return file;
}

}  // namespace launch::cli
