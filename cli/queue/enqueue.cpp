#include "cli/queue/enqueue.h"

#include <algorithm>
#include <cstdio>

#include "cli/build/job_code.h"
#include "cli/queue/queue_text.h"
#include "cli/queue/which_store.h"
#include "cli/submit/submission_text.h"
#include "cli/write_out.h"
#include "compiler/diagnostic/display.h"
#include "submit/queue/payload.h"

namespace launch::cli {
namespace {

queue::Priority priority_of(const Planned& job, const std::string& flag) {
  if (!flag.empty()) return priority_flag(flag);
  const Node* own = job.spec->root.find("priority");
  if (own == nullptr) return queue::Priority::Medium;
  return queue::priority_named(own->as_string()).value_or(queue::Priority::Medium);
}

// No agent builds what its own files say that nobody does.
void refuse_unbuilt(const Planned& job) {
  if (!build::needs_build(*job.spec) || job.deferred->target == "local-process") return;
  Arena arena;
  SourceMap sources;
  refuse_builder(build::plan_of({*job.spec, job.deferred->target, {}, arena, sources}), job.label);
}

queue::NewEntry entry_of(const Planned& job, const std::string& priority) {
  queue::NewEntry entry;
  entry.queue = job.spec->queue.as_string();
  if (entry.queue.empty()) entry.queue = "default";
  entry.priority = priority_of(job, priority);
  entry.entity = job.spec->entity.as_string();
  entry.job = job.label;
  entry.file = job.job;
  entry.target = job.deferred->target;
  entry.digest = job.digest;
  entry.run_id = job.run_id;
  entry.payload = queue::write_payload(*job.deferred, *job.spec,
                                       {job.digest, job.run_id, job.job, job.label, job.block});
  return entry;
}

void tell(const queue::Put& put) {
  const queue::Entry& entry = put.entry;
  const bool held = entry.state == queue::EntryState::Held;
  const std::string state(put.already && !held ? name_of(entry.state)
                                               : name_of(entry.what.priority));
  std::printf("%s %s %s as %lld (%s)%s%s\n", printable(entry.what.job).c_str(),
              put.already ? "is already in"
              : held      ? "is held in"
                          : "waits in",
              entry.what.queue.c_str(), static_cast<long long>(entry.id), state.c_str(),
              held ? ", until this has succeeded: " : "", printable(waits_text(entry)).c_str());
  std::fflush(stdout);
}

// Each behind those that it needs, and else in the order given.
std::vector<std::size_t> producers_first(const std::vector<Planned>& jobs) {
  std::vector<std::size_t> order;
  std::vector<bool> placed(jobs.size(), false);
  const auto is_ready = [&](std::size_t job) {
    return !placed[job] &&
           std::all_of(jobs[job].needs.begin(), jobs[job].needs.end(),
                       [&](const graph::Need& need) { return bool{placed[need.producer]}; });
  };
  // A plan has no circles: each round places one at least.
  while (order.size() < jobs.size()) {
    for (std::size_t job = 0; job < jobs.size(); ++job) {
      if (!is_ready(job)) continue;
      placed[job] = true;
      order.push_back(job);
    }
  }
  return order;
}

}  // namespace

Enqueuing::Enqueuing(const EnqueueOptions& options, const Office& office)
    : options_(options), store_(open_store(options.store, office.workspace())) {
  for (submit::Submission& each : office.all()) {
    if (each.progress != submit::Progress::Created) continue;
    const auto [last, is_new] = submitted_.try_emplace(each.digest, each);
    if (!is_new && each.attempt > last->second.attempt) last->second = std::move(each);
  }
}

// Without a queue, or before people took it out of its queue unbegun; null otherwise.
const submit::Submission* Enqueuing::submitted_before(const queue::NewEntry& entry) {
  const auto found = submitted_.find(entry.digest);
  if (found == submitted_.end()) return nullptr;
  const std::optional<queue::Entry> last = store_->find(entry.queue, entry.digest);
  const bool is_out =
      !last || (last->state == queue::EntryState::Removed && last->submission.empty());
  return is_out ? &found->second : nullptr;
}

queue::Put Enqueuing::put(const Planned& job, std::vector<queue::Need> needs, bool is_needed) {
  refuse_unbuilt(job);
  queue::NewEntry entry = entry_of(job, options_.priority);
  if (const auto* before = options_.rerun || is_needed ? nullptr : submitted_before(entry)) {
    std::fprintf(options_.json ? stderr : stdout,
                 "%s already submitted as %s (%s); --rerun puts it in all the same\n",
                 printable(job.label).c_str(), before->id().c_str(), state_of(*before).c_str());
    return {{}, true};
  }
  entry.needs = std::move(needs);
  queue::Put put = store_->put(entry, options_.rerun);
  if (options_.json) {
    entries_.push_back(put.entry);
  } else {
    tell(put);
  }
  return put;
}

int Enqueuing::end() {
  tell_of_clock(*store_);
  return options_.json ? write_out(json_of(entries_), "") : kOk;
}

int enqueue(const Plan& plan, const EnqueueOptions& options, const Office& office) {
  const std::vector<Planned>& jobs = plan.jobs();
  for (const Planned& job : jobs) refuse_unbuilt(job);
  Enqueuing enqueuing(options, office);
  std::vector<bool> is_needed(jobs.size(), false);
  for (const Planned& job : jobs) {
    for (const graph::Need& need : job.needs) is_needed[need.producer] = true;
  }
  std::vector<std::int64_t> ids(jobs.size(), 0);
  for (const std::size_t job : producers_first(jobs)) {
    std::vector<queue::Need> needs;
    for (const graph::Need& need : jobs[job].needs)
      needs.push_back({ids[need.producer], need.artifact});
    ids[job] = enqueuing.put(jobs[job], std::move(needs), is_needed[job]).entry.id;
  }
  return enqueuing.end();
}

}  // namespace launch::cli
