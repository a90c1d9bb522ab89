#include "submit/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>

#include "submit/exec_texts.h"
#include "submit/quiet_signal.h"

namespace launch::submit {
namespace {

using Clock = std::chrono::steady_clock;

class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  ~Fd() { close(); }
  int get() const { return fd_; }
  void set(int fd) {
    close();
    fd_ = fd;
  }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_ = -1;
};

struct Pipe {
  Fd read, write;
  bool open() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    read.set(ends[0]);
    write.set(ends[1]);
    return true;
  }
};

// A program between its start and its end.
class Child {
 public:
  Child(const Command& command, const RunOptions& options, bool visible)
      : input_(command.input),
        deadline_(options.timeout ? std::optional(Clock::now() + *options.timeout) : std::nullopt),
        options_(options),
        visible_(visible),
        reads_again_(command.reads_again) {
    const std::string program = find_program(command.argv.front(), std::getenv("PATH"));
    if (program.empty()) return;
    std::vector<std::string> words = command.argv;
    std::vector<std::string> variables = variables_with(command.environment, command.without);
    start(program, pointers_to(words), pointers_to(variables), options.held);
  }

  Finished finish() {
    if (pid_ < 0) return std::move(result_);
    if (!visible_) exchange();
    wait();
    return std::move(result_);
  }

 private:
  void start(const std::string& program, const std::vector<char*>& words,
             const std::vector<char*>& variables, int held) {
    Pipe said;
    const bool piped = visible_ || (open_input() && out_.open() && err_.open());
    if (!piped || !said.open()) return not_started(errno);
    const pid_t pid = fork();
    if (pid < 0) return not_started(errno);
    if (pid == 0) become(program, words, variables, held, said.write.get());
    said.write.close();
    in_.read.close();
    out_.write.close();
    err_.write.close();
    int error = 0;
    if (::read(said.read.get(), &error, sizeof error) == sizeof error) {
      waitpid(pid, nullptr, 0);
      return not_started(error);
    }
    pid_ = pid;
    result_.how = Finished::How::Exited;
  }

  bool open_input() {
    if (!reads_again_) return in_.open();
    in_.read.set(memfd_create("input", MFD_CLOEXEC));
    while (in_.read.get() >= 0 && given_ < input_.size()) {
      const ssize_t count = ::write(in_.read.get(), input_.data() + given_, input_.size() - given_);
      if (count < 0) return false;
      given_ += static_cast<std::size_t>(count);
    }
    return lseek(in_.read.get(), 0, SEEK_SET) == 0;
  }

  void not_started(int error) {
    result_.how = Finished::How::NotStarted;
    result_.err = std::strerror(error);
  }

  // In the child: only what is allowed between fork and exec (signal-safety(7)).
  [[noreturn]] void become(const std::string& program, const std::vector<char*>& words,
                           const std::vector<char*>& variables, int held, int said) {
    if (!visible_) {
      setpgid(0, 0);
      dup2(in_.read.get(), 0);
      dup2(out_.write.get(), 1);
      dup2(err_.write.get(), 2);
    }
    if (held >= 0) fcntl(held, F_SETFD, 0);
    signal(SIGPIPE, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    execve(program.c_str(), words.data(), variables.data());
    const int error = errno;
    const ssize_t written = ::write(said, &error, sizeof error);
    _exit(written == sizeof error ? 127 : 126);
  }

  int milliseconds_left() const {
    if (!deadline_) return -1;
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(*deadline_ - Clock::now());
    return left.count() < 0 ? 0 : static_cast<int>(left.count());
  }

  // Gives the input and takes the output, as each is ready.
  void exchange() {
    while (out_.read.get() >= 0 || err_.read.get() >= 0) {
      if (given_ == input_.size()) in_.write.close();
      std::array<pollfd, 4> files{{{out_.read.get(), POLLIN, 0},
                                   {err_.read.get(), POLLIN, 0},
                                   {in_.write.get(), POLLOUT, 0},
                                   {options_.stop, POLLIN, 0}}};
      const int ready = poll(files.data(), files.size(), milliseconds_left());
      if (ready < 0 && errno == EINTR) continue;
      if (ready <= 0) return kill_all(Finished::How::TimedOut);
      if (files[3].revents != 0) return kill_all(Finished::How::Stopped);
      if (files[0].revents != 0) take(out_.read, result_.out, false);
      if (files[1].revents != 0) take(err_.read, result_.err, true);
      if (files[2].revents != 0) give();
    }
  }

  void take(Fd& from, std::string& into, bool is_err) {
    char buffer[1 << 14];
    const ssize_t count = ::read(from.get(), buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) return;
    if (count <= 0) return from.close();
    if (options_.sink) return options_.sink({buffer, static_cast<std::size_t>(count)}, is_err);
    const std::size_t room = kMostOutput - into.size();
    into.append(buffer, std::min(room, static_cast<std::size_t>(count)));
  }

  void give() {
    // A program that does not want its input is no error.
    const QuietSignal quiet(SIGPIPE);
    const ssize_t count = ::write(in_.write.get(), input_.data() + given_,
                                  std::min<std::size_t>(input_.size() - given_, PIPE_BUF));
    if (count > 0) given_ += static_cast<std::size_t>(count);
    if (count < 0 && errno != EINTR) in_.write.close();
  }

  void kill_all(Finished::How how) {
    result_.how = how;
    ::kill(visible_ ? pid_ : -pid_, SIGKILL);
  }

  void wait() {
    int status = 0;
    pid_t ended = 0;
    while (ended != pid_ && !(ended < 0 && errno != EINTR)) {
      ended = waitpid(pid_, &status, deadline_ ? WNOHANG : 0);
      if (ended != 0) continue;
      if (milliseconds_left() == 0) {
        kill_all(Finished::How::TimedOut);
        deadline_.reset();
      } else {
        poll(nullptr, 0, 10);
      }
    }
    if (result_.how != Finished::How::Exited) return;
    result_.how = WIFSIGNALED(status) ? Finished::How::Signalled : Finished::How::Exited;
    result_.code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
  }

  const std::string& input_;
  std::size_t given_ = 0;
  std::optional<Clock::time_point> deadline_;
  const RunOptions& options_;
  bool visible_, reads_again_;
  Pipe in_, out_, err_;
  pid_t pid_ = -1;
  Finished result_;
};

}  // namespace

// Done before the fork, where memory may still be asked for.
std::string find_program(const std::string& name, const char* path) {
  const auto can_run = [](const std::string& file) {
    std::error_code error;
    return access(file.c_str(), X_OK) == 0 && !std::filesystem::is_directory(file, error);
  };
  if (name.find('/') != std::string::npos) return can_run(name) ? name : "";
  std::string_view folders = path == nullptr ? "/usr/bin:/bin" : path;
  while (true) {
    const std::size_t colon = folders.find(':');
    std::string folder(folders.substr(0, colon));
    if (folder.empty()) folder = ".";
    std::string candidate = folder + "/" + name;
    if (can_run(candidate)) return candidate;
    if (colon == std::string_view::npos) return "";
    folders.remove_prefix(colon + 1);
  }
}

bool says(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view each) {
    return text.find(each) != std::string_view::npos;
  });
}

std::string first_line(std::string_view text) {
  return std::string(text.substr(0, text.find('\n')));
}

Finished run(const Command& command, const RunOptions& options) {
  return Child(command, options, false).finish();
}

Finished run_visibly(const Command& command, const RunOptions& options) {
  return Child(command, options, true).finish();
}

}  // namespace launch::submit
