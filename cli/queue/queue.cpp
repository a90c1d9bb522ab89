// `launch queue`: what people do with queues that need no server.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <set>

#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/queue/queue_text.h"
#include "cli/queue/which_store.h"
#include "cli/write_out.h"
#include "compiler/diagnostic/diagnostic.h"

namespace launch::cli {
namespace {

using queue::Entry;
using queue::Store;

struct QueueOptions {
  std::string action;
  std::vector<std::string> names;
  std::string max_jobs;  // a number or "none"; empty: not said
  bool fair_share = false, no_fair_share = false;
  std::string queue, priority, state;
  std::optional<std::size_t> limit;
  std::string format = "text";
  std::string store;
  CommonOptions common;
};

// Entries are named by numbers, queues are not.
std::optional<std::int64_t> id_in(const std::string& name) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), id);
  if (error != std::errc() || end != name.data() + name.size() || id < 1) return std::nullopt;
  return id;
}

std::int64_t id_of(const std::string& name) {
  if (const auto id = id_in(name)) return *id;
  throw UsageError{launch::quoted(name) +
                   " is no entry: those have numbers, and `launch queue show` shows them"};
}

// W&B's names of queues, as far as they can be told from numbers and paths.
void judge_name(const std::string& name) {
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == ' ';
  });
  if (name.empty() || !plain || name.front() == '-' || id_in(name)) {
    throw UsageError{launch::quoted(name) +
                     " cannot be a queue: its name is made of letters, digits, - _ . and blanks, "
                     "and is no number"};
  }
}

void say(const std::string& line) {
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

int print_entries(const std::vector<Entry>& entries, const QueueOptions& options) {
  if (options.format == "json") return write_out(json_of(entries), "");
  return write_out(table_of(entries), "");
}

// Does it to each that was named, when all of them are there, and tells of each at once: what comes
// after may be in no state for it.
template <typename Do>
int for_each_entry(Store& store, const QueueOptions& options, Do&& act) {
  std::vector<std::int64_t> ids;
  for (const std::string& name : options.names) ids.push_back(store.entry(id_of(name)).id);
  std::vector<Entry> entries;
  for (const std::int64_t id : ids) {
    entries.push_back(act(id));
    if (options.format != "json") say(one_line(entries.back()));
  }
  return options.format == "json" ? int{write_out(json_of(entries), "")} : int{kOk};
}

int list(Store& store, const QueueOptions& options) {
  const std::vector<queue::Queue> queues = store.queues();
  return write_out(options.format == "json" ? json_of(queues) : table_of(queues), "");
}

queue::QueueChange change_of(const QueueOptions& options) {
  queue::QueueChange change;
  if (options.fair_share || options.no_fair_share) change.fair_share = options.fair_share;
  const std::string& most = options.max_jobs;
  if (most == "none") change.max_jobs = queue::kNoLimit;
  if (most.empty() || most == "none") return change;
  constexpr int kMost = 1000000;
  int number = 0;
  const auto [end, error] = std::from_chars(most.data(), most.data() + most.size(), number);
  const bool good = error == std::errc() && end == most.data() + most.size() && number >= 0;
  if (!good || number > kMost) {
    throw UsageError{"--max-jobs is a number up to " + std::to_string(kMost) +
                     ", or none, and this is " + launch::quoted(most)};
  }
  change.max_jobs = number;
  return change;
}

int add(Store& store, const QueueOptions& options) {
  for (const std::string& name : options.names) judge_name(name);
  const queue::QueueChange change = change_of(options);
  const bool says = change.max_jobs || change.fair_share;
  for (const std::string& name : options.names) {
    const bool made = store.add_queue(name, change);
    if (options.format != "json")
      say("queue " + name + (made ? " made" : says ? " changed" : " is there already"));
  }
  return options.format == "json" ? list(store, options) : int{kOk};
}

void judge_queue(Store& store, const std::string& name) {
  std::vector<std::string> names;
  for (const queue::Queue& each : store.queues()) names.push_back(each.name);
  if (std::find(names.begin(), names.end(), name) != names.end()) return;
  const std::vector<std::string_view> known(names.begin(), names.end());
  const std::string way_out = suggest(did_you_mean(name, known));
  throw UsageError{"there is no queue " + launch::quoted(name) + " in " + store.name() +
                   (way_out.empty() ? "; known are " + all_of(known) : "; " + way_out)};
}

// Who set no limit is told that there is one.
std::vector<Entry> listed(Store& store, queue::Filter filter, const QueueOptions& options) {
  if (options.limit) {
    filter.most = *options.limit;
    return store.list(filter);
  }
  const std::size_t most = filter.most++;
  std::vector<Entry> entries = store.list(filter);
  if (entries.size() > most) {
    entries.pop_back();
    std::fprintf(stderr,
                 "launch: note: %zu entries%s%s are shown, and there are more; see --limit\n", most,
                 filter.queue ? " of " : "", filter.queue.value_or("").c_str());
  }
  return entries;
}

int show(Store& store, const QueueOptions& options) {
  std::vector<Entry> entries;
  queue::Filter filter;
  if (!options.state.empty()) filter.state = queue::entry_state_named(options.state);
  if (options.names.empty()) entries = listed(store, filter, options);
  for (const std::string& name : options.names) {
    if (const auto id = id_in(name)) {
      entries.push_back(store.entry(*id));
      continue;
    }
    judge_queue(store, name);
    filter.queue = name;
    for (Entry& each : listed(store, filter, options)) entries.push_back(std::move(each));
  }
  std::set<std::int64_t> seen;
  std::erase_if(entries, [&](const Entry& entry) {
    return (filter.state && entry.state != *filter.state) || !seen.insert(entry.id).second;
  });
  return print_entries(entries, options);
}

int remove(Store& store, const QueueOptions& options) {
  QueueOptions entries = options;
  std::vector<std::string> queues;
  std::erase_if(entries.names, [&](const std::string& name) {
    if (!id_in(name)) queues.push_back(name);
    return !id_in(name);
  });
  for (const std::string& name : queues) judge_queue(store, name);
  const int code =
      for_each_entry(store, entries, [&](std::int64_t id) { return store.remove(id); });
  for (const std::string& name : queues) {
    store.remove_queue(name);
    if (options.format != "json") say("queue " + name + " removed");
  }
  return code;
}

int move(Store& store, const QueueOptions& options) {
  if (options.queue.empty() && options.priority.empty()) {
    throw UsageError{"launch queue move wants --queue, --priority or both: where entries go"};
  }
  std::optional<queue::Priority> priority;
  if (!options.priority.empty()) priority = priority_flag(options.priority);
  std::optional<std::string> to;
  if (!options.queue.empty()) to = options.queue;
  return for_each_entry(store, options,
                        [&](std::int64_t id) { return store.move(id, to, priority); });
}

int retry(Store& store, const QueueOptions& options) {
  return for_each_entry(store, options, [&](std::int64_t id) { return store.retry(id); });
}

int set_paused(Store& store, const QueueOptions& options, bool paused) {
  for (const std::string& name : options.names) judge_queue(store, name);
  for (const std::string& name : options.names) {
    store.pause(name, paused);
    if (options.format != "json") say("queue " + name + (paused ? " paused" : " resumed"));
  }
  return options.format == "json" ? list(store, options) : int{kOk};
}

int pause(Store& store, const QueueOptions& options) { return set_paused(store, options, true); }
int resume(Store& store, const QueueOptions& options) { return set_paused(store, options, false); }

struct Action {
  std::string_view name;
  std::string_view wants;  // what must be named; empty: nothing must
  int (*run)(Store&, const QueueOptions&);
};
constexpr std::array kActions{
    Action{"add", "the queue's name", add},
    Action{"list", "", list},
    Action{"show", "", show},
    Action{"remove", "a queue or the number of an entry", remove},
    Action{"move", "the number of an entry", move},
    Action{"pause", "the queue's name", pause},
    Action{"resume", "the queue's name", resume},
    Action{"retry", "the number of an entry", retry},
};

// A flag that an action does not look at would be lost in silence.
void judge_flags(const QueueOptions& options) {
  const auto only = [&](bool given, const std::string& flag, std::string_view action) {
    if (given && options.action != action) {
      throw UsageError{flag + " goes with launch queue " + std::string(action) + ", not with " +
                       options.action};
    }
  };
  only(!options.max_jobs.empty(), "--max-jobs", "add");
  only(options.fair_share, "--fair-share", "add");
  only(options.no_fair_share, "--no-fair-share", "add");
  only(options.limit.has_value(), "--limit", "show");
  only(!options.queue.empty(), "--queue", "move");
  only(!options.priority.empty(), "--priority", "move");
  only(!options.state.empty(), "--state", "show");
  only(options.action == "list" && !options.names.empty(),
       options.names.empty() ? "" : launch::quoted(options.names[0]), "show");
}

// Who is named twice is meant once.
QueueOptions each_once(QueueOptions options) {
  std::set<std::string> seen;
  std::erase_if(options.names, [&](const std::string& name) { return !seen.insert(name).second; });
  return options;
}

int run_queue(const QueueOptions& options) {
  const auto* const action =
      std::find_if(kActions.begin(), kActions.end(),
                   [&](const Action& each) { return each.name == options.action; });
  judge_flags(options);
  if (!action->wants.empty() && options.names.empty()) {
    throw UsageError{"launch queue " + options.action + " wants " + std::string(action->wants)};
  }
  try {
    const std::unique_ptr<Store> store =
        open_store(options.store, find_workspace(options.common.root),
                   action->name == "add" ? IfMissing::Made : IfMissing::Refused);
    const int code = action->run(*store, each_once(options));
    tell_of_clock(*store);
    return code;
  } catch (const queue::StoreError& error) {
    return report(error);
  }
}

}  // namespace

void add_queue(Program& program) {
  auto [command, options] = program.add<QueueOptions>(
      "queue", "Look after queues that need no server, and what waits in them", run_queue);
  std::vector<std::string> names;
  for (const Action& action : kActions) names.emplace_back(action.name);
  allow(command.add_option("ACTION", options.action, "What to do")->required(), names);
  command.add_option("NAME", options.names, "Queues, or numbers of entries");
  command
      .add_option("--max-jobs", options.max_jobs,
                  "add: how many all agents together may have of it; none is no limit")
      ->type_name("NUMBER");
  auto* const fair =
      command.add_flag("--fair-share", options.fair_share,
                       "add: inside a priority, the entity that has least running goes first");
  command
      .add_flag("--no-fair-share", options.no_fair_share,
                "add: first in is first out again, whoever it is of")
      ->excludes(fair);
  command.add_option("--queue", options.queue, "move: to the end of this queue")
      ->type_name(kStoredQueueValue);
  offer(command.add_option("--priority", options.priority, "move: to this priority"),
        {"critical", "high", "medium", "low"});
  allow(command.add_option("--state", options.state, "show: only those"),
        {"waiting", "held", "taken", "done", "failed", "removed"});
  allow_numbers(command.add_option("--limit", options.limit, "show: at most so many; 1000")
                    ->type_name("NUMBER"),
                1, 1000000);
  allow(command.add_option("--format", options.format, "How the answer is written"),
        {"text", "json"});
  add_store_flag(command, options.store);
  add_common_flags(command, options.common);
}

}  // namespace launch::cli
