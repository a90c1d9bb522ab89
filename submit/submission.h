// One thing that was submitted: what it is called here, what it is called there, how it fares.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace launch::submit {

// The variable that tells a job which attempt at its spec it is: 1, and one more after each
// --rerun. W&B has none for it. No part of the spec, so that all attempts have one digest; a value
// of the job's own wins.
inline constexpr std::string_view kAttemptVariable = "LAUNCH_ATTEMPT";

// The states of every backend in one vocabulary.
enum class State : std::uint8_t {
  Queued,
  Starting,
  Running,
  Succeeded,
  Failed,
  Cancelled,
  Unknown
};
std::string_view name_of(State state);  // "queued" … "unknown"
std::optional<State> state_named(std::string_view name);
// Nothing changes any more.
inline bool is_final(State state) {
  return state == State::Succeeded || state == State::Failed || state == State::Cancelled;
}

struct Observation {
  State state = State::Unknown;
  std::optional<int> exit_code;
  std::string why;         // in the backend's words
  bool gone = false;       // the backend knows it no more, or does not let it be seen
  bool preempted = false;  // the backend took its place away: no fault of the job's
  bool held_back =
      false;  // it waits because somebody decides about it, not because it cannot start
};

// How far the call that creates it has come.
enum class Progress : std::uint8_t {
  Begun,    // written before the call: whether the backend has it is not known
  Created,  // the backend has it
  Refused,  // the backend, or its client, said no
  Lost      // never arrived, or asked afterwards, the backend knows nothing of it
};

struct Submission {
  std::string digest;  // of the resolved spec: 64 hex digits
  int attempt = 1;
  std::string target;      // "docker"
  std::string job;         // the file, as the user named it
  std::string run_id;      // W&B's
  std::string name;        // what is created there: launch-3f2a9c81d0b4-1
  std::string where;       // which engine, cluster or region, as far as its client was told
  std::string backend_id;  // what the backend calls it
  std::string begun;       // UTC, RFC 3339
  Progress progress = Progress::Begun;
  bool cancel_asked = false;
  bool may_lack_beside = false;  // created, and what belongs beside it perhaps not
  // Variables of the environment whose values it was given: nobody may repeat those.
  std::vector<std::string> secret_variables;
  bool pruned = false;  // what was left of it was taken away by `launch prune`
  Observation last;     // what was seen last

  // What people name it by: 12 digits of the digest, and the attempt from the second on.
  std::string id() const;
};

}  // namespace launch::submit
