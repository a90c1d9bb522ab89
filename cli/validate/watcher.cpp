#include "cli/validate/watcher.h"

#include <dirent.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <climits>
#include <csignal>

#include "cli/walk.h"

namespace launch::cli {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int kQuiet = 50;  // milliseconds without a change end a burst
constexpr int kPace = 500;  // between two looks when polling
constexpr std::chrono::seconds kLongestBurst{1};
// A file is news when it is complete: written and closed, renamed (as editors save), or linked.
constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE |
                                  IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ATTRIB |
                                  IN_ONLYDIR;

sigset_t ending_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

// What tells one state of a file from another.
std::string state_of(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return path + '\0' + "gone";
  std::string state = path;
  for (const auto number :
       {static_cast<long long>(status.st_mtim.tv_sec),
        static_cast<long long>(status.st_mtim.tv_nsec), static_cast<long long>(status.st_size),
        static_cast<long long>(status.st_ino), static_cast<long long>(status.st_mode)}) {
    state += '\0' + std::to_string(number);
  }
  return state;
}

}  // namespace

Watcher::Watcher(bool poll) {
  const sigset_t ending = ending_signals();
  sigprocmask(SIG_BLOCK, &ending, nullptr);
  signals_ = signalfd(-1, &ending, SFD_CLOEXEC | SFD_NONBLOCK);
  if (!poll) notify_ = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
}

Watcher::~Watcher() {
  if (notify_ >= 0) close(notify_);
  if (signals_ >= 0) close(signals_);
  const sigset_t ending = ending_signals();
  sigprocmask(SIG_UNBLOCK, &ending, nullptr);
}

void Watcher::fall_back() {
  close(notify_);
  notify_ = -1;
  watched_.clear();
  seen_ = look(folders_);
}

void Watcher::watch(const std::set<std::string>& folders, const std::set<std::string>& files) {
  files_.insert(files.begin(), files.end());
  std::set<std::string> added;
  for (const std::string& folder : folders) {
    if (folders_.insert(folder).second) added.insert(folder);
    if (polls()) continue;
    // A folder may have gone and come back: asking again is cheap and changes nothing.
    const int watched = inotify_add_watch(notify_, folder.c_str(), kEvents);
    if (watched >= 0) watched_[watched] = folder;
    // No more watches for this user (fs.inotify.max_user_watches). What has gone is no trouble.
    if (watched < 0 && (errno == ENOSPC || errno == ENOMEM)) fall_back();
  }
  // What was seen before stays: what has changed since is still to be told.
  if (polls()) seen_.merge(look(added));
}

bool Watcher::counts(const std::string& folder, const std::string& name, bool is_folder) const {
  const std::string path = folder.ends_with('/') ? folder + name : folder + "/" + name;
  if (own_.count(path) > 0) return false;
  if (files_.count(path) > 0) return true;
  if (is_folder) return !name.starts_with('.');
  return (is_document_name(name) && !name.starts_with(".#")) || name == ".gitignore";
}

std::set<std::string> Watcher::look(const std::set<std::string>& folders) const {
  std::set<std::string> found;
  for (const std::string& folder : folders) {
    DIR* open = opendir(folder.c_str());
    if (open == nullptr) continue;
    while (const dirent* entry = readdir(open)) {
      const std::string name = entry->d_name;
      const bool is_folder = entry->d_type == DT_DIR;
      if (name == "." || name == ".." || !counts(folder, name, is_folder)) continue;
      // The times of a folder change with every file in it, whatever that is.
      const std::string path = folder + "/" + name;
      found.insert(is_folder ? path : state_of(path));
    }
    closedir(open);
  }
  return found;
}

// Whether any of what inotify has to tell counts.
bool Watcher::read_changes() {
  bool counted = false;
  alignas(inotify_event) char buffer[sizeof(inotify_event) + NAME_MAX + 1 + 16384];
  for (;;) {
    const ssize_t size = read(notify_, buffer, sizeof buffer);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return counted;
    for (const char* at = buffer; at < buffer + size;) {
      const auto* event = reinterpret_cast<const inotify_event*>(at);
      at += sizeof(inotify_event) + event->len;
      const auto folder = watched_.find(event->wd);
      const bool itself = (event->mask & (IN_DELETE_SELF | IN_MOVE_SELF)) != 0;
      if ((event->mask & IN_Q_OVERFLOW) != 0 || itself) {
        counted = true;
      } else if (folder != watched_.end() && event->len > 0) {
        counted = counts(folder->second, event->name, (event->mask & IN_ISDIR) != 0) || counted;
      }
      if ((event->mask & IN_IGNORED) != 0) watched_.erase(event->wd);
    }
  }
}

Watcher::Event Watcher::next(int milliseconds) {
  pollfd sources[] = {{signals_, POLLIN, 0}, {notify_, POLLIN, 0}};
  const int ready = ::poll(sources, polls() ? 1 : 2, polls() ? kPace : milliseconds);
  if (ready > 0 && (sources[0].revents & POLLIN) != 0) {
    // Taken, so that it does not end the program when it is let through again.
    signalfd_siginfo signal{};
    if (read(signals_, &signal, sizeof signal) == sizeof signal) return Event::Stopped;
  }
  if (!polls()) return ready > 0 && read_changes() ? Event::Changed : Event::Nothing;
  std::set<std::string> now = look(folders_);
  if (now == seen_) return Event::Nothing;
  seen_ = std::move(now);
  return Event::Changed;
}

Watcher::Woken Watcher::wait() {
  Event event = Event::Nothing;
  while (event == Event::Nothing) event = next(-1);
  const Clock::time_point began = Clock::now();
  while (event == Event::Changed && Clock::now() - began < kLongestBurst) event = next(kQuiet);
  return event == Event::Stopped ? Woken::Stopped : Woken::Changed;
}

}  // namespace launch::cli
