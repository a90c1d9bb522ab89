#include "cli/agent/log.h"

#include <array>
#include <cstdio>
#include <ctime>

#include "compiler/document/write_json.h"
#include "submit/host.h"

namespace launch::cli {
namespace {

constexpr std::array<std::string_view, 4> kLevels = {"debug", "info", "warning", "error"};

std::string now() {
  std::timespec time{};
  std::timespec_get(&time, TIME_UTC);
  std::string text = submit::utc_text(time.tv_sec);
  text.pop_back();  // its Z
  char rest[24];
  std::snprintf(rest, sizeof rest, ".%03ldZ", time.tv_nsec / 1000000);
  return text + rest;
}

// Of several lines, as a client's words may be, one.
std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) line += c == '\n' || c == '\r' ? ' ' : c;
  return line;
}

}  // namespace

void Log::say(Level level, std::string_view message, std::initializer_list<Field> fields) {
  if (level < least_) return;
  const std::string_view name = kLevels[static_cast<std::size_t>(level)];
  std::string line;
  if (json_) {
    line = "{\"time\":" + json_string(now()) + ",\"level\":" + json_string(name) +
           ",\"message\":" + json_string(message);
    for (const auto& [key, value] : fields) {
      if (!value.empty()) line += "," + json_string(key) + ":" + json_string(value);
    }
    line += "}\n";
  } else {
    line = now() + " " + std::string(name) + " " + on_one_line(message);
    for (const auto& [key, value] : fields) {
      if (!value.empty()) line += " " + std::string(key) + "=" + on_one_line(value);
    }
    line += "\n";
  }
  const std::lock_guard lock(mutex_);
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
}

}  // namespace launch::cli
