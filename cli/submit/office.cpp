#include "cli/submit/office.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>

#include "submit/host.h"
#include "submit/state_folder.h"

namespace launch::cli {
namespace {

namespace fs = std::filesystem;
using submit::Failure;
using submit::Submission;

std::string folder_of_state() {
  std::string folder = submit::state_folder([](const char* name) { return std::getenv(name); });
  if (folder.empty()) {
    throw UsageError{"neither HOME nor LAUNCH_STATE_DIR is set: there is no place for the journal"};
  }
  return folder;
}

std::string now() { return submit::utc_text(std::time(nullptr)); }

}  // namespace

Office::Office(const CommonOptions& common)
    : workspace_(find_workspace(common.root)),
      journal_(folder_of_state()),
      desk_(
          journal_, [this](const submit::Backend& backend) { return client(backend); }, now) {}

std::string Office::client(const submit::Backend& backend) const {
  return workspace_.client(std::string(backend.client));
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
  for (const std::string& name : names) {
    for (Submission& each : of_name(name, submissions)) {
      const bool known = std::any_of(chosen.begin(), chosen.end(), [&](const Submission& other) {
        return other.digest == each.digest && other.attempt == each.attempt;
      });
      if (!known) chosen.push_back(std::move(each));
    }
  }
  return chosen;
}

namespace {

// `path` itself, one of its documents, path#2, or a run of it, path#6k3uex2v.
bool is_of_file(const Submission& submission, const std::string& path) {
  if (!submission.job.starts_with(path)) return false;
  const std::string_view rest = std::string_view(submission.job).substr(path.size());
  constexpr std::string_view kName = "0123456789abcdefghijklmnopqrstuvwxyz";
  return rest.empty() ||
         (rest[0] == '#' && rest.find_first_not_of(kName, 1) == std::string_view::npos);
}

// The newest of each document or run of a file.
std::vector<Submission> of_file(const std::string& path,
                                const std::vector<Submission>& submissions) {
  std::vector<Submission> found;
  for (const Submission& each : submissions) {
    if (!is_of_file(each, path)) continue;
    const auto older = std::find_if(found.begin(), found.end(),
                                    [&](const Submission& other) { return other.job == each.job; });
    if (older == found.end()) {
      found.push_back(each);
    } else {
      *older = each;
    }
  }
  return found;
}

}  // namespace

std::vector<Submission> Office::of_name(const std::string& name,
                                        const std::vector<Submission>& submissions) {
  constexpr std::size_t kFewest = 4;
  std::vector<Submission> by_id;
  for (const Submission& each : submissions) {
    if (each.id() == name || each.name == name) return {each};
    if (name.size() >= kFewest && each.id().starts_with(name)) by_id.push_back(each);
  }
  std::vector<Submission> by_file = of_file(absolute_path(name), submissions);
  if (!by_file.empty()) return by_file;
  if (by_id.size() == 1) return by_id;
  if (by_id.empty()) {
    throw UsageError{"nothing was submitted as " + launch::quoted(name) +
                     "; `launch list` shows all that was"};
  }
  std::vector<std::string> ids;
  for (const Submission& each : by_id) ids.push_back(each.id());
  const std::vector<std::string_view> views(ids.begin(), ids.end());
  throw UsageError{launch::quoted(name) + " may be " + one_of(views)};
}

std::string path_from_here(const std::string& path) {
  if (path == "-" || path.starts_with("-#")) return "<stdin>" + path.substr(1);
  const std::string relative =
      fs::path(path).lexically_relative(fs::current_path()).generic_string();
  return relative.empty() || relative.starts_with("..") ? path : relative;
}

std::optional<std::chrono::steady_clock::time_point> Office::hurry(const std::string& timeout) {
  if (timeout.empty()) return std::nullopt;
  const std::chrono::milliseconds most = duration_of("--timeout", timeout);
  desk_.hurry(most);
  return std::chrono::steady_clock::now() + most;
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

bool has_ended(const Submission& submission) {
  if (submission.progress == submit::Progress::Begun) return false;  // somebody is at it
  return submission.progress != submit::Progress::Created || submission.last.gone ||
         is_final(submission.last.state);
}

std::string text_of(const Failure& failure, const std::string& subject) {
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
    case Failure::Kind::Undecided:
      what = "whether the backend has it already cannot be told";
      break;
    case Failure::Kind::Busy:
      what = "another launch is submitting it";
      break;
  }
  std::string words = "  ";
  for (const char c : failure.words) words += c == '\n' ? std::string("\n  ") : std::string(1, c);
  return "launch: " + subject + ": " + what + "\n" + words + "\n";
}

int code_of(const Failure& failure) {
  return failure.kind == Failure::Kind::Refused ? kRefused : kUnreachable;
}

int report_failure(const Failure& failure, const std::string& subject) {
  std::fputs(text_of(failure, subject).c_str(), stderr);
  return code_of(failure);
}

}  // namespace launch::cli
