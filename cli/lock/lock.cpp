#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/lock/lock_file.h"
#include "cli/write_out.h"
#include "compiler/document/write_json.h"
#include "compiler/lock/grade.h"

namespace launch::cli {
namespace {

struct LockOptions {
  std::vector<std::string> paths;
  bool online = false;
  bool grade = false;
  std::string format = "text";
  std::size_t threads = 0;
  CodeOptions code;
  TargetFlags target;
  CommonOptions common;
};

std::vector<std::string> paths_of(const LockOptions& options, const Side& side) {
  const Inputs inputs = inputs_of({options.paths, {}, false, false, {}}, *side.workspace);
  for (const std::string& note : inputs.notes) {
    std::fprintf(stderr, "launch: note: %s\n", note.c_str());
  }
  std::vector<std::string> paths;
  for (const Input& input : inputs.files) {
    if (input.path == "-") throw UsageError{"what comes from standard input cannot be locked"};
    const FileText file = side.read(input.path);
    if (!input.walked && file.status != FileText::Status::Ok) {
      throw UnreachableError{input.path + ": " + why_missing(input.path)};
    }
    paths.push_back(input.path);
  }
  return paths;
}

// A tag that is not known here stays as it was locked while the files that decided it are the same.
void keep_image(const LockedJob& before, const Lock& old,
                const std::map<std::string, std::string>& digests, LockedJob& job) {
  const auto tag = job.facts.find(std::string(kBuiltTag));
  const auto then = before.facts.find(std::string(kBuiltTag));
  const bool worse = tag != job.facts.end() && tag->second == kUnknownTag &&
                     then != before.facts.end() && then->second != kUnknownTag;
  if (!worse || before.files != job.files) return;
  const bool same = std::all_of(job.files.begin(), job.files.end(), [&](const std::string& path) {
    const auto locked = old.files.find(path);
    const auto now = digests.find(path);
    return locked != old.files.end() && now != digests.end() && locked->second == now->second;
  });
  if (!same) return;
  for (const auto& [name, value] : before.facts) {
    if (name == kBuiltTag || name.starts_with(kBuiltBase)) job.facts[name] = value;
  }
}

Lock lock_of(const Side& side, const std::vector<PresentFile>& files, const Lock& before,
             const LockOptions& options) {
  Lock lock;
  const std::map<std::string, std::string> digests = digests_of(side, files);
  // Only some jobs: the others stay as they were locked.
  if (!options.paths.empty()) lock = before;
  for (const PresentFile& file : files) {
    for (const PresentJob& job : file.jobs) {
      LockedJob& locked = lock.jobs[job.name];
      locked.facts = job.known;
      locked.files = file.reads;
      const auto old = before.jobs.find(job.name);
      if (old != before.jobs.end()) keep_image(old->second, before, digests, locked);
    }
  }
  std::map<std::string, std::string> used;
  for (const auto& [name, job] : lock.jobs) {
    for (const std::string& path : job.files) {
      const auto now = digests.find(path);
      const auto then = before.files.find(path);
      if (now != digests.end() && !now->second.empty()) {
        used[path] = now->second;
      } else if (then != before.files.end()) {
        used[path] = then->second;
      }
    }
  }
  lock.files = std::move(used);
  return lock;
}

// Jobs with errors cannot be locked. False when there are any, and said.
bool report_failed(const std::vector<PresentFile>& files, const LockOptions& options) {
  std::vector<Finding> errors;
  for (const PresentFile& file : files) {
    for (const PresentJob& job : file.jobs) {
      if (job.job->state != CompiledJob::State::Failed) continue;
      errors.insert(errors.end(), job.job->findings.begin(), job.job->findings.end());
    }
  }
  if (errors.empty()) return true;
  const std::string text = render_text(errors, wants_colour(options.common, STDERR_FILENO));
  std::fwrite(text.data(), 1, text.size(), stderr);
  return false;
}

struct Graded {
  std::string name;
  Grade grade;
};

std::vector<Graded> grades_of(const std::vector<PresentFile>& files, const Lock& lock) {
  std::vector<Graded> grades;
  for (const PresentFile& file : files) {
    for (const PresentJob& job : file.jobs) {
      if (job.job->state != CompiledJob::State::Compiled) continue;
      const auto locked = lock.jobs.find(job.name);
      const Compiled& compiled = job.job->compiled;
      grades.push_back({job.name, grade_of({job.job->advice, compiled.deferred,
                                            locked == lock.jobs.end() ? nullptr : &locked->second,
                                            compiled.spec, *file.file.sources})});
    }
  }
  return grades;
}

std::string grades_text(const std::vector<Graded>& grades) {
  std::string out;
  for (const Graded& graded : grades) {
    out += std::string(1, graded.grade.letter) + "  " + std::to_string(graded.grade.score) + "  " +
           graded.name + "\n";
    for (const GradeReason& reason : graded.grade.reasons) {
      out += "   -" + std::to_string(reason.points) + "  " + reason.place + ": " + reason.message +
             "\n";
    }
  }
  return out;
}

std::string grades_json(const std::vector<Graded>& grades) {
  std::string out = "{\"format_version\":1,\"jobs\":[";
  for (const Graded& graded : grades) {
    out += &graded == grades.data() ? "\n  " : ",\n  ";
    out += "{\"job\":" + json_string(graded.name) + ",\"grade\":\"" + graded.grade.letter +
           "\",\"score\":" + std::to_string(graded.grade.score) + ",\"reasons\":[";
    for (const GradeReason& reason : graded.grade.reasons) {
      if (&reason != graded.grade.reasons.data()) out += ',';
      out += "{\"points\":" + std::to_string(reason.points) +
             ",\"message\":" + json_string(reason.message) +
             ",\"place\":" + json_string(reason.place) + "}";
    }
    out += "]}";
  }
  return out + "]}\n";
}

int lock(const LockOptions& options) {
  const Side side = disk_side("", find_workspace(options.common.root), options.target);
  const std::string path = lock_path(*side.workspace);
  const std::unique_ptr<LockFile> before = read_lock_file(path);
  const std::vector<PresentFile> files =
      present_jobs(side, paths_of(options, side),
                   {options.code, before->lock, options.online, true, options.threads});
  const bool good = report_failed(files, options);
  if (options.grade) {
    const std::vector<Graded> grades = grades_of(files, before->lock);
    const ExitCode written =
        write_out(options.format == "json" ? grades_json(grades) : grades_text(grades), {});
    return written != kOk ? written : good ? kOk : kFindings;
  }
  if (!good) {
    std::fprintf(stderr, "launch: nothing is locked while a job has errors\n");
    return kFindings;
  }
  const Lock now = lock_of(side, files, before->lock, options);
  const ExitCode written = write_out(write_lock(now), path);
  if (written == kOk) {
    std::fprintf(stderr, "%s: %zu job%s\n", path.c_str(), now.jobs.size(),
                 now.jobs.size() == 1 ? "" : "s");
  }
  return written;
}

}  // namespace

void add_lock(Program& program) {
  auto [command, options] =
      program.add<LockOptions>("lock", "Write launch.lock: what every job resolves to", lock);
  command.add_option("JOB", options.paths,
                     "Files, folders or globs whose jobs are locked anew; the whole workspace "
                     "without one");
  command.add_flag("--online", options.online,
                   "Ask docker for digests of images and git for commits of branches and tags");
  command.add_flag("--grade", options.grade,
                   "Write nothing; print how well each job's run could be repeated, and why");
  allow(command.add_option("--format", options.format, "Of --grade: text or json"),
        {"text", "json"});
  add_threads_flag(command, options.threads);
  add_code_flags(command, options.code);
  add_target_flags(command, options.target);
  add_common_flags(command, options.common);
}

}  // namespace launch::cli
