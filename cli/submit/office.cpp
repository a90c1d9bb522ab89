#include "cli/submit/office.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>

namespace launch::cli {
namespace {

namespace fs = std::filesystem;
using submit::Failure;
using submit::Submission;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// https://specifications.freedesktop.org/basedir-spec/latest/
std::string state_folder() {
  if (std::string own = variable("LAUNCH_STATE_DIR"); !own.empty()) return own;
  if (const std::string state = variable("XDG_STATE_HOME"); !state.empty())
    return state + "/launch";
  const std::string home = variable("HOME");
  if (home.empty()) {
    throw UsageError{"neither HOME nor LAUNCH_STATE_DIR is set: there is no place for the journal"};
  }
  return home + "/.local/state/launch";
}

std::string now() {
  const std::time_t seconds = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

}  // namespace

Office::Office(const CommonOptions& common)
    : workspace_(find_workspace(common.root)),
      journal_(state_folder()),
      desk_(
          journal_, [this](const submit::Backend& backend) { return client(backend); }, now) {}

std::string Office::client(const submit::Backend& backend) const {
  const auto own = workspace_.clients.find(std::string(backend.client));
  return own == workspace_.clients.end() ? std::string(backend.client) : own->second;
}

std::vector<Submission> Office::all() const {
  submit::Journal::Reading reading = journal_.read();
  if (reading.damaged > 0) {
    std::fprintf(stderr, "launch: note: %zu damaged line%s of %s/journal passed over\n",
                 reading.damaged, reading.damaged == 1 ? "" : "s", journal_.folder().c_str());
  }
  return std::move(reading.submissions);
}

std::vector<Submission> Office::named(const std::vector<std::string>& names) const {
  const std::vector<Submission> submissions = all();
  std::vector<Submission> chosen;
  for (const std::string& name : names) chosen.push_back(one(name, submissions));
  return chosen;
}

Submission Office::one(const std::string& name, const std::vector<Submission>& submissions) const {
  constexpr std::size_t kFewest = 4;
  const std::string path = absolute_path(name);
  const Submission* of_file = nullptr;
  std::vector<const Submission*> by_id;
  for (const Submission& each : submissions) {
    if (each.job == path) of_file = &each;
    if (each.id() == name || each.name == name) return each;
    if (name.size() >= kFewest && each.id().starts_with(name)) by_id.push_back(&each);
  }
  if (of_file != nullptr) return *of_file;
  if (by_id.size() == 1) return *by_id.front();
  if (by_id.empty()) {
    throw UsageError{"nothing was submitted as " + launch::quoted(name) +
                     "; `launch list` shows all that was"};
  }
  std::vector<std::string> ids;
  for (const Submission* each : by_id) ids.push_back(each->id());
  const std::vector<std::string_view> views(ids.begin(), ids.end());
  throw UsageError{launch::quoted(name) + " may be " + one_of(views)};
}

std::string absolute_path(const std::string& path) {
  return path == "-" ? path : fs::absolute(path).lexically_normal().generic_string();
}

std::string path_from_here(const std::string& path) {
  if (path == "-") return "<stdin>";
  const std::string relative =
      fs::path(path).lexically_relative(fs::current_path()).generic_string();
  return relative.empty() || relative.starts_with("..") ? path : relative;
}

std::chrono::milliseconds duration_of(const std::string& flag, const std::string& text) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  constexpr std::int64_t kMost = 365LL * 24 * 3600;
  std::int64_t seconds = 0;
  if (unit.empty() || unit == "s") seconds = 1;
  if (unit == "m") seconds = 60;
  if (unit == "h") seconds = 3600;
  if (unit == "d") seconds = 86400;
  const bool good = error == std::errc() && count > 0 && seconds > 0 && count <= kMost / seconds;
  if (!good) {
    throw UsageError{flag + " wants a time such as 90s, 15m or 2h, and this is " +
                     launch::quoted(text)};
  }
  return std::chrono::seconds(count * seconds);
}

int report_failure(const Failure& failure, const std::string& subject) {
  const char* what = "";
  switch (failure.kind) {
    case Failure::Kind::NoClient:
      what = "its client cannot be run";
      break;
    case Failure::Kind::NoCredentials:
      what = "the client has no credentials that the backend takes";
      break;
    case Failure::Kind::Unreachable:
      what = "the backend cannot be reached";
      break;
    case Failure::Kind::Refused:
      what = "the backend refused";
      break;
    case Failure::Kind::Busy:
      what = "another launch is submitting it";
      break;
  }
  std::string words = "  ";
  for (const char c : failure.words) words += c == '\n' ? std::string("\n  ") : std::string(1, c);
  std::fprintf(stderr, "launch: %s: %s\n%s\n", subject.c_str(), what, words.c_str());
  return failure.kind == Failure::Kind::Refused ? kRefused : kUnreachable;
}

}  // namespace launch::cli
