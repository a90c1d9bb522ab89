#include "cli/queue/enqueue.h"

#include <cstdio>

#include "cli/queue/queue_text.h"
#include "cli/queue/which_store.h"
#include "cli/write_out.h"
#include "submit/queue/payload.h"

namespace launch::cli {
namespace {

queue::Priority priority_of(const Planned& job, const std::string& flag) {
  if (!flag.empty()) return priority_flag(flag);
  const Node* own = job.spec->root.find("priority");
  if (own == nullptr) return queue::Priority::Medium;
  return queue::priority_named(own->as_string()).value_or(queue::Priority::Medium);
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

// A queue knows no order between its entries but who came first.
void refuse_needs(const Plan& plan) {
  for (const Planned& job : plan.jobs()) {
    if (job.needs.empty()) continue;
    const graph::Need& need = job.needs.front();
    throw UsageError{job.label + " waits for " + launch::quoted(need.artifact) + ", which " +
                     plan.jobs()[need.producer].label +
                     " makes: entries of a queue do not wait for each other; submit them without "
                     "--enqueue, or " +
                     job.label + " when the other has succeeded"};
  }
}

void tell(const queue::Put& put) {
  const queue::Entry& entry = put.entry;
  std::printf(
      "%s %s %s as %lld (%s)\n", entry.what.job.c_str(), put.already ? "is already in" : "waits in",
      entry.what.queue.c_str(), static_cast<long long>(entry.id),
      std::string(put.already ? name_of(entry.state) : name_of(entry.what.priority)).c_str());
  std::fflush(stdout);
}

}  // namespace

int enqueue(const Plan& plan, const EnqueueOptions& options, const Workspace& workspace) {
  refuse_needs(plan);
  std::vector<queue::NewEntry> news;
  for (const Planned& job : plan.jobs()) news.push_back(entry_of(job, options.priority));
  const std::unique_ptr<queue::Store> store = open_store(options.store, workspace);
  std::vector<queue::Entry> entries;
  for (const queue::NewEntry& each : news) {
    const queue::Put put = store->put(each, options.rerun);
    entries.push_back(put.entry);
    if (!options.json) tell(put);
  }
  tell_of_clock(*store);
  return options.json ? write_out(json_of(entries), "") : kOk;
}

}  // namespace launch::cli
