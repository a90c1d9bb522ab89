// How far logs have been read that come in pieces, late and again.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace launch::submit {

class LogCursor {
 public:
  // From what text() gave; from the beginning when it is empty.
  explicit LogCursor(const std::string& text = {});
  std::string text() const;

  // Whether an event has not come before. Times are milliseconds since 1970.
  bool is_new(const std::string& id, std::int64_t time);
  // All there is has been read: from now on only what is young is asked for, or came late.
  void settle();

  std::int64_t since = 0;   // nothing before this time is wanted
  std::int64_t latest = 0;  // event that came
  std::string token;        // of the backend's, for the next page

 private:
  std::map<std::string, std::int64_t> seen_;
};

}  // namespace launch::submit
