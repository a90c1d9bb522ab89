#include "submit/vertex_reading.h"

#include <cstdio>
#include <ctime>
#include <nlohmann/json.hpp>

#include "submit/host.h"
#include "submit/log_cursor.h"

namespace launch::submit {
namespace {

using Json = nlohmann::json;

// projects/NUMBER/locations/REGION/customJobs/ID
std::string id_in(const Json& job) {
  const auto name = job.is_object() ? job.find("name") : job.end();
  const std::string id = name != job.end() && name->is_string() ? name->get<std::string>() : "";
  return id.starts_with("projects/") ? id : "";
}

// https://cloud.google.com/vertex-ai/docs/reference/rest/v1/JobState
Observation state_of(const std::string& state) {
  constexpr std::string_view kHead = "JOB_STATE_";
  const std::string name = state.starts_with(kHead) ? state.substr(kHead.size()) : state;
  if (name == "QUEUED") return {State::Queued, {}, {}};
  if (name == "PENDING") return {State::Starting, {}, {}};
  if (name == "RUNNING") return {State::Running, {}, {}};
  if (name == "UPDATING") return {State::Running, {}, "it is being updated"};
  if (name == "PAUSED") return {State::Running, {}, "it is paused"};
  if (name == "CANCELLING") return {State::Running, {}, "it is being cancelled"};
  if (name == "SUCCEEDED") return {State::Succeeded, 0, {}};
  if (name == "CANCELLED") return {State::Cancelled, {}, {}};
  if (name == "FAILED") return {State::Failed, {}, {}};
  if (name == "EXPIRED") return {State::Failed, {}, "it expired"};
  if (name == "PARTIALLY_SUCCEEDED") return {State::Failed, {}, "only a part of it succeeded"};
  return {State::Unknown, {}, "Vertex AI says " + launch::quoted(state)};
}

// 2026-11-26T04:24:18.848121Z
std::int64_t milliseconds_of(const std::string& time) {
  std::tm parts{};
  int milliseconds = 0;
  const int count =
      std::sscanf(time.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d.%3d", &parts.tm_year, &parts.tm_mon,
                  &parts.tm_mday, &parts.tm_hour, &parts.tm_min, &parts.tm_sec, &milliseconds);
  constexpr int kWithoutFraction = 6;
  if (count < kWithoutFraction) return 0;
  parts.tm_year -= 1900;
  parts.tm_mon -= 1;
  return static_cast<std::int64_t>(timegm(&parts)) * 1000 + milliseconds;
}

// Of a job with several replicas, whose line it is.
std::string line_of(const Json& entry) {
  const Json payload = entry.value("jsonPayload", Json::object());
  std::string text = payload.is_object() ? payload.value("message", "") : "";
  if (text.empty()) text = entry.value("textPayload", "");
  const std::string task = entry.at("resource").at("labels").value("task_name", "");
  const bool is_first = task.empty() || task == "workerpool0-0";
  return (is_first ? "" : task + ": ") + text + (text.ends_with('\n') ? "" : "\n");
}

}  // namespace

std::string vertex_id(const Finished& finished) {
  return id_in(Json::parse(finished.out, nullptr, false));
}

Found vertex_found(const Finished& finished) {
  const Json jobs = Json::parse(finished.out, nullptr, false);
  Found found;
  found.understood = jobs.is_array();
  if (!found.understood || jobs.empty()) return found;
  // Should two machines have raced, all agree on the one that was first.
  const Json* first = &jobs.front();
  for (const Json& job : jobs) {
    const bool earlier = job.is_object() && first->is_object() &&
                         job.value("createTime", Json()) < first->value("createTime", Json());
    if (earlier) first = &job;
  }
  found.backend_id = id_in(*first);
  found.there = !found.backend_id.empty();
  found.understood = found.there;
  return found;
}

Observation vertex_state(const Finished& finished) {
  try {
    const Json job = Json::parse(finished.out);
    Observation seen = state_of(job.at("state").get<std::string>());
    const std::string message =
        job.contains("error") ? job.at("error").value("message", "") : std::string();
    if (!message.empty() && seen.state != State::Succeeded) seen.why = message;
    return seen;
  } catch (const Json::exception&) {
    return {State::Unknown, {}, "gcloud printed no custom job"};
  }
}

// The client tells these apart in words only.
Failure::Kind vertex_failure_kind(const Finished& finished) {
  if (says(finished.err, {"gcloud auth login", "gcloud auth application-default login",
                          "do not currently have an active account", "Reauthentication",
                          "refreshing your current auth", "refreshing auth tokens",
                          ") UNAUTHENTICATED", "invalid authentication credentials",
                          "missing required authentication", "invalid_grant"})) {
    return Failure::Kind::NoCredentials;
  }
  if (says(finished.err, {"ConnectionError",
                          "Failed to establish a new connection",
                          "Max retries exceeded",
                          "Could not reach",
                          "problem reaching",
                          "Network is unreachable",
                          "Unable to find the server",
                          "ConnectionRefused",
                          "ConnectionReset",
                          "RemoteDisconnected",
                          "timed out",
                          "TimeoutError",
                          "ReadTimeout",
                          "ConnectTimeout",
                          "SSLError",
                          "ProxyError",
                          ") UNAVAILABLE",
                          ") INTERNAL",
                          ") DEADLINE_EXCEEDED",
                          "HTTPError 500",
                          "HTTPError 502",
                          "HTTPError 503",
                          "HTTPError 504"})) {
    return Failure::Kind::Unreachable;
  }
  return Failure::Kind::Refused;
}

LogPiece vertex_log_piece(const Finished& finished, const std::string& text) {
  LogCursor cursor(text);
  LogPiece piece;
  piece.understood = false;
  if (!finished.good()) return piece;
  try {
    const Json entries = Json::parse(finished.out);
    for (const Json& entry : entries) {
      const std::int64_t time = milliseconds_of(entry.at("timestamp"));
      if (cursor.is_new(entry.at("insertId"), time)) piece.text += line_of(entry);
    }
    piece.more = entries.size() >= kVertexLogPage && !piece.text.empty();
    // The next page begins with what this one ended with.
    if (piece.more) cursor.since = cursor.latest;
    if (!piece.more) cursor.settle();
    piece.cursor = cursor.text();
    piece.understood = entries.is_array();
  } catch (const Json::exception&) {
    piece.understood = false;
  }
  return piece;
}

std::string vertex_log_time(const std::string& text) {
  const LogCursor cursor(text);
  if (cursor.since == 0) return "";
  return utc_text(cursor.since / 1000);
}

}  // namespace launch::submit
