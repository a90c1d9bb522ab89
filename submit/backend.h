// A place where jobs run, as its own client speaks to it: functions that make command lines, and
// functions that read what the client printed. Nothing here starts a program.
#pragma once

#include <functional>
#include <span>

#include "compiler/target/target.h"
#include "submit/process.h"
#include "submit/submission.h"

namespace launch::submit {

// Why a call came to nothing, for the user.
struct Failure {
  enum class Kind {
    NoClient,       // the program is not there
    NoCredentials,  // it runs, but nobody has signed in
    Unreachable,    // the backend did not answer
    Refused,        // it said no
    Undecided,      // it cannot tell whether it has it
    Busy            // another launch is at it
  };
  Kind kind = Kind::Refused;
  std::string words;  // the client's own
};

// What asking the backend for a submission came to.
struct Found {
  bool there = false;
  std::string backend_id;
  bool never_started = false;    // created, and not told to run
  bool may_lack_beside = false;  // something belongs beside it, see Backend::create_beside
  bool understood = true;        // false: the client ended well, and printed something else
  // Not seen, and not known to be absent: why, for people.
  std::string undecided{};
};

// One question of a dry run.
struct Probe {
  Command command;
  std::string good;  // what a good answer says, for people
  // What it says when the backend refuses and the next question may still be answered well; empty
  // when that is the end of it.
  std::string refused{};
  // Whether what a client that ended well printed is an answer.
  bool (*is_answer)(const Finished&) = nullptr;
};

// What was printed since `cursor`, which only the backend understands and is empty at first.
struct LogPiece {
  std::string text;
  std::string cursor;
  bool more = false;       // there is more by now
  bool understood = true;  // false: the call failed, or what it printed is no answer
};

// A variable of the environment, or null.
using Variables = std::function<const char*(const char*)>;

// Optional functions are null where the backend has nothing of the kind.
struct Backend {
  std::string_view target;
  std::string_view client;  // the program, unless the workspace names another

  // Asks the client where it would go by itself; optional. The same for every job of a call.
  Command (*ask_where)(const std::string& client) = nullptr;
  // What later calls need to go to the same place, whatever the client's settings are by then:
  // it becomes Submission::where, which every function below is given. `asked` is the answer to
  // ask_where, good or not.
  std::string (*where)(const Artifact&, const Finished& asked, const Variables&) = nullptr;
  // The same for a backend whose places the job's own block may name, which is given.
  std::string (*where_of_block)(const Node&, const Finished& asked, const Variables&) = nullptr;
  // And for one where both say it.
  std::string (*where_of_job)(const Artifact&, const Node& block, const Finished& asked) = nullptr;

  // What it will be called, where the job names it; optional: Submission::name as it is.
  std::string (*name)(const Artifact&, const Submission&) = nullptr;
  // Creates what was rendered under the submission's name, marked with its digest.
  // `client` is the program to run.
  Command (*create)(const Artifact&, const Submission&, const std::string& client) = nullptr;
  // Names are not unique there: it is asked for the mark before each call of create.
  bool asks_before = false;
  // Has the backend judge what create would make, without making it: the questions in order, up to
  // the first good answer. Optional.
  std::vector<Probe> (*dry_run)(const Artifact&, const Submission&,
                                const std::string& client) = nullptr;
  // The backend's id, from what a good `create` printed; empty when that is no id.
  std::string (*created_id)(const Finished&) = nullptr;
  // `create` may print it and fail at what it does afterwards.
  bool may_fail_afterwards = false;
  // Creates what stands beside it, once it is there and its id is known; optional, and nothing
  // where nothing does. Harmless when done before.
  std::optional<Command> (*create_beside)(const Artifact&, const Submission&,
                                          const std::string& client) = nullptr;
  // Whether all of it is there after such a call.
  bool (*is_beside)(const Finished&) = nullptr;
  // Asks for the submission by its mark: works whatever is known of it.
  Command (*find)(const Submission&, const std::string& client) = nullptr;
  // Whether a `find` that failed says that there is none; optional.
  bool (*says_absent)(const Finished&) = nullptr;
  Found (*read_found)(const Finished&) = nullptr;
  // How one that was created fares.
  Command (*observe)(const Submission&, const std::string& client) = nullptr;
  Observation (*read_observed)(const Finished&) = nullptr;
  // `cancel` is answered before it has ended, and that is a matter of seconds.
  bool stops_soon = false;
  // One that was stopped may end as if it had succeeded: whoever asked for the stop knows better.
  bool stopped_may_look_good = false;
  // Whether a call that failed cannot have reached the backend: then nothing has come of it;
  // optional.
  bool (*never_arrived)(const Finished&) = nullptr;
  // Takes away what is left of one that has ended; optional.
  Command (*remove)(const Submission&, const std::string& client) = nullptr;
  // Takes away one that never started.
  Command (*discard)(const Submission&, const std::string& client) = nullptr;
  // There are no logs before it has started, and a client that is asked for them ends well.
  bool logs_need_start = false;
  Command (*logs)(const Submission&, const std::string& client, bool follow) = nullptr;
  // Where `launch polled-logs` shows them: the call for what comes after a cursor, and what it
  // printed.
  Command (*more_logs)(const Submission&, const std::string& client,
                       const std::string& cursor) = nullptr;
  LogPiece (*read_logs)(const Finished&, const std::string& cursor) = nullptr;
  Command (*cancel)(const Submission&, const std::string& client) = nullptr;
  // Which kind of failure a call's end is; called for ends that are not good.
  Failure::Kind (*failure_kind)(const Finished&) = nullptr;
};

std::span<const Backend* const> backends();
// Null when nothing can be submitted to this target.
const Backend* find_backend(std::string_view target);

// What a client said, fit for a terminal: without control characters and what libraries log, and
// not without end.
std::string words_of(std::string_view said);

// What a failed call comes to: `client` is the program that was run.
Failure failure_of(const Backend& backend, const Finished& finished, const std::string& client);

}  // namespace launch::submit
