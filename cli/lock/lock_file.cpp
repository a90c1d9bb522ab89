#include "cli/lock/lock_file.h"

#include <algorithm>

#include "cli/judged_by.h"
#include "cli/lock/built_image.h"
#include "cli/workers.h"
#include "compiler/document/sha256.h"

namespace launch::cli {
namespace {

PresentFile present_file(const Side& side, const std::string& path, const PresentOptions& options,
                         const CodeAtHand& code) {
  PresentFile present;
  present.file = compile_file(side, path);
  const std::string name = side.from_root(path);
  for (const CompiledJob& job : present.file.jobs) {
    if (job.state == CompiledJob::State::Part) continue;
    PresentJob entry{name, &job, {}, {}};
    const std::string document = job.name.empty() ? std::to_string(job.number) : job.name;
    if (present.file.jobs.size() > 1) entry.name += "#" + document;
    if (job.state == CompiledJob::State::Compiled) {
      const auto judge = [&side](std::string_view target) {
        return judged_by(target, side.targets->options());
      };
      entry.facts =
          facts_of({job.compiled.spec, job.compiled.artifacts, judge}, *present.file.arena);
      for (const Fact& fact : entry.facts) entry.known[fact.name] = fact.value;
      const auto before = options.before.jobs.find(entry.name);
      const auto place = [&](const std::string& decided) {
        const auto fact = std::find_if(entry.facts.begin(), entry.facts.end(),
                                       [&](const Fact& each) { return each.name == decided; });
        return present.file.sources->describe(fact->place);
      };
      const Meaning meaning{before == options.before.jobs.end() ? nullptr : &before->second,
                            options.online, place};
      add_meaning(entry.known, meaning);
      add_built_image({side, options, code, meaning, present.file}, job.compiled, entry);
    }
    present.jobs.push_back(std::move(entry));
  }
  for (const std::string& read : present.file.read) present.reads.push_back(side.from_root(read));
  if (!side.workspace_file.empty()) present.reads.push_back(side.from_root(side.workspace_file));
  std::sort(present.reads.begin(), present.reads.end());
  return present;
}

}  // namespace

std::string lock_path(const Workspace& workspace) {
  return workspace.prefix + std::string(kLockFile);
}

std::unique_ptr<LockFile> read_lock_file(const std::string& path) {
  auto file = std::make_unique<LockFile>();
  FileText text = read_file(path);
  file->exists = text.status != FileText::Status::Missing;
  if (!file->exists) return file;
  if (text.status != FileText::Status::Ok) throw UnreachableError{path + ": " + text.why};
  file->source = file->sources.add(path, std::move(text.text));
  Diagnostics found;
  const std::vector<Document> documents =
      read_yaml(file->source, file->sources, file->arena, found);
  std::string trouble = "it is no YAML document";
  const bool good = !found.has_errors() && documents.size() == 1 &&
                    read_lock(documents[0].root, file->lock, trouble);
  if (!good) {
    throw UsageError{path + " is no lock: " + trouble +
                     "; after a merge conflict, remove it and run launch lock"};
  }
  return file;
}

std::vector<PresentFile> present_jobs(const Side& side, const std::vector<std::string>& paths,
                                      const PresentOptions& options) {
  std::vector<PresentFile> files(paths.size());
  const CodeAtHand code(artifact_folders(options.code.artifact_dirs));
  run_all(paths.size(), thread_count(options.threads),
          [&](std::size_t i) { files[i] = present_file(side, paths[i], options, code); });
  std::set<std::string> named;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    for (const std::string& read : files[i].reads) {
      if (read != side.from_root(paths[i])) named.insert(read);
    }
  }
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (named.count(side.from_root(paths[i])) > 0) files[i].jobs.clear();
  }
  return files;
}

std::map<std::string, std::string> digests_of(const Side& side,
                                              const std::vector<PresentFile>& files) {
  std::map<std::string, std::string> digests;
  const auto add = [&](const std::string& path) {
    const auto [known, first] = digests.emplace(side.from_root(path), std::string());
    if (!first) return;
    const FileText text = side.read(path);
    if (text.status == FileText::Status::Ok) known->second = "sha256:" + hex(sha256(text.text));
  };
  for (const PresentFile& file : files) {
    if (file.jobs.empty()) continue;
    for (const std::string& path : file.file.read) add(path);
    if (!side.workspace_file.empty()) add(side.workspace_file);
  }
  return digests;
}

}  // namespace launch::cli
