#include "cli/agent/image.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <thread>

#include "cli/build/build_file.h"
#include "compiler/build/kept.h"
#include "submit/secrets.h"

namespace launch::cli {
namespace {

// A queue keeps of what a build printed as much as people read: its end.
constexpr std::size_t kMostSaid = 4000;

std::string shortened(const std::string& said) {
  const std::size_t line = said.find('\n');
  if (line == std::string::npos || said.size() <= line + kMostSaid) return said;
  const std::size_t rest = said.find('\n', said.size() - kMostSaid);
  return said.substr(0, line + 1) + "…" +
         said.substr(rest == std::string::npos ? said.size() - kMostSaid : rest);
}

// A file that has the one job, as far as its image goes.
JobRun run_of(queue::Order order) {
  JobRun run;
  run.sources = std::move(order.sources);
  run.arena = std::move(order.arena);
  Compiled job;
  job.spec = build::spec_of_kept(order.build).value();
  job.artifacts.push_back({order.artifact.target, Argv{}});
  run.jobs.push_back(std::move(job));
  run.documents.push_back({});
  return run;
}

ImageResult build(queue::Order order, const Yard& yard, int stop) {
  const std::string label = order.facts.label;
  const Workspace& workspace = yard.office.workspace();
  try {
    JobRun run = run_of(std::move(order));
    const CodeInput input{run.jobs[0], yard.settings.build, workspace, *run.arena, *run.sources};
    refuse_builder(plan_code(input).plan, label);
    const std::vector<Built> built =
        build_file(run, label, {yard.settings.build, workspace, false, true, true, stop});
    return {built.at(0).image.name(), built[0].result == BuildResult::Already, {}, false};
  } catch (const BuildError& error) {
    return {{}, false, error.message, false};
  } catch (const UnreachableError& error) {
    return {{}, false, error.message, true};
  } catch (const UsageError& error) {
    return {{}, false, error.message, false};
  }
}

class Signal {
 public:
  Signal() : fd_(eventfd(0, EFD_CLOEXEC)) {}
  ~Signal() {
    if (fd_ >= 0) close(fd_);
  }
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;
  int fd() const { return fd_; }
  void give() const { eventfd_write(fd_, 1); }

 private:
  int fd_;
};

}  // namespace

ImageResult build_for(queue::Order order, Yard& yard, const std::function<bool()>& gives_up) {
  constexpr std::chrono::hours kLong{24};
  while (!yard.begin_build()) {
    if (gives_up()) return {};
    yard.wait(kLong, [&] { return gives_up() || !yard.builds(); });
  }
  const std::vector<std::string> secrets = submit::values_of(order.secret_variables);
  ImageResult result;
  std::exception_ptr bug;
  std::atomic<bool> ended{false};
  const Signal stop;
  std::thread thread([&] {
    try {
      result = build(std::move(order), yard, stop.fd());
    } catch (...) {
      bug = std::current_exception();
    }
    ended = true;
    yard.ring();
  });
  yard.wait(kLong, [&] { return ended || gives_up(); });
  const bool given_up = !ended;
  if (given_up) stop.give();
  thread.join();
  yard.end_build();
  if (bug) std::rethrow_exception(bug);
  if (given_up && result.image.empty()) return {};
  result.why = submit::masked(shortened(result.why), secrets);
  return result;
}

}  // namespace launch::cli
