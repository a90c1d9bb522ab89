// The only place that starts clients: without a shell, with nothing inherited but what is said.
#pragma once

#include <chrono>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace launch::submit {

struct Command {
  std::vector<std::string> argv;  // argv[0] is looked up on PATH unless it holds a slash
  // Variables beside those of this process. Secrets travel here, never in argv.
  std::vector<std::pair<std::string, std::string>> environment;
  std::string input;  // for its standard input; nothing is /dev/null
  // Its standard input is a file in memory, for a program that opens /dev/stdin more than once.
  bool reads_again = false;
  std::vector<std::string> without{};  // variables of this process that it does not get
};

struct Finished {
  enum class How {
    Exited,      // `code` is its exit code
    Signalled,   // `code` is the signal
    NotFound,    // no such program
    NotStarted,  // the system refused; `err` says why
    TimedOut,    // it was killed
    Stopped      // it was killed, because RunOptions::stop said so
  };
  How how = How::NotFound;
  int code = 0;
  std::string out, err;  // what it printed, each up to kMostOutput bytes; the rest is dropped

  bool good() const { return how == How::Exited && code == 0; }
};

constexpr std::size_t kMostOutput = 16U << 20U;

struct RunOptions {
  std::optional<std::chrono::milliseconds> timeout;
  // A file descriptor that the program inherits: it holds a lock as long as the program lives, even
  // when we do not.
  int held = -1;
  // Once this file descriptor can be read, the program is killed.
  int stop = -1;
  // Takes what is printed, as it comes, in place of Finished::out and err.
  std::function<void(std::string_view text, bool is_err)> sink{};
};

// The file that execvp(3) would run for `name`: as it is when it holds a slash, otherwise the first
// in the folders of `path` (a PATH; nullptr: execvp's own) that may be executed; empty when there
// is none.
std::string find_program(const std::string& name, const char* path);

// What a client means is often in its words only: whether any of `words` is in what it said.
bool says(std::string_view text, std::initializer_list<std::string_view> words);

// Up to the first line break.
std::string first_line(std::string_view text);

// Runs a program to its end. Its process group is its own, so that a Ctrl-C meant for us does not
// cut a call in two. Safe to call from several threads.
Finished run(const Command& command, const RunOptions& options = {});

// Runs a program that talks to the user: standard output and error are ours, and so is Ctrl-C.
// `out` and `err` stay empty.
Finished run_visibly(const Command& command, const RunOptions& options = {});

}  // namespace launch::submit
