#include "submit/supervisor.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>

#include "submit/exec_texts.h"

namespace launch::submit {
namespace {

using Clock = std::chrono::steady_clock;
// What docker gives a container, too.
constexpr std::chrono::seconds kGrace(10);
constexpr std::chrono::milliseconds kLook(50);

[[noreturn]] void fail(const std::string& what) {
  throw RecordError{what + ": " + std::strerror(errno)};
}

void sleep_for(std::chrono::milliseconds time) { poll(nullptr, 0, static_cast<int>(time.count())); }

// All that are open beside standard input and output.
std::vector<int> inherited_files() {
  std::vector<int> files;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    const int fd = std::atoi(entry.path().filename().c_str());
    if (fd > STDERR_FILENO) files.push_back(fd);
  }
  return files;
}

struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0) fail("no pipe");
  }
  int read() const { return ends[0]; }
  int write() const { return ends[1]; }
};

std::string rest_of(int fd) {
  std::string text;
  std::array<char, 512> buffer{};
  for (;;) {
    const ssize_t count = ::read(fd, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

// Best effort: where nobody listens, nobody misses it.
bool tell(int fd, std::string_view text) {
  return ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

std::string_view value_of(const std::vector<std::string>& variables, std::string_view name) {
  for (const std::string& each : variables) {
    if (each.starts_with(name) && each[name.size()] == '=')
      return std::string_view(each).substr(name.size() + 1);
  }
  return {};
}

// Becomes the program, which is looked up on its own PATH; returns why not. execvp(3) is no help:
// it runs a shell for what the system does not take.
int become(const SupervisedProgram& program) {
  std::vector<std::string> words = program.argv;
  std::vector<std::string> variables = variables_with(program.environment);
  const std::vector<char*> argv = pointers_to(words);
  const std::vector<char*> environment = pointers_to(variables);
  if (words.front().find('/') != std::string::npos) {
    execve(words.front().c_str(), argv.data(), environment.data());
    return errno;
  }
  std::string_view path = value_of(variables, "PATH");
  if (path.empty()) path = "/usr/local/bin:/usr/bin:/bin";
  int error = ENOENT;
  for (bool more = true; more;) {
    const std::size_t colon = path.find(':');
    std::string folder(path.substr(0, colon));
    if (folder.empty()) folder = ".";
    execve((folder + "/" + words.front()).c_str(), argv.data(), environment.data());
    // As shells do: one that is there and cannot be run says more than those that are not.
    if (errno != ENOENT && errno != ENOTDIR) error = errno;
    more = colon != std::string_view::npos;
    if (more) path.remove_prefix(colon + 1);
  }
  return error;
}

void be_deaf(const sigset_t& signals, bool deaf) {
  for (const int each : {SIGHUP, SIGINT, SIGQUIT, SIGPIPE}) signal(each, deaf ? SIG_IGN : SIG_DFL);
  sigprocmask(deaf ? SIG_BLOCK : SIG_UNBLOCK, &signals, nullptr);
}

// Runs in the forked process from its first moment to its last.
class Supervisor {
 public:
  Supervisor(const ProcessFolder& folder, const SupervisedProgram& program, int lock, int report)
      : folder_(folder), program_(program), lock_(lock), report_(report) {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGCHLD);
    sigaddset(&signals_, SIGTERM);
  }

  int run() {
    setsid();
    be_deaf(signals_, true);
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; fd <= STDERR_FILENO; ++fd) dup2(null, fd);
    try {
      start();
    } catch (const RecordError& error) {
      tell(report_, error.message);
      return 1;
    }
    const std::string started = "started " + std::to_string(child_);
    tell(report_, started);
    // Locks of whoever called, too: the call is over.
    for (const int fd : inherited_files()) {
      if (fd != lock_) close(fd);
    }
    watch();
    return 0;
  }

 private:
  // It does not run before it is written down who it is.
  void start() {
    const int output =
        open(folder_.output().c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (output < 0) fail("cannot write " + folder_.output());
    const Pipe go;
    const Pipe said;
    child_ = fork();
    if (child_ < 0) fail("cannot start a process");
    if (child_ == 0) child(output, go, said);
    setpgid(child_, child_);
    close(output);
    close(go.read());
    close(said.write());
    const std::optional<ProcessIdentity> own = identity_of(getpid());
    const std::optional<ProcessIdentity> its = identity_of(child_);
    try {
      if (!own || !its) throw RecordError{"/proc does not tell who a process is"};
      folder_.write(ProcessRecord{program_.digest, *its, *own});
    } catch (const RecordError&) {
      close(go.write());  // it ends unstarted
      waitpid(child_, nullptr, 0);
      throw;
    }
    tell(go.write(), "!");
    close(go.write());
    const std::string error = rest_of(said.read());
    close(said.read());
    if (error.empty()) return;
    waitpid(child_, nullptr, 0);
    folder_.forget();
    throw RecordError{error};
  }

  [[noreturn]] void child(int output, const Pipe& go, const Pipe& said) {
    setpgid(0, 0);
    close(go.write());
    char sign = 0;
    if (::read(go.read(), &sign, 1) != 1) _exit(1);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    be_deaf(signals_, false);
    const int error = become(program_);
    tell(said.write(), "cannot start \"" + program_.argv.front() + "\": " + std::strerror(error));
    _exit(1);
  }

  bool has_ended(siginfo_t& how) const {
    how.si_pid = 0;
    // Not reaped yet, so that its number, which is its group's, is nobody else's.
    return waitid(P_PID, static_cast<id_t>(child_), &how, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           how.si_pid == child_;
  }

  void watch() {
    siginfo_t how{};
    while (!has_ended(how)) {
      const bool soon = deadline_ != Clock::time_point::max();
      const timespec look{soon ? 0 : 3600, soon ? 50'000'000 : 0};
      if (sigtimedwait(&signals_, nullptr, &look) == SIGTERM && !soon) stop();
      if (Clock::now() >= deadline_) kill(-child_, SIGKILL);
    }
    const bool stopped = deadline_ != Clock::time_point::max();
    while (stopped && group_lives(child_)) {
      if (Clock::now() >= deadline_) kill(-child_, SIGKILL);
      sleep_for(kLook);
    }
    write_end(how, stopped);
    waitpid(child_, nullptr, 0);
  }

  void stop() {
    kill(-child_, SIGTERM);
    kill(-child_, SIGCONT);  // what is stopped does not hear it
    deadline_ = Clock::now() + kGrace;
  }

  // A full disk may have room later; a folder that was taken away is no longer asked for.
  void write_end(const siginfo_t& how, bool stopped) const {
    ProcessEnd end;
    end.stopped = stopped;
    if (how.si_code == CLD_EXITED) end.exit_code = how.si_status;
    if (how.si_code != CLD_EXITED) end.signal = how.si_status;
    while (std::filesystem::exists(folder_.path())) {
      try {
        return folder_.write(end);
      } catch (const RecordError&) {
        sleep_for(std::chrono::seconds(1));
      }
    }
  }

  const ProcessFolder& folder_;
  const SupervisedProgram& program_;
  int lock_, report_;
  sigset_t signals_{};
  pid_t child_ = -1;
  Clock::time_point deadline_ = Clock::time_point::max();
};

}  // namespace

pid_t start_supervised(const ProcessFolder& folder, const SupervisedProgram& program) {
  // A program must not hold what it knows nothing of.
  for (const int fd : inherited_files()) fcntl(fd, F_SETFD, FD_CLOEXEC);
  folder.make();
  const int lock = open(folder.lock().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) fail("cannot write " + folder.lock());
  const bool is_first = flock(lock, LOCK_EX | LOCK_NB) == 0 && !folder.record();
  if (!is_first) throw RecordError{"it was started before, see " + folder.path()};
  const Pipe report;
  const pid_t supervisor = fork();
  if (supervisor < 0) fail("cannot start a supervisor");
  if (supervisor == 0) _exit(Supervisor(folder, program, lock, report.write()).run());
  close(report.write());
  const std::string said = rest_of(report.read());
  close(report.read());
  close(lock);
  constexpr std::string_view kStarted = "started ";
  if (said.starts_with(kStarted)) return std::atoi(said.c_str() + kStarted.size());
  throw RecordError{said.empty() ? "its supervisor ended before it could start it" : said};
}

void stop_supervised(const ProcessFolder& folder) {
  const std::optional<ProcessRecord> known = folder.record();
  if (!known || folder.end()) return;
  const ProcessIdentity& process = known->process;
  if (!started_here(process)) throw RecordError{"it was started on " + process.host};
  const bool is_supervised = is_alive(known->supervisor);
  if (!is_supervised && !is_alive(process)) return;
  const Clock::time_point deadline = Clock::now() + kGrace;
  if (is_supervised) send(known->supervisor, SIGTERM);
  // Its leader lives, so the group's number is still its own.
  if (!is_supervised) kill(-process.pid, SIGTERM);
  while (is_alive(process) || is_alive(known->supervisor)) {
    const bool late = Clock::now() >= deadline && !is_alive(known->supervisor);
    if (late && is_alive(process)) kill(-process.pid, SIGKILL);
    sleep_for(kLook);
  }
  if (!folder.end()) folder.write(ProcessEnd{{}, 0, true});
}

}  // namespace launch::submit
