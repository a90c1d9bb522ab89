// `launch agent`: takes jobs from queues and runs them.
#include <unistd.h>

#include <cstdio>
#include <random>

#include "cli/agent/loop.h"
#include "cli/agent/metrics_server.h"
#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/joined.h"
#include "cli/queue/which_store.h"
#include "compiler/agent/config.h"
#include "compiler/diagnostic/diagnostic.h"
#include "submit/host.h"

namespace launch::cli {
namespace {

using std::chrono::milliseconds;

queue::Agent identity(const std::string& name) {
  std::random_device random;
  char instance[40];
  std::snprintf(instance, sizeof instance, "%08x%08x%08x", random(), random(), random());
  return {name, instance, submit::host_name() + " process " + std::to_string(getpid())};
}

// The agent that had the name may have been killed a moment ago: its lease ends by itself. One that
// lives extends it.
void sign_on(Yard& yard, const queue::Agent& agent, const Interrupt& interrupt) {
  std::optional<queue::Agent> first;
  while (interrupt.signal() == 0) {
    const auto other =
        yard.insist([&](queue::Store& store) { return store.sign_on(agent, yard.settings.lease); });
    if (!other) return;
    if (!first) {
      const auto left = std::chrono::ceil<std::chrono::seconds>(other->left).count();
      yard.log.say(Level::Info,
                   "another agent has this name: waits for the end of its lease, " +
                       std::to_string(left) + " seconds, unless it lives",
                   {{"agent", agent.name}, {"where", other->where}});
      first = other;
    }
    if (other->instance != first->instance || other->lease_end != first->lease_end) {
      throw UsageError{"an agent with the name " + launch::quoted(agent.name) + " works already (" +
                       other->where + "); --name gives this one another"};
    }
    interrupt.sleep(milliseconds(200));
  }
}

void warn_of_unknown_queues(Yard& yard) {
  yard.try_once([&](queue::Store& store) {
    const std::vector<queue::Queue> known = store.queues();
    for (const std::string& name : yard.settings.queues) {
      const bool there = std::any_of(known.begin(), known.end(),
                                     [&](const queue::Queue& queue) { return queue.name == name; });
      if (!there) {
        yard.log.say(Level::Warning, "there is no such queue yet; launch queue add makes it",
                     {{"queue", name}});
      }
    }
  });
}

int run_agent_here(const AgentFlags& flags) {
  const Office office(flags.common);
  const AgentSettings settings = settings_of(flags, office.workspace());
  const std::unique_ptr<queue::Store> store = open_store(flags.store, office.workspace());
  Log log(flags.log_format == "json", settings.verbosity >= 2 ? Level::Debug : Level::Info);
  Counts counts;
  Yard yard(office, settings, *store, log, counts);
  const Interrupt interrupt;
  const queue::Agent agent = identity(settings.name);
  std::optional<MetricsServer> server;
  if (!flags.metrics.empty()) {
    server.emplace(flags.metrics, [&] { return counts.text(settings.name, settings.max_jobs); });
    log.say(Level::Info, "metrics at http://" + server->address() + "/metrics");
  }
  sign_on(yard, agent, interrupt);
  log.say(Level::Info,
          "agent " + settings.name + " takes from " + joined(settings.queues, ", ") + " of " +
              store->name(),
          {{"max_jobs", settings.max_jobs}});
  for (const std::string& setting : settings.idle) log.say(Level::Warning, setting);
  warn_of_unknown_queues(yard);
  int code = kOk;
  {
    Leases leases(yard, open_store(flags.store, office.workspace()), agent);
    Loop loop(yard, leases, agent, flags.once);
    code = loop.run(interrupt);
  }
  yard.try_once([&](queue::Store& each) { each.sign_off(agent); });
  log.say(Level::Info, "ended");
  return code;
}

int run_agent(const AgentFlags& flags) {
  try {
    return run_agent_here(flags);
  } catch (const queue::StoreError& error) {
    return report(error);
  }
}

}  // namespace

void add_agent(Program& program) {
  auto [command, flags] =
      program.add<AgentFlags>("agent", "Take jobs from queues and run them", run_agent);
  command
      .add_option("--config", flags.config,
                  "The agent's configuration; launch-config.yaml in the workspace's root, if it is "
                  "there")
      ->type_name(kFileValue);
  command
      .add_option("-q,--queue", flags.queues,
                  "A queue to take from, instead of those that the configuration names; may be "
                  "given several times")
      ->type_name(kStoredQueueValue);
  auto* const max_jobs = command
                             .add_option("-j,--max-jobs", flags.max_jobs,
                                         "How many jobs run at a time; -1 for as many as there are")
                             ->type_name("NUMBER");
  allow_numbers(max_jobs, -1, 1000000);
  add_artifact_dirs(command, flags.build.artifact_dirs);
  add_context_limit(command, flags.build);
  add_store_flag(command, flags.store);
  command.add_flag("--once", flags.once, "End when nothing waits and all that it took has ended");
  command
      .add_option("--metrics", flags.metrics,
                  "Serve a page for Prometheus there, such as 127.0.0.1:9400")
      ->type_name("ADDRESS");
  offer(command.add_option("--log-format", flags.log_format, "How the log is written"),
        {"text", "json"});
  command
      .add_option("--name", flags.name,
                  "What the agent is called, which no other may be; the host's name")
      ->type_name("NAME");
  command
      .add_option("--start-timeout", flags.start_timeout,
                  "How long a job may wait for its start before it fails; 30m, 0 for ever")
      ->type_name("DURATION");
  command
      .add_option("--lease", flags.lease,
                  "How long after this agent was killed others take over what it had; 60s")
      ->type_name("DURATION");
  command
      .add_option("--grace", flags.grace,
                  "How long after SIGTERM it follows what runs before it leaves it to others; 20s")
      ->type_name("DURATION");
  command.add_flag("-v,--verbose", flags.verbose, "Say more; twice: everything");
  add_common_flags(command, flags.common);
}

}  // namespace launch::cli
