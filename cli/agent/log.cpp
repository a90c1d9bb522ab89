#include "cli/agent/log.h"

#include <array>
#include <cstdio>
#include <ctime>

#include "compiler/diagnostic/display.h"
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

// Of several lines, as a client's words may be, one, that a terminal shows and does not obey.
std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) line += c == '\n' || c == '\r' ? ' ' : c;
  return printable(line);
}

// Empty for an empty text.
std::string text_of(const Log::Field& field, bool json) {
  if (const auto* number = std::get_if<std::int64_t>(&field.second)) return std::to_string(*number);
  const auto& text = std::get<std::string>(field.second);
  return text.empty() ? "" : json ? json_string(text) : on_one_line(text);
}

}  // namespace

void Log::say(Level level, std::string_view message, std::initializer_list<Field> fields) {
  if (level < least_) return;
  const std::string_view name = kLevels[static_cast<std::size_t>(level)];
  std::string line;
  if (json_) {
    line = "{\"time\":" + json_string(now()) + ",\"level\":" + json_string(name) +
           ",\"message\":" + json_string(message);
    for (const Field& field : fields) {
      const std::string value = text_of(field, true);
      if (!value.empty()) line += "," + json_string(field.first) + ":" + value;
    }
    line += "}\n";
  } else {
    line = now() + " " + std::string(name) + " " + on_one_line(message);
    for (const Field& field : fields) {
      const std::string value = text_of(field, false);
      if (!value.empty()) line += " " + std::string(field.first) + "=" + value;
    }
    line += "\n";
  }
  const std::lock_guard lock(mutex_);
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
}

}  // namespace launch::cli
