// Jobs put into queues, for agents to submit.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/submit/office.h"
#include "cli/submit/plan.h"
#include "submit/queue/store.h"

namespace launch::cli {

struct EnqueueOptions {
  std::string store;
  std::string priority;  // of all of them; empty: each job's own
  bool rerun = false;
  bool json = false;
};

// Each job into the queue that it names, or into `default`, unless it was submitted already. Throws
// UsageError and queue::StoreError; what was put in before stays there, and the same call goes on.
class Enqueuing {
 public:
  // `options` must outlive it.
  Enqueuing(const EnqueueOptions& options, const Office& office);

  // Tells of it at once, unless it is JSON that is wanted. What was submitted without a queue is
  // not put in, then the entry is none; but if it `is_needed`, it is: an agent finds it and says
  // how it ended to those that are held.
  queue::Put put(const Planned& job, std::vector<queue::Need> needs = {}, bool is_needed = false);
  // The exit code.
  int end();

 private:
  const submit::Submission* submitted_before(const queue::NewEntry& entry);

  const EnqueueOptions& options_;
  std::unique_ptr<queue::Store> store_;
  std::map<std::string, submit::Submission> submitted_;  // by digest, the last attempt of each
  std::vector<queue::Entry> entries_;                    // for JSON, one document
};

// The jobs of a plan; one that needs what another makes is held until that has succeeded. The exit
// code.
int enqueue(const Plan& plan, const EnqueueOptions& options, const Office& office);

}  // namespace launch::cli
