#include "cli/lock/frozen.h"

#include <algorithm>

#include "cli/lock/lock_file.h"
#include "compiler/lock/rules.h"

namespace launch::cli {
namespace {

class Freeze {
 public:
  explicit Freeze(const FrozenInput& input)
      : input_(input), side_(disk_side("", find_workspace(input.common.root), input.target)) {
    const std::string path = lock_path(*side_.workspace);
    locked_ = read_lock_file(path);
    if (!locked_->exists) {
      throw UsageError{"--frozen: there is no " + path + " yet; launch lock writes it"};
    }
  }

  std::vector<Finding> run() {
    const std::vector<PresentFile> files = present_jobs(
        side_, input_.files, {input_.code, locked_->lock, false, false, input_.threads});
    digests_ = digests_of(side_, files);
    for (const PresentFile& file : files) judge(file);
    if (input_.whole) report_stale(files);
    return std::move(findings_);
  }

 private:
  // The files of a job that are not as they were locked, at their first lines.
  std::vector<Note> changed_files(const PresentFile& file, const LockedJob& job) const {
    std::vector<Note> notes;
    for (std::uint32_t i = 0; i < file.file.sources->size(); ++i) {
      const auto source = static_cast<SourceId>(i);
      if (file.file.sources->kind(source) != SourceMap::Kind::File) continue;
      const std::string path = side_.from_root(std::string(file.file.sources->name(source)));
      const auto known = locked_->lock.files.find(path);
      const auto now = digests_.find(path);
      if (now == digests_.end()) continue;
      const Span start{source, 0, 0};
      const bool read_before =
          std::find(job.files.begin(), job.files.end(), path) != job.files.end();
      if (!read_before || known == locked_->lock.files.end()) {
        notes.push_back({start, "this file was not part of the job when it was locked"});
      } else if (known->second != now->second) {
        notes.push_back({start, "this file has changed since"});
      }
    }
    return notes;
  }

  void judge(const PresentFile& file) {
    Diagnostics found;
    for (const PresentJob& present : file.jobs) {
      if (present.job->state != CompiledJob::State::Compiled) continue;  // said by validate
      const auto locked = locked_->lock.jobs.find(present.name);
      if (locked != locked_->lock.jobs.end()) {
        report_drift({locked->second, present.facts, changed_files(file, locked->second)}, found);
        continue;
      }
      // One that locked jobs are based on is part of them.
      if (locked_->lock.files.count(present.name) > 0) continue;
      found.report(
          {&kLockMissingJob,
           present.job->compiled.spec.root.span(),
           "the job " + launch::quoted(present.name) + " is not in " + std::string(kLockFile),
           {},
           "launch lock adds it"});
    }
    for (Finding& finding : resolve(found.sorted(), *file.file.sources)) {
      findings_.push_back(std::move(finding));
    }
  }

  void report_stale(const std::vector<PresentFile>& files) {
    std::set<std::string> present;
    for (const PresentFile& file : files) {
      for (const PresentJob& job : file.jobs) present.insert(job.name);
    }
    Diagnostics found;
    for (const auto& [name, job] : locked_->lock.jobs) {
      if (present.count(name) > 0) continue;
      found.report({&kLockStaleJob,
                    job.place,
                    "the locked job " + launch::quoted(name) + " is not there any more",
                    {},
                    "launch lock removes it"});
    }
    for (Finding& finding : resolve(found.sorted(), locked_->sources)) {
      findings_.push_back(std::move(finding));
    }
  }

  const FrozenInput& input_;
  Side side_;
  std::unique_ptr<LockFile> locked_;
  std::map<std::string, std::string> digests_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> frozen_findings(const FrozenInput& input) { return Freeze(input).run(); }

}  // namespace launch::cli
