// `launch lsp`: the language server over standard input and output.
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>

#include "cli/build/code_options.h"
#include "cli/build/source.h"
#include "cli/commands.h"
#include "cli/lsp/framing.h"
#include "cli/lsp/server.h"

namespace launch::cli {
namespace {

struct LspOptions {
  std::vector<std::string> artifact_dirs;  // NAME=DIR
  bool stdio = false;  // clients add --stdio by habit; there is no other transport
};

// Whether a read would not wait.
bool has_input() {
  pollfd input{STDIN_FILENO, POLLIN, 0};
  return poll(&input, 1, 0) > 0;
}

// False at the end of the input.
bool read_some(Framing& framing) {
  static char buffer[1 << 16];
  for (;;) {
    const ssize_t count = ::read(STDIN_FILENO, buffer, sizeof buffer);
    if (count > 0) framing.feed({buffer, static_cast<std::size_t>(count)});
    if (count >= 0) return count > 0;
    if (errno != EINTR) return false;
  }
}

int lsp(const LspOptions& options) {
  artifact_folders(options.artifact_dirs);  // said now, and not to nobody later
  // A client that went away is noticed by the write, and by the end of the input.
  std::signal(SIGPIPE, SIG_IGN);
  bool writable = true;
  const auto send = [&](const std::string& body) {
    const std::string message = Framing::framed(body);
    writable = writable &&
               std::fwrite(message.data(), 1, message.size(), stdout) == message.size() &&
               std::fflush(stdout) == 0;
  };
  Server server(send, options.artifact_dirs);
  Framing framing;
  bool open = true;
  while (writable && !server.has_ended()) {
    if (open && (!server.has_work() || has_input())) {
      open = read_some(framing);
      while (const std::optional<std::string> body = framing.next()) server.receive(*body);
    }
    if (!open && !server.has_work()) break;
    if (server.has_work()) server.step();
  }
  return server.exit_code();
}

}  // namespace

void add_lsp(Program& program) {
  auto [command, options] = program.add<LspOptions>(
      "lsp", "Serve editors: the Language Server Protocol over standard input and output", lsp);
  add_artifact_dirs(command, options.artifact_dirs);
  command.add_flag("--stdio", options.stdio, "The same as without it");
}

}  // namespace launch::cli
