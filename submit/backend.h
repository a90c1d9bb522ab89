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
    Refused         // it said no
  };
  Kind kind = Kind::Refused;
  std::string words;  // the client's own
};

// What asking the backend for a submission came to.
struct Found {
  bool there = false;
  std::string backend_id;
  bool never_started = false;  // created, and not told to run
};

struct Backend {
  std::string_view target;
  std::string_view client;  // the program, unless the workspace names another

  // Creates what was rendered under the submission's name, marked with its digest.
  // `client` is the program to run.
  Command (*create)(const Artifact&, const Submission&, const std::string& client);
  // The backend's id, from what a good `create` printed.
  std::string (*created_id)(const Finished&);
  // Asks for the submission by its mark: works whatever is known of it.
  Command (*find)(const Submission&, const std::string& client);
  Found (*read_found)(const Finished&);
  // How one that was created fares.
  Command (*observe)(const Submission&, const std::string& client);
  Observation (*read_observed)(const Finished&);
  // Takes away one that never started.
  Command (*discard)(const Submission&, const std::string& client);
  Command (*logs)(const Submission&, const std::string& client, bool follow);
  Command (*cancel)(const Submission&, const std::string& client);
  // Which kind of failure a call's end is; called for ends that are not good.
  Failure::Kind (*failure_kind)(const Finished&);
  // Where the client would go: a context, a host; asked of the environment by name.
  std::string (*where)(const std::function<const char*(const char*)>& environment);
};

std::span<const Backend* const> backends();
// Null when nothing can be submitted to this target.
const Backend* find_backend(std::string_view target);

// What a failed call comes to: `client` is the program that was run.
Failure failure_of(const Backend& backend, const Finished& finished, const std::string& client);

}  // namespace launch::submit
