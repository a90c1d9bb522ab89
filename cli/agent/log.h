// What the agent says of itself on standard error: lines for people, or JSON for programs.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace launch::cli {

enum class Level : std::uint8_t { Debug, Info, Warning, Error };

// Safe to use from several threads.
class Log {
 public:
  using Field = std::pair<std::string_view, std::variant<std::string, std::int64_t>>;

  Log(bool json, Level least) : json_(json), least_(least) {}

  // A line break in a field or message does not make two lines of it. Empty fields are left out.
  void say(Level level, std::string_view message, std::initializer_list<Field> fields = {});

 private:
  const bool json_;
  const Level least_;
  std::mutex mutex_;
};

}  // namespace launch::cli
