#include "cli/git/process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "submit/exec_texts.h"

namespace launch::cli {
namespace {

constexpr int kNoProgram = 127;

// Descriptors that the child gets as its standard streams; -1: /dev/null.
struct Streams {
  int in = -1, out = -1, err = -1;
};

// -1 when the program cannot be started.
pid_t start(const std::vector<std::string>& argv, const Streams& streams) {
  std::vector<std::string> texts = argv;
  const std::vector<char*> words = submit::pointers_to(texts);
  std::vector<std::string> variables = submit::variables_with({}, repository_variables());
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  const std::array<int, 3> wanted{streams.in, streams.out, streams.err};
  for (int stream = 0; stream < 3; ++stream) {
    const int from = wanted.at(static_cast<std::size_t>(stream));
    if (from >= 0) {
      posix_spawn_file_actions_adddup2(&actions, from, stream);
    } else {
      posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0);
    }
  }
  pid_t child = -1;
  const int error = posix_spawnp(&child, words[0], &actions, nullptr, words.data(),
                                 submit::pointers_to(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  return error == 0 ? child : -1;
}

int exit_code_of(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void close_if_open(int& file) {
  if (file >= 0) ::close(file);
  file = -1;
}

// Both streams at once, so that neither fills up while the other is waited for.
void read_both(std::array<int, 2> files, std::array<std::string*, 2> texts) {
  std::array<pollfd, 2> polled{{{files[0], POLLIN, 0}, {files[1], POLLIN, 0}}};
  std::array<char, 1 << 16> buffer{};
  while (polled[0].fd >= 0 || polled[1].fd >= 0) {
    if (::poll(polled.data(), polled.size(), -1) < 0 && errno != EINTR) return;
    for (std::size_t i = 0; i < polled.size(); ++i) {
      if (polled.at(i).fd < 0 || polled.at(i).revents == 0) continue;
      const ssize_t count = ::read(polled.at(i).fd, buffer.data(), buffer.size());
      if (count > 0) texts.at(i)->append(buffer.data(), static_cast<std::size_t>(count));
      if (count == 0 || (count < 0 && errno != EINTR)) polled.at(i).fd = -1;
    }
  }
}

}  // namespace

// What `git rev-parse --local-env-vars` prints, but for the settings of `git -c`, which may hold
// credentials: as git starts itself in a submodule (submodule.c,
// prepare_submodule_repo_env_no_git_dir).
const std::vector<std::string>& repository_variables() {
  static const std::vector<std::string> names{"GIT_ALTERNATE_OBJECT_DIRECTORIES",
                                              "GIT_CONFIG",
                                              "GIT_OBJECT_DIRECTORY",
                                              "GIT_DIR",
                                              "GIT_WORK_TREE",
                                              "GIT_IMPLICIT_WORK_TREE",
                                              "GIT_GRAFT_FILE",
                                              "GIT_INDEX_FILE",
                                              "GIT_NO_REPLACE_OBJECTS",
                                              "GIT_REPLACE_REF_BASE",
                                              "GIT_PREFIX",
                                              "GIT_INTERNAL_SUPER_PREFIX",
                                              "GIT_SHALLOW_FILE",
                                              "GIT_COMMON_DIR"};
  return names;
}

ProcessResult run_process(const std::vector<std::string>& argv) {
  ProcessResult result;
  std::array<int, 2> out{-1, -1};
  std::array<int, 2> err{-1, -1};
  if (::pipe2(out.data(), O_CLOEXEC) != 0) return result;
  if (::pipe2(err.data(), O_CLOEXEC) == 0) {
    const pid_t child = start(argv, {-1, out[1], err[1]});
    close_if_open(out[1]);
    close_if_open(err[1]);
    if (child > 0) read_both({out[0], err[0]}, {&result.out, &result.err});
    result.exit_code = child > 0 ? exit_code_of(child) : kNoProgram;
  }
  for (int* file : {&out[0], &out[1], &err[0], &err[1]}) close_if_open(*file);
  return result;
}

Conversation::Conversation(const std::vector<std::string>& argv) {
  // A socket, because writing to one that nobody reads can be asked not to raise SIGPIPE.
  std::array<int, 2> in{-1, -1};
  std::array<int, 2> out{-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in.data()) != 0) return;
  if (::pipe2(out.data(), O_CLOEXEC) == 0) {
    child_ = start(argv, {in[1], out[1], -1});
    from_ = out[0];
    close_if_open(out[1]);
  }
  to_ = in[0];
  close_if_open(in[1]);
}

Conversation::~Conversation() {
  close_if_open(to_);
  close_if_open(from_);
  if (child_ > 0) exit_code_of(child_);
}

bool Conversation::write(std::string_view text) {
  while (!text.empty()) {
    if (to_ < 0) return false;
    const ssize_t count = ::send(to_, text.data(), text.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool Conversation::fill() {
  if (from_ < 0) return false;
  std::array<char, 1 << 16> bytes{};
  ssize_t count = -1;
  do {
    count = ::read(from_, bytes.data(), bytes.size());
  } while (count < 0 && errno == EINTR);
  if (count <= 0) return false;
  buffer_.erase(0, begin_);
  begin_ = 0;
  buffer_.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

bool Conversation::read_line(std::string& line) {
  std::size_t end = buffer_.find('\n', begin_);
  while (end == std::string::npos) {
    if (!fill()) return false;
    end = buffer_.find('\n', begin_);
  }
  line = buffer_.substr(begin_, end - begin_);
  begin_ = end + 1;
  return true;
}

bool Conversation::read_bytes(std::size_t count, std::string& bytes) {
  while (buffer_.size() - begin_ < count) {
    if (!fill()) return false;
  }
  bytes = buffer_.substr(begin_, count);
  begin_ += count;
  return true;
}

}  // namespace launch::cli
