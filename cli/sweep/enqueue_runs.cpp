#include <cstdio>

#include "cli/submit/interrupt.h"
#include "cli/submit/office.h"
#include "cli/sweep/submit_runs.h"

namespace launch::cli {
namespace {

struct Count {
  std::size_t fresh = 0, already = 0, failed = 0;
};

void sum_up(const Count& count, bool interrupted) {
  const std::size_t all = count.fresh + count.already + count.failed;
  if (all < 2 && !interrupted) return;
  std::string text = std::to_string(all) + " runs: " + std::to_string(count.fresh) + " enqueued";
  if (count.already > 0) text += ", " + std::to_string(count.already) + " there before";
  if (count.failed > 0) text += ", " + std::to_string(count.failed) + " with errors";
  if (interrupted) text += " (interrupted; the same call goes on from there)";
  std::fprintf(stderr, "%s\n", text.c_str());
}

}  // namespace

int enqueue_runs(const RunsToSubmit& asked, RunCompiler& compiler, FindingsOnce& said,
                 const CommonOptions& common) {
  const EnqueueOptions options = asked.flags.into_queues(asked.json);
  const Interrupt interrupt;
  const Office office(common);
  Enqueuing enqueuing(options, office);
  RunPlanner runs(asked, compiler, said);
  Count count;
  int code = kOk;
  while (interrupt.signal() == 0 && (code == kOk || asked.flags.keep_going)) {
    PlannedRun next;
    if (!runs.next(next)) break;
    code = std::max(code, next.code);
    if (next.code != kOk) ++count.failed;
    for (Planned& each : next.planned) {
      each.label = path_from_here(each.job);
      (enqueuing.put(each).already ? count.already : count.fresh) += 1;
    }
  }
  sum_up(count, interrupt.signal() != 0);
  code = std::max(code, enqueuing.end());
  return interrupt.signal() != 0 ? kSignalled + interrupt.signal() : code;
}

}  // namespace launch::cli
