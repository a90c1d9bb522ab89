// Queues without a server: entries in a SQLite file, or in a PostgreSQL database that a team
// shares.
//
// Inside a queue, critical goes before high, high before medium, medium before low; inside a
// priority, first in is first out. What an agent has is held by a lease, which the agent extends
// while it lives. When the lease is over anybody may take the entry, and with it a token; whatever
// an agent writes carries its token, so that who was thought dead and is not cannot write over who
// has the entry now.
//
// Every call is one transaction that is on the disk when the call returns: killed at any moment, it
// has happened or has not. A call whose connection broke is made again, and finds out whether it
// had happened. May be called from several threads, one after the other.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "submit/queue/entry.h"

namespace launch::queue {

// Thrown by every call. In words for the user, lower case, with the store's name.
struct StoreError {
  enum class Kind {
    Unreachable,  // no such server or folder, no permission, or it does not answer; may pass
    Busy,         // others are at it for longer than we wait; may pass
    Full,         // the disk is; may pass
    Unusable,     // damaged, written by a newer launch, or no store at all
    Unknown,      // people named a queue or entry that is not there
    Conflict      // it is there, and in no state in which that can be done
  };
  Kind kind = Kind::Unreachable;
  std::string message;
  bool may_pass() const {
    return kind == Kind::Unreachable || kind == Kind::Busy || kind == Kind::Full;
  }
};

// One agent process.
struct Agent {
  std::string name;      // as people gave it
  std::string instance;  // text that no other process has, for instance random digits
  std::string where;     // host and process, for people
  // Its lease, as the store told of it: the end, in the store's own time, and how long until then.
  std::int64_t lease_end = 0;
  std::chrono::milliseconds left{0};
};

// Whether an agent still has an entry.
enum class Hold : std::uint8_t {
  Held,
  StopAsked,  // held, and people want it stopped
  Lost        // another has it, or it is over: stop whatever is done for it, write nothing more
};

enum class Outcome : std::uint8_t { Done, Failed, Removed };

struct Put {
  Entry entry;
  bool already = false;  // it was there: an earlier call put it in
};

struct Filter {
  std::optional<std::string> queue;
  std::optional<EntryState> state;
  std::size_t most = 1000;
};

class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  // --- queues ---

  // Makes it, or changes the one there is; true when it was made. The queue "default" is always
  // there.
  virtual bool add_queue(const std::string& name, const QueueChange& change) = 0;
  virtual std::vector<Queue> queues() = 0;  // by name
  // Only with nothing waiting or taken in it: Conflict. What ended in it is forgotten.
  virtual void remove_queue(const std::string& name) = 0;
  virtual void pause(const std::string& name, bool paused) = 0;

  // --- entries, for people ---

  // The same spec (digest) is in a queue once, whatever became of it, unless people removed it;
  // with `rerun` once more. What is held and is put in with other needs waits for those; without
  // any it waits as it did. Unknown, with the queues there are, when there is no such queue.
  virtual Put put(const NewEntry& what, bool rerun) = 0;
  // The spec's last entry in the queue, without its payload.
  virtual std::optional<Entry> find(const std::string& queue, const std::string& digest) = 0;
  // Those that wait, as they would be taken, then those taken, then those that have ended, newest
  // first: the first of all these. Without payloads.
  virtual std::vector<Entry> list(const Filter& filter) = 0;
  // With its payload.
  virtual Entry entry(std::int64_t id) = 0;
  // One that waits, to the end of another queue, or to another priority, or both. Conflict for
  // others.
  virtual Entry move(std::int64_t id, const std::optional<std::string>& queue,
                     std::optional<Priority> priority) = 0;
  // One that waits is out at once. Of one that is taken its agent is asked to stop it.
  // One that failed is Removed as well: the same spec can be put in again. Conflict for one that is
  // done.
  virtual Entry remove(std::int64_t id) = 0;
  // One that failed or was removed waits again, at the end; a waiting one is left alone. Conflict
  // for others.
  virtual Entry retry(std::int64_t id) = 0;

  // --- agents ---

  // Tells that the agent lives, for as long as `lease` says; call it again before. When another
  // process of the same name lives, that one is returned, and nothing is told.
  virtual std::optional<Agent> sign_on(const Agent& agent, std::chrono::milliseconds lease) = 0;
  virtual void sign_off(const Agent& agent) = 0;
  virtual std::vector<Agent> agents() = 0;  // those that live

  // The next entry of the first of these queues that has one to give, with its payload. What
  // another agent did not hold on to comes first, paused or not: it may have been begun, then
  // `submission` says as what, and the job must be looked for, not made again. Nothing is given of
  // a queue that is paused or has max_jobs taken. Queues that are not there are passed over.
  virtual std::optional<Entry> take(const std::vector<std::string>& queues, const Agent& agent,
                                    std::chrono::milliseconds lease) = 0;
  // The lease ends that long after now.
  virtual Hold extend(std::int64_t id, Token token, std::chrono::milliseconds lease) = 0;
  // Written before the job is made as well as after: `submission` is what it is found by.
  virtual Hold started(std::int64_t id, Token token, const std::string& submission) = 0;
  // What was queued of it, with the image that was built for it: whoever has it later finds that.
  virtual Hold built(std::int64_t id, Token token, const std::string& payload) = 0;
  // For people, while it is taken.
  virtual Hold say(std::int64_t id, Token token, const std::string& words) = 0;
  // False when it was lost: nothing is written then.
  virtual bool finish(std::int64_t id, Token token, Outcome outcome, const std::string& words) = 0;
  // It waits again at its old place, with its priority and run id; one that people want stopped is
  // Removed. Preempted: with one resume more, and no submission. Else its agent ends: what it had
  // started runs on and stays Taken, and the next agent has it at once. False when it was lost.
  virtual bool give_back(std::int64_t id, Token token, bool preempted,
                         const std::string& words) = 0;

  // --- the store itself ---

  // What is wrong with the clock, once each time it is noticed: it went back. Leases go on as if it
  // had not.
  virtual std::optional<std::string> clock_trouble() = 0;
  // What people know it by: a path, or an address without its password.
  virtual std::string name() const = 0;
};

// Whether this launch knows PostgreSQL; without it open_store() refuses its addresses.
bool has_postgresql();
bool is_postgresql(const std::string& address);  // postgresql://… or postgres://…
// The address without its password.
std::string without_password(const std::string& address);

// `address` is the path of a SQLite file, which is made with its folder when it is not there, or a
// PostgreSQL address, where the server's clock counts and not `now`. Tables are made too.
// Throws StoreError.
std::unique_ptr<Store> open_store(const std::string& address, std::function<Time()> now);

}  // namespace launch::queue
