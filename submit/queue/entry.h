// What waits in a queue without a server: an entry, and the queue that it waits in.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace launch::queue {

// UTC.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

// As W&B numbers them: critical is 0, low is 3. What nobody gave one is medium.
// https://docs.wandb.ai/platform/launch/launch-queue-priority
enum class Priority : std::uint8_t { Critical, High, Medium, Low };
std::string_view name_of(Priority priority);  // "critical" … "low"
// By name, or by W&B's number as text.
std::optional<Priority> priority_named(std::string_view text);

enum class EntryState : std::uint8_t {
  Waiting,  // for an agent
  Held,     // until what makes its artifacts has succeeded
  Taken,    // an agent has it, or had it when it was killed
  Done,     // what ran ended well
  Failed,   // it did not, or could not be begun
  Removed   // by people
};
std::string_view name_of(EntryState state);  // "waiting" … "removed"
std::optional<EntryState> entry_state_named(std::string_view name);

// Who has an entry, as a token that no other taking ever had. Whoever lost its entry cannot write
// to it any more: its token is not the entry's.
using Token = std::int64_t;

// An artifact that an entry needs of another, which makes it.
struct Need {
  std::int64_t producer = 0;
  std::string artifact;
};

// What is put into a queue. Nothing in it is secret: `payload` names variables.
struct NewEntry {
  std::string queue;
  Priority priority = Priority::Medium;
  std::string entity;         // whose share it counts for; may be empty
  std::string job;            // for people: configs/train.yaml, or a run of a sweep
  std::string file;           // the job's file, absolute
  std::string target;         // where it would run: "docker"
  std::string digest;         // of the resolved spec, 64 hex digits
  std::string run_id;         // W&B's
  std::string payload;        // what the agent needs to submit it; the store does not look into it
  std::vector<Need> needs{};  // it is held until all of these are done
};

// What a held entry waits for, and how that fares.
struct Wait {
  Need need;
  std::string job;
  EntryState state = EntryState::Waiting;
};

struct Entry {
  std::int64_t id = 0;  // what people name it by; never used twice in a store
  EntryState state = EntryState::Waiting;
  NewEntry what;
  int attempt = 1;  // of the same spec in the same queue: 2 is the first rerun
  int resumes = 0;  // how often it was given back because it was preempted
  // People want it to run although it may have run before; `resumes` as it was when they said so.
  std::optional<int> again;
  bool stop_asked =
      false;  // people want it stopped; its agent cancels it, then finishes it as Removed
  Token token = 0;
  std::string agent;                 // the name of who has it, or had it last
  std::string submission;            // what `started` was told; empty before
  std::string words;                 // why it is as it is, for people
  Time put;                          // into the queue
  std::optional<Time> taken, ended;  // the last time
  std::optional<Time> lease_end;     // Taken only: from then on anybody may take it
  std::vector<Wait> waits_for{};     // Held only
};

struct QueueSettings {
  std::optional<int>
      max_jobs;             // taken at once by all agents together; nothing: as many as there are
  bool fair_share = false;  // inside a priority, whose entity has least running goes first
};

// What is set of a queue; nothing: stays as it is, and of a new one as QueueSettings says.
inline constexpr int kNoLimit = -1;
struct QueueChange {
  std::optional<int> max_jobs{};  // or kNoLimit
  std::optional<bool> fair_share{};
};

struct Queue {
  std::string name;
  QueueSettings settings;
  bool paused = false;  // nothing that waits is taken; what runs goes on
  std::int64_t waiting = 0, held = 0, taken = 0, done = 0, failed = 0;
};

}  // namespace launch::queue
