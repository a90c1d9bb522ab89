#include "cli/graph/draw_svg.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "cli/workspace.h"

extern char** environ;

namespace launch::cli {
namespace {

// Files without a name, and no pipes: neither program can wait for the other.
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File scratch_file() {
  File file(std::tmpfile(), std::fclose);
  if (!file) throw UnreachableError{std::string("no scratch file: ") + std::strerror(errno)};
  return file;
}

std::string text_of(std::FILE* file) {
  std::rewind(file);
  std::string text;
  char buffer[1 << 16];
  for (std::size_t count = 0; (count = std::fread(buffer, 1, sizeof buffer, file)) > 0;) {
    text.append(buffer, count);
  }
  return text;
}

// posix_spawn's own list of what the child does first.
class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&actions_); }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  void use(const File& file, int as) {
    posix_spawn_file_actions_adddup2(&actions_, fileno(file.get()), as);
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

int exit_code_of(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

std::string draw_svg(const std::string& dot) {
  const File in = scratch_file();
  const File out = scratch_file();
  const File err = scratch_file();
  if (std::fwrite(dot.data(), 1, dot.size(), in.get()) != dot.size() ||
      std::fflush(in.get()) != 0) {
    throw UnreachableError{"the scratch file for dot cannot be written"};
  }
  std::rewind(in.get());
  FileActions actions;
  actions.use(in, STDIN_FILENO);
  actions.use(out, STDOUT_FILENO);
  actions.use(err, STDERR_FILENO);
  std::string program = "dot";
  std::string format = "-Tsvg";
  char* const words[] = {program.data(), format.data(), nullptr};
  pid_t child = 0;
  const int failure = posix_spawnp(&child, "dot", actions.get(), nullptr, words, environ);
  if (failure == ENOENT) {
    throw UnreachableError{
        "--format svg is drawn by graphviz' dot, and there is none here; install the package "
        "graphviz, or use --format mermaid"};
  }
  if (failure != 0)
    throw UnreachableError{std::string("dot cannot be run: ") + std::strerror(failure)};
  const int code = exit_code_of(child);
  if (code == 0) return text_of(out.get());
  std::string said = text_of(err.get());
  while (said.ends_with('\n')) said.pop_back();
  throw UnreachableError{"dot ended with " + std::to_string(code) +
                         (said.empty() ? "" : ": " + said)};
}

}  // namespace launch::cli
