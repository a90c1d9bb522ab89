#include "submit/log_cursor.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace launch::submit {
namespace {

using Json = nlohmann::json;
// An event may arrive after one that is younger: this long it is waited for.
constexpr std::int64_t kLateMilliseconds = 60'000;

}  // namespace

LogCursor::LogCursor(const std::string& text) {
  if (text.empty()) return;
  const Json json = Json::parse(text);
  json.at("since").get_to(since);
  json.at("latest").get_to(latest);
  json.at("token").get_to(token);
  json.at("seen").get_to(seen_);
}

std::string LogCursor::text() const {
  const Json json = {{"since", since}, {"latest", latest}, {"token", token}, {"seen", seen_}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool LogCursor::is_new(const std::string& id, std::int64_t time) {
  latest = std::max(latest, time);
  return seen_.emplace(id, time).second;
}

void LogCursor::settle() {
  since = std::max(latest - kLateMilliseconds, std::int64_t{0});
  std::erase_if(seen_, [&](const auto& event) { return event.second < since; });
}

}  // namespace launch::submit
