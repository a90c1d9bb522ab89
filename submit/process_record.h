// What is known of a process of this machine that outlives whoever started it: files in a folder of
// its own.
//
//   process   who it is; there before it runs
//   end       how it ended, by its supervisor
//   output    what it prints
//   lock      held by its supervisor for life
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "submit/submission.h"

namespace launch::submit {

// A process and no other: its number may be given to another later, or after a restart of the
// machine.
struct ProcessIdentity {
  pid_t pid = 0;
  std::uint64_t started = 0;  // in clock ticks since the machine did
  std::string boot;           // which start of the machine
  std::string host;
};

// Null when there is no such process, or it has ended and waits for its parent.
std::optional<ProcessIdentity> identity_of(pid_t pid);
bool is_alive(const ProcessIdentity& process);
// On this machine, since it was started last or before.
bool started_here(const ProcessIdentity& process);
// To this process and no other. Nothing happens when it has ended.
void send(const ProcessIdentity& process, int signal);
// Whether any process of the group runs.
bool group_lives(pid_t group);

struct ProcessRecord {
  std::string digest;
  ProcessIdentity process, supervisor;
};

struct ProcessEnd {
  std::optional<int> exit_code;
  int signal = 0;        // that ended it; 0: none
  bool stopped = false;  // somebody asked for it
};

struct RecordError {
  std::string message;
};

// The files of one process.
class ProcessFolder {
 public:
  explicit ProcessFolder(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  std::string output() const { return path_ + "/output"; }
  std::string lock() const { return path_ + "/lock"; }
  // For its owner's eyes only. Throws RecordError, as do all that write.
  void make() const;
  // Synced to the disk, and there as a whole or not at all.
  void write(const ProcessRecord& record) const;
  void write(const ProcessEnd& end) const;
  void forget() const;  // the process: it never ran
  void remove() const;  // everything

  // Null when there is none. A file that holds something else is RecordError.
  std::optional<ProcessRecord> record() const;
  std::optional<ProcessEnd> end() const;
  // Null when there is no process.
  std::optional<Observation> observe() const;

 private:
  std::string path_;
};

}  // namespace launch::submit
