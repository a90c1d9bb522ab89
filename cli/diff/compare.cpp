#include "cli/diff/compare.h"

#include <algorithm>

#include "cli/workers.h"
#include "compiler/change/view.h"
#include "compiler/document/digest.h"

namespace launch::cli {
namespace {

using State = CompiledJob::State;

// One job on one side or both, compared.
struct Outcome {
  std::vector<JobChange> changes;       // empty: nothing changes
  std::set<std::string> reads;          // by the names that files have on the later side
  std::string own;                      // the one of these that the job stands in
  std::string only_before, only_after;  // what it is, where the other side has no such job
};

class PairComparison {
 public:
  PairComparison(const Comparison& comparison, const FilePair& pair)
      : comparison_(comparison), pair_(pair) {
    if (!pair.before.empty()) before_ = compile_file(comparison.before, pair.before);
    if (!pair.after.empty()) after_ = compile_file(comparison.after, pair.after);
  }

  std::vector<Outcome> run() {
    std::vector<bool> taken(after_.jobs.size(), false);
    for (const CompiledJob& old : before_.jobs) {
      const std::size_t match = match_for(old, taken);
      if (match < taken.size()) taken[match] = true;
      add(&old, match < taken.size() ? &after_.jobs[match] : nullptr);
    }
    for (std::size_t i = 0; i < taken.size(); ++i) {
      if (!taken[i]) add(nullptr, &after_.jobs[i]);
    }
    return std::move(outcomes_);
  }

 private:
  static std::size_t count_named(const JobFile& file, const std::string& name) {
    return static_cast<std::size_t>(
        std::count_if(file.jobs.begin(), file.jobs.end(),
                      [&](const CompiledJob& job) { return job.name == name; }));
  }

  // By its name where that tells, else by its number.
  std::size_t match_for(const CompiledJob& old, const std::vector<bool>& taken) const {
    const bool named = !old.name.empty() && count_named(before_, old.name) == 1 &&
                       count_named(after_, old.name) == 1;
    for (std::size_t i = 0; i < after_.jobs.size(); ++i) {
      const CompiledJob& now = after_.jobs[i];
      const bool known_by_name = !now.name.empty() && count_named(before_, now.name) == 1 &&
                                 count_named(after_, now.name) == 1;
      const bool match = named ? now.name == old.name : !known_by_name && now.number == old.number;
      if (match && !taken[i]) return i;
    }
    return taken.size();
  }

  static bool is_job(const CompiledJob* job) { return job != nullptr && job->state != State::Part; }

  void add(const CompiledJob* old, const CompiledJob* now) {
    if (!is_job(old) && !is_job(now)) return;
    Outcome outcome;
    for (const std::string& path : before_.read) {
      outcome.reads.insert(comparison_.later_name(path));
    }
    outcome.reads.insert(after_.read.begin(), after_.read.end());
    outcome.own = pair_.after.empty() ? comparison_.later_name(pair_.before) : pair_.after;
    const bool both = old != nullptr && now != nullptr;
    // Without its queue a job may still say enough to be rendered, and nobody takes it up.
    const bool lost_queue = both && old->lost_queue.empty() && !now->lost_queue.empty();
    if (both && old->state == State::Compiled && now->state == State::Compiled && lost_queue) {
      JobChange change = started(JobChange::Kind::Broken, old, now);
      change.findings = now->lost_queue;
      outcome.changes.push_back(std::move(change));
    } else if (both && old->state == State::Compiled && now->state == State::Compiled) {
      outcome.changes = changes(*old, *now);
    } else {
      one_sided(old, now, outcome);
    }
    if (both && pair_.moved) mark_moved(*now, outcome);
    outcomes_.push_back(std::move(outcome));
  }

  // For the name of a job in a file of several.
  static std::string label_of(const JobFile& file, const CompiledJob& job) {
    if (file.jobs.size() < 2) return {};
    return job.name.empty() ? std::to_string(job.number) : job.name;
  }

  JobChange started(JobChange::Kind kind, const CompiledJob* old, const CompiledJob* now) const {
    JobChange change;
    change.kind = kind;
    change.path = now != nullptr ? pair_.after : pair_.before;
    change.name = now != nullptr ? label_of(after_, *now) : label_of(before_, *old);
    const CompiledJob& shown = is_job(now) || old == nullptr ? *now : *old;
    for (const Artifact& artifact : shown.compiled.artifacts) {
      change.target += (change.target.empty() ? "" : ", ") + std::string(artifact.target);
    }
    return change;
  }

  void mark_moved(const CompiledJob& now, Outcome& outcome) const {
    if (outcome.changes.empty()) {
      outcome.changes.push_back(started(JobChange::Kind::Moved, nullptr, &now));
    }
    for (JobChange& change : outcome.changes) {
      if (change.kind == JobChange::Kind::Changed) change.kind = JobChange::Kind::Moved;
      change.old_path = pair_.before;
    }
  }

  std::vector<JobChange> changes(const CompiledJob& old, const CompiledJob& now) const {
    std::vector<JobChange> all;
    const auto of_target = [](const CompiledJob& job, std::string_view target) {
      const std::vector<Artifact>& artifacts = job.compiled.artifacts;
      const auto found = std::find_if(artifacts.begin(), artifacts.end(),
                                      [&](const Artifact& each) { return each.target == target; });
      return found == artifacts.end() ? nullptr : &*found;
    };
    for (const Artifact& artifact : now.compiled.artifacts) {
      const Artifact* other = of_target(old, artifact.target);
      JobChange change =
          started(other == nullptr ? JobChange::Kind::Added : JobChange::Kind::Changed, &old, &now);
      change.target = artifact.target;
      if (other != nullptr) {
        Arena arena;
        change.changes =
            changes_between(rendered(*other, old, before_), rendered(artifact, now, after_), arena);
        if (change.changes.empty()) continue;
      }
      all.push_back(std::move(change));
    }
    for (const Artifact& artifact : old.compiled.artifacts) {
      if (of_target(now, artifact.target) != nullptr) continue;
      JobChange change = started(JobChange::Kind::Removed, &old, &now);
      change.target = artifact.target;
      all.push_back(std::move(change));
    }
    return all;
  }

  static Rendered rendered(const Artifact& artifact, const CompiledJob& job, const JobFile& file) {
    return {artifact, job.compiled.spec, job.compiled.removed, *file.sources};
  }

  static bool same_findings(const CompiledJob& old, const CompiledJob& now) {
    return std::equal(old.findings.begin(), old.findings.end(), now.findings.begin(),
                      now.findings.end(), [](const Finding& a, const Finding& b) {
                        return a.rule == b.rule && a.message == b.message;
                      });
  }

  void one_sided(const CompiledJob* old, const CompiledJob* now, Outcome& outcome) const {
    const bool had = is_job(old);
    const bool has = is_job(now);
    const bool compiled = had && old->state == State::Compiled;
    JobChange::Kind kind = JobChange::Kind::Added;
    if (had && has) {
      kind = compiled                        ? JobChange::Kind::Broken
             : now->state == State::Compiled ? JobChange::Kind::Repaired
                                             : JobChange::Kind::Failing;
    } else if (had) {
      // A job that names nothing to run any more, or no place, looks like a base.
      const bool lost = compiled && now != nullptr;
      kind = lost ? JobChange::Kind::Broken : JobChange::Kind::Removed;
    }
    if (kind == JobChange::Kind::Failing && same_findings(*old, *now)) return;
    JobChange change = started(kind, old, now);
    const bool runs = has && now->state == State::Compiled;
    if (now != nullptr && kind != JobChange::Kind::Removed && !runs) {
      change.findings = now->findings;
    }
    outcome.changes.push_back(std::move(change));
    if (kind == JobChange::Kind::Added && has) outcome.only_after = fingerprint(*now);
    if (kind == JobChange::Kind::Removed) outcome.only_before = fingerprint(*old);
  }

  // What would run, to find it again elsewhere; empty where nothing would.
  static std::string fingerprint(const CompiledJob& job) {
    std::string text;
    Arena arena;
    for (const Artifact& artifact : job.compiled.artifacts) {
      text += std::string(artifact.target) + '\n' +
              canonical_json(view_of(artifact, job.compiled.spec, arena)) + '\n';
    }
    return text.empty() ? text : hex(sha256(text));
  }

  const Comparison& comparison_;
  const FilePair& pair_;
  JobFile before_, after_;
  std::vector<Outcome> outcomes_;
};

// A job that left one file and came to another as it was.
void join_moved(std::vector<Outcome>& outcomes) {
  std::map<std::string, Outcome*> gone;
  for (Outcome& outcome : outcomes) {
    if (!outcome.only_before.empty()) gone.emplace(outcome.only_before, &outcome);
  }
  for (Outcome& outcome : outcomes) {
    const auto old = gone.find(outcome.only_after);
    if (outcome.only_after.empty() || old == gone.end()) continue;
    JobChange& now = outcome.changes.front();
    const JobChange& before = old->second->changes.front();
    if (now.path != before.path || now.name != before.name) {
      now.kind = JobChange::Kind::Moved;
      now.old_path = before.path;
      old->second->changes.clear();
      old->second->reads.clear();
      gone.erase(old);
    }
  }
  std::erase_if(outcomes, [](const Outcome& outcome) {
    return outcome.changes.empty() && outcome.reads.empty();
  });
}

// A file that others are based on is no job by itself, even where it could be.
void drop_bases(std::vector<Outcome>& outcomes) {
  std::set<std::string> named;
  for (const Outcome& outcome : outcomes) {
    std::set<std::string> others = outcome.reads;
    others.erase(outcome.own);
    named.merge(others);
  }
  std::erase_if(outcomes, [&](const Outcome& each) { return named.count(each.own) > 0; });
}

bool is_under(const std::string& path, const std::string& place) {
  return place == "." || path == place ||
         (path.starts_with(place) && path.size() > place.size() && path[place.size()] == '/');
}

bool concerns(const Outcome& outcome, const std::vector<std::string>& only) {
  return only.empty() ||
         std::any_of(outcome.reads.begin(), outcome.reads.end(), [&](const std::string& path) {
           return std::any_of(only.begin(), only.end(),
                              [&](const std::string& place) { return is_under(path, place); });
         });
}

// Files that differ and that are not a job's own, with how far they reach.
class Impacts {
 public:
  explicit Impacts(const Comparison& comparison) : comparison_(comparison) {}

  std::vector<FileImpact> of(const std::vector<Outcome>& outcomes) {
    std::map<std::string, FileImpact> impacts;
    for (const Outcome& outcome : outcomes) {
      std::set<std::string> reads = outcome.reads;
      reads.insert(comparison_.later_name(comparison_.before.workspace_file));
      reads.insert(comparison_.after.workspace_file);
      for (const std::string& path : reads) {
        if (path.empty() || path == outcome.own || difference_of(path).empty()) continue;
        FileImpact& impact = impacts[path];
        ++(outcome.changes.empty() ? impact.unaffected : impact.affected);
      }
    }
    std::vector<FileImpact> result;
    for (const auto& [path, impact] : impacts) {
      result.push_back({path, difference_of(path), impact.affected, impact.unaffected});
    }
    return result;
  }

 private:
  // "changed", "added" or "removed"; empty when it is the same on both sides.
  const std::string& difference_of(const std::string& path) {
    const auto [known, first] = differences_.emplace(path, std::string());
    if (!first) return known->second;
    const FileText old = comparison_.before.read(comparison_.earlier_name(path));
    const FileText now = comparison_.after.read(path);
    const bool was = old.status == FileText::Status::Ok;
    const bool is = now.status == FileText::Status::Ok;
    if (was && is && old.text != now.text) known->second = "changed";
    if (was && !is) known->second = "removed";
    if (!was && is) known->second = "added";
    return known->second;
  }

  const Comparison& comparison_;
  std::map<std::string, std::string> differences_;
};

}  // namespace

ChangeReport compare(const Comparison& comparison) {
  std::vector<std::vector<Outcome>> by_pair(comparison.pairs.size());
  run_all(by_pair.size(), thread_count(comparison.threads), [&](std::size_t i) {
    by_pair[i] = PairComparison(comparison, comparison.pairs[i]).run();
  });
  std::vector<Outcome> outcomes;
  for (std::vector<Outcome>& some : by_pair) {
    for (Outcome& outcome : some) outcomes.push_back(std::move(outcome));
  }
  drop_bases(outcomes);
  std::erase_if(outcomes, [&](const Outcome& each) { return !concerns(each, comparison.only); });
  join_moved(outcomes);
  ChangeReport report{comparison.before.label, comparison.after.label, {}, {}, 0};
  report.files = Impacts(comparison).of(outcomes);
  for (Outcome& outcome : outcomes) {
    if (outcome.changes.empty()) ++report.unchanged;
    for (JobChange& change : outcome.changes) report.jobs.push_back(std::move(change));
  }
  return report;
}

}  // namespace launch::cli
