#include "submit/process_record.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

#include "submit/host.h"

namespace launch::submit {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

std::optional<std::string> text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The fields of proc_pid_stat(5) after the name, which may hold anything.
struct Stat {
  char state = 'X';
  pid_t group = 0;
  std::uint64_t started = 0;
};

std::optional<Stat> stat_of(const std::string& pid) {
  const std::optional<std::string> text = text_of("/proc/" + pid + "/stat");
  const std::size_t name_end = text ? text->rfind(')') : std::string::npos;
  if (name_end == std::string::npos) return std::nullopt;
  constexpr int kBetween = 16;  // fields between the group, the 5th, and the start, the 22nd
  std::istringstream fields(text->substr(name_end + 1));
  Stat stat;
  pid_t parent = 0;
  fields >> stat.state >> parent >> stat.group;
  std::string skipped;
  for (int i = 0; i < kBetween; ++i) fields >> skipped;
  fields >> stat.started;
  if (!fields) return std::nullopt;
  return stat;
}

bool runs(const Stat& stat) { return stat.state != 'Z' && stat.state != 'X'; }

std::string boot_id() {
  std::string text = text_of("/proc/sys/kernel/random/boot_id").value_or("");
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

Json json_of(const ProcessIdentity& process) {
  return {{"pid", process.pid},
          {"started", process.started},
          {"boot", process.boot},
          {"host", process.host}};
}

ProcessIdentity identity_in(const Json& json) {
  return {json.at("pid"), json.at("started"), json.at("boot"), json.at("host")};
}

[[noreturn]] void fail(const std::string& what, const std::string& path) {
  throw RecordError{what + " " + path + ": " + std::strerror(errno)};
}

void sync(const std::string& path, int flags) {
  const int fd = open(path.c_str(), flags | O_CLOEXEC);
  const bool good = fd >= 0 && fsync(fd) == 0;
  const int error = errno;
  if (fd >= 0) close(fd);
  errno = error;
  if (!good) fail("cannot sync", path);
}

// A crash leaves the old file or the new one.
void write_whole(const std::string& folder, const std::string& name, const std::string& text) {
  const std::string path = folder + "/" + name;
  const std::string fresh = path + ".new";
  const int fd = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) fail("cannot write", fresh);
  const ssize_t count = ::write(fd, text.data(), text.size());
  const int error = count < 0 ? errno : ENOSPC;
  close(fd);
  errno = error;
  if (count != static_cast<ssize_t>(text.size())) fail("cannot write", fresh);
  sync(fresh, O_RDONLY);
  if (rename(fresh.c_str(), path.c_str()) != 0) fail("cannot write", path);
  sync(folder, O_RDONLY | O_DIRECTORY);
}

Json json_in(const std::string& text, const std::string& path) {
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) throw RecordError{path + " holds no record of a process"};
  return json;
}

Observation how_it_ended(const ProcessEnd& end) {
  Observation seen;
  seen.exit_code = end.exit_code;
  seen.state = end.exit_code == 0 ? State::Succeeded : State::Failed;
  if (end.stopped) seen.state = State::Cancelled;
  if (end.signal != 0) seen.why = "it was ended by signal " + std::to_string(end.signal);
  return seen;
}

}  // namespace

std::optional<ProcessIdentity> identity_of(pid_t pid) {
  const std::optional<Stat> stat = stat_of(std::to_string(pid));
  if (!stat || !runs(*stat)) return std::nullopt;
  return ProcessIdentity{pid, stat->started, boot_id(), host_name()};
}

bool is_alive(const ProcessIdentity& process) {
  const std::optional<ProcessIdentity> there = identity_of(process.pid);
  return there && there->started == process.started && there->boot == process.boot;
}

bool started_here(const ProcessIdentity& process) { return process.host == host_name(); }

// The descriptor stands for whatever has the number when it is opened: asked afterwards who that
// is, it stays the same.
void send(const ProcessIdentity& process, int signal) {
  const int fd = static_cast<int>(syscall(SYS_pidfd_open, process.pid, 0));
  if (is_alive(process)) {
    if (fd >= 0) syscall(SYS_pidfd_send_signal, fd, signal, nullptr, 0);
    // Linux before 5.3 has no such descriptors.
    if (fd < 0) kill(process.pid, signal);
  }
  if (fd >= 0) close(fd);
}

bool group_lives(pid_t group) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator("/proc", error)) {
    const std::string name = entry.path().filename();
    if (std::isdigit(static_cast<unsigned char>(name.front())) == 0) continue;
    const std::optional<Stat> stat = stat_of(name);
    if (stat && stat->group == group && runs(*stat)) return true;
  }
  return false;
}

void ProcessFolder::make() const {
  std::error_code error;
  fs::create_directories(path_, error);
  if (error) throw RecordError{"cannot make " + path_ + ": " + error.message()};
  if (chmod(path_.c_str(), 0700) != 0) fail("cannot close to others", path_);
}

void ProcessFolder::write(const ProcessRecord& record) const {
  const Json json = {{"digest", record.digest},
                     {"process", json_of(record.process)},
                     {"supervisor", json_of(record.supervisor)}};
  write_whole(path_, "process", json.dump() + "\n");
}

void ProcessFolder::write(const ProcessEnd& end) const {
  Json json = {{"signal", end.signal}, {"stopped", end.stopped}};
  if (end.exit_code) json["exit_code"] = *end.exit_code;
  write_whole(path_, "end", json.dump() + "\n");
}

void ProcessFolder::forget() const {
  const std::string path = path_ + "/process";
  if (unlink(path.c_str()) != 0) fail("cannot remove", path);
  sync(path_, O_RDONLY | O_DIRECTORY);
}

void ProcessFolder::remove() const {
  std::error_code error;
  fs::remove_all(path_, error);
  if (error) throw RecordError{"cannot remove " + path_ + ": " + error.message()};
}

std::optional<ProcessRecord> ProcessFolder::record() const {
  const std::string path = path_ + "/process";
  const std::optional<std::string> text = text_of(path);
  if (!text) return std::nullopt;
  try {
    const Json json = json_in(*text, path);
    return ProcessRecord{json.at("digest"), identity_in(json.at("process")),
                         identity_in(json.at("supervisor"))};
  } catch (const Json::exception&) {
    throw RecordError{path + " holds no record of a process"};
  }
}

std::optional<ProcessEnd> ProcessFolder::end() const {
  const std::string path = path_ + "/end";
  const std::optional<std::string> text = text_of(path);
  if (!text) return std::nullopt;
  try {
    const Json json = json_in(*text, path);
    ProcessEnd end{{}, json.at("signal"), json.at("stopped")};
    if (json.contains("exit_code")) end.exit_code = json.at("exit_code").get<int>();
    return end;
  } catch (const Json::exception&) {
    throw RecordError{path + " holds no end of a process"};
  }
}

std::optional<Observation> ProcessFolder::observe() const {
  const std::optional<ProcessRecord> known = record();
  if (!known) return std::nullopt;
  if (const auto ended = end()) return how_it_ended(*ended);
  if (!started_here(known->process)) {
    return Observation{State::Unknown,
                       {},
                       "it was started on " + known->process.host + ", and this is " + host_name()};
  }
  if (known->process.boot != boot_id())
    return Observation{State::Unknown, {}, "the machine was restarted while it ran", true};
  if (is_alive(known->supervisor)) return Observation{State::Running, {}, {}};
  if (is_alive(known->process)) {
    return Observation{
        State::Running, {}, "its supervisor is gone, so that its exit code will not be known"};
  }
  // The supervisor may have ended just now, and well.
  if (const auto ended = end()) return how_it_ended(*ended);
  return Observation{
      State::Unknown, {}, "it ended, and so did its supervisor before it could tell how", true};
}

}  // namespace launch::submit
