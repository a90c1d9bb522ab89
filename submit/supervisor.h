// A process of this machine that goes on when launch ends, and its supervisor, which tells how it
// ended. The supervisor is launch itself, forked, in a session of its own.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "submit/process_record.h"

namespace launch::submit {

// {"digest":…,"argv":[…],"environment":{…}}: comes through a pipe, so that no variable stands in a
// command line or on the disk.
struct SupervisedProgram {
  std::string digest;
  std::vector<std::string> argv;
  std::vector<std::pair<std::string, std::string>> environment;  // beside launch's own
};
std::string json_of(const SupervisedProgram& program);
// Throws RecordError for what is no such text.
SupervisedProgram program_in(const std::string& json);

// Starts it with its output in the folder, once a folder; returns its number when it runs.
// Throws RecordError.
// What this process inherited beside its input and output (a lock) is held until the program runs,
// also when this process is killed meanwhile.
pid_t start_supervised(const ProcessFolder& folder, const SupervisedProgram& program);

// SIGTERM to its process group, and SIGKILL to what is left of it after a grace; returns when it
// has ended. Nothing happens to one that has ended before. Throws RecordError.
void stop_supervised(const ProcessFolder& folder);

}  // namespace launch::submit
