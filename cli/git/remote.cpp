#include "cli/git/remote.h"

#include "cli/git/process.h"

namespace launch::cli {

submit::Command git_abroad(const std::vector<std::string>& words, const char* protocols) {
  submit::Command command;
  command.argv = {"git"};
  command.argv.insert(command.argv.end(), words.begin(), words.end());
  command.environment = {{"GIT_ALLOW_PROTOCOL", protocols}, {"GIT_TERMINAL_PROMPT", "0"}};
  command.without = repository_variables();
  return command;
}

std::string why_git_failed(const submit::Finished& finished) {
  if (finished.how == submit::Finished::How::NotFound) return "git cannot be run: is it installed?";
  const std::string why = submit::first_line(finished.err);
  return why.empty() ? "git did not say why" : why;
}

}  // namespace launch::cli
