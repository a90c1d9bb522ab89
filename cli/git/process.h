// Other programs, run without a shell.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

namespace launch::cli {

struct ProcessResult {
  int exit_code = -1;  // 128 + the signal that ended it; 127 when there is no such program
  std::string out, err;
};

// Variables that tell git of a repository, whatever folder it is asked about. A hook finds those of
// the repository that it runs for: git that works elsewhere would read that one, or write into it.
const std::vector<std::string>& repository_variables();

// Runs a program that is looked for in PATH, with nothing on its standard input and without
// repository_variables().
ProcessResult run_process(const std::vector<std::string>& argv);

// A program that answers what it is asked on its standard input; ended with the object. Not for
// several threads at once.
class Conversation {
 public:
  // Started as run_process() does; its standard error goes nowhere.
  explicit Conversation(const std::vector<std::string>& argv);
  ~Conversation();
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  // False when the program has ended.
  bool write(std::string_view text);
  bool read_line(std::string& line);
  bool read_bytes(std::size_t count, std::string& bytes);

 private:
  bool fill();

  pid_t child_ = -1;
  int to_ = -1;
  int from_ = -1;
  std::string buffer_;
  std::size_t begin_ = 0;  // of what has not been read
};

}  // namespace launch::cli
