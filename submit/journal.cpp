#include "submit/journal.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>

#include "compiler/document/sha256.h"
#include "submit/quiet_signal.h"

namespace launch::submit {
namespace {

using Json = nlohmann::json;
constexpr std::size_t kSumDigits = 16;
constexpr std::array<std::string_view, 4> kProgress = {"begun", "created", "refused", "lost"};

class File {
 public:
  File(const std::string& path, int flags) : fd_(open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  int fd() const { return fd_; }

 private:
  int fd_;
};

[[noreturn]] void fail(const std::string& what, const std::string& path) {
  throw JournalError{what + " " + path + ": " + std::strerror(errno)};
}

int flock_through_signals(int fd, int how) {
  int result = 0;
  do {
    result = flock(fd, how);
  } while (result != 0 && errno == EINTR);
  return result;
}

std::string sum_of(std::string_view text) { return hex(sha256(text)).substr(0, kSumDigits); }

Json json_of(const Submission& s) {
  Json json = {{"digest", s.digest},
               {"attempt", s.attempt},
               {"target", s.target},
               {"job", s.job},
               {"run_id", s.run_id},
               {"name", s.name},
               {"where", s.where},
               {"backend_id", s.backend_id},
               {"begun", s.begun},
               {"progress", kProgress[static_cast<std::size_t>(s.progress)]},
               {"cancel_asked", s.cancel_asked},
               {"state", name_of(s.last.state)},
               {"why", s.last.why}};
  if (s.last.gone) json["gone"] = true;
  if (s.last.preempted) json["preempted"] = true;
  if (s.may_lack_beside) json["may_lack_beside"] = true;
  if (!s.secret_variables.empty()) json["secret_variables"] = s.secret_variables;
  if (s.pruned) json["pruned"] = true;
  if (s.last.exit_code) json["exit_code"] = *s.last.exit_code;
  return json;
}

// Throws Json::exception for what is no submission.
Submission submission_of(const Json& json) {
  Submission s;
  json.at("digest").get_to(s.digest);
  json.at("attempt").get_to(s.attempt);
  json.at("target").get_to(s.target);
  json.at("job").get_to(s.job);
  json.at("run_id").get_to(s.run_id);
  json.at("name").get_to(s.name);
  json.at("where").get_to(s.where);
  json.at("backend_id").get_to(s.backend_id);
  json.at("begun").get_to(s.begun);
  json.at("cancel_asked").get_to(s.cancel_asked);
  json.at("why").get_to(s.last.why);
  s.last.gone = json.value("gone", false);
  s.last.preempted = json.value("preempted", false);
  s.may_lack_beside = json.value("may_lack_beside", false);
  s.secret_variables = json.value("secret_variables", std::vector<std::string>());
  s.pruned = json.value("pruned", false);
  if (json.contains("exit_code")) s.last.exit_code = json.at("exit_code").get<int>();
  s.last.state = state_named(json.at("state").get<std::string>()).value_or(State::Unknown);
  const auto* const progress =
      std::find(kProgress.begin(), kProgress.end(), json.at("progress").get<std::string>());
  if (progress == kProgress.end()) throw JournalError{"unknown progress"};
  s.progress = static_cast<Progress>(progress - kProgress.begin());
  return s;
}

// Whether the second, of the same attempt, was seen before the first and written after it: by who
// asked the backend and was asleep when others saw the end.
bool is_older_news(const Submission& known, const Submission& later) {
  return known.progress == Progress::Created && later.progress == Progress::Created &&
         is_final(known.last.state) && !is_final(later.last.state);
}

// Nothing when the line is cut off or not ours.
std::optional<Submission> submission_in(std::string_view line) {
  if (line.size() <= kSumDigits + 1 || line[kSumDigits] != ' ') return std::nullopt;
  const std::string_view text = line.substr(kSumDigits + 1);
  if (line.substr(0, kSumDigits) != sum_of(text)) return std::nullopt;
  try {
    return submission_of(Json::parse(text));
  } catch (const Json::exception&) {
    return std::nullopt;
  } catch (const JournalError&) {
    return std::nullopt;
  }
}

std::string text_of(int fd, const std::string& path) {
  std::string text;
  char buffer[1 << 16];
  for (;;) {
    const ssize_t count = ::read(fd, buffer, sizeof buffer);
    if (count == 0) return text;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("cannot read the journal", path);
    text.append(buffer, static_cast<std::size_t>(count));
  }
}

void write_all(int fd, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t count = ::write(fd, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) fail("cannot write the journal", path);
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

bool ends_in_the_middle_of_a_line(int fd) {
  char last = '\n';
  const off_t size = lseek(fd, 0, SEEK_END);
  return size > 0 && pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

void sync_folder(const std::string& folder) {
  const File file(folder, O_RDONLY | O_DIRECTORY);
  if (file.fd() >= 0) fsync(file.fd());
}

}  // namespace

std::string text_of(const Submission& submission) {
  return json_of(submission).dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::optional<Submission> submission_of_text(const std::string& text) {
  try {
    return submission_of(Json::parse(text));
  } catch (const Json::exception&) {
    return std::nullopt;
  } catch (const JournalError&) {
    return std::nullopt;
  }
}

Lock::~Lock() {
  if (file_ >= 0) ::close(file_);
}

void Journal::make_folder() const {
  std::error_code error;
  std::filesystem::create_directories(folder_ + "/locks", error);
  if (error) throw JournalError{"cannot make the state folder " + folder_ + ": " + error.message()};
  if (chmod(folder_.c_str(), 0700) != 0) fail("cannot close the state folder to others", folder_);
}

Journal::Reading Journal::read(std::string_view digest) const {
  Reading reading;
  const File journal(file(), O_RDONLY);
  if (journal.fd() < 0 && errno == ENOENT) return reading;
  if (journal.fd() < 0) fail("cannot read the journal", file());
  // While someone is writing, the last line may be half there.
  flock_through_signals(journal.fd(), LOCK_SH);
  const std::string text = text_of(journal.fd(), file());
  std::map<std::pair<std::string, int>, std::size_t> places;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = std::string_view(text).substr(begin, end - begin);
    begin = end + 1;
    if (line.empty() || line.find(digest) == std::string_view::npos) continue;
    std::optional<Submission> submission = submission_in(line);
    if (!submission) {
      ++reading.damaged;
      continue;
    }
    const auto [place, is_new] = places.emplace(std::pair(submission->digest, submission->attempt),
                                                reading.submissions.size());
    if (is_new) {
      reading.submissions.push_back(std::move(*submission));
    } else if (Submission& known = reading.submissions[place->second];
               !is_older_news(known, *submission)) {
      known = std::move(*submission);
    }
  }
  return reading;
}

void Journal::write(const Submission& submission) const {
  make_folder();
  const std::string text = json_of(submission).dump(-1, ' ', true, Json::error_handler_t::replace);
  const File journal(file(), O_RDWR | O_CREAT | O_APPEND);
  if (journal.fd() < 0) fail("cannot write the journal", file());
  if (flock_through_signals(journal.fd(), LOCK_EX) != 0) fail("cannot lock the journal", file());
  const QuietSignal quiet(SIGXFSZ);  // setrlimit(2)
  const off_t before = lseek(journal.fd(), 0, SEEK_END);
  // What a crash cut off must not swallow this line.
  const std::string line =
      (ends_in_the_middle_of_a_line(journal.fd()) ? "\n" : "") + sum_of(text) + " " + text + "\n";
  try {
    write_all(journal.fd(), line, file());
    if (fdatasync(journal.fd()) != 0) fail("cannot write the journal", file());
  } catch (const JournalError&) {
    // Half a line is worth nothing; where it cannot be taken back, readers pass over it.
    if (ftruncate(journal.fd(), before) != 0) sync_folder(folder_);
    throw;
  }
  if (before == 0) sync_folder(folder_);
}

std::optional<Lock> Journal::lock(const std::string& digest,
                                  const std::function<bool()>& give_up) const {
  constexpr int kPace = 20;  // milliseconds
  make_folder();
  const std::string path = folder_ + "/locks/" + digest;
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) fail("cannot write in the state folder", path);
  Lock held(fd);
  while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) fail("cannot lock", path);
    if (give_up && give_up()) return std::nullopt;
    poll(nullptr, 0, kPace);
  }
  return held;
}

}  // namespace launch::submit
