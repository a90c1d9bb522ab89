// Points in time.
// Source: apimachinery pkg/apis/meta/v1/time.go UnmarshalJSON, which calls Go's time.Parse with
// RFC3339 (src/time/format.go). That takes a little more than the RFC: hours of one digit, "," for
// the point, offsets of 24 hours.
#include <array>
#include <optional>
#include <string>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/text.h"

namespace launch::kubernetes {
namespace {

class TimeReader {
 public:
  explicit TimeReader(std::string_view text) : text_(text) {}

  bool read() {
    return read_date() && take('T') && read_clock() && read_offset() && at_ == text_.size();
  }

 private:
  bool take(char c) {
    const bool found = at_ < text_.size() && text_[at_] == c;
    at_ += found ? 1 : 0;
    return found;
  }
  bool digit_at(std::size_t at) const { return at < text_.size() && is_digit(text_[at]); }

  // `least` to `most` digits that say no more than `limit`.
  std::optional<int> number(std::size_t least, std::size_t most, int limit) {
    int value = 0;
    std::size_t size = 0;
    for (; size < most && digit_at(at_); ++size, ++at_) value = value * 10 + (text_[at_] - '0');
    if (size < least || value > limit) return {};
    return value;
  }

  bool read_date() {
    const std::optional<int> year = number(4, 4, 9999);
    if (!year || !take('-')) return false;
    const std::optional<int> month = number(2, 2, 12);
    if (!month || *month == 0 || !take('-')) return false;
    const std::optional<int> day = number(2, 2, days_of(*year, *month));
    return day && *day > 0;
  }

  static int days_of(int year, int month) {
    constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return kDays.at(static_cast<std::size_t>(month - 1)) + (leap && month == 2 ? 1 : 0);
  }

  bool read_clock() {
    if (!number(1, 2, 23) || !take(':') || !number(2, 2, 59) || !take(':')) return false;
    if (!number(2, 2, 59)) return false;
    const bool point = at_ < text_.size() && (text_[at_] == '.' || text_[at_] == ',');
    if (point && digit_at(at_ + 1)) {
      for (++at_; digit_at(at_);) ++at_;
    }
    return true;
  }

  bool read_offset() {
    if (take('Z')) return true;
    if (!take('+') && !take('-')) return false;
    return number(2, 2, 24) && take(':') && number(2, 2, 60);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// A day, a missing "T" or a missing zone: the usual slips.
std::string better_time(std::string_view text) {
  std::string better = upper(trim_space(text));
  if (better.size() == 10) better += "T00:00:00";
  if (better.size() > 10 && better[10] == ' ') better[10] = 'T';
  if (better.size() == 16) better += ":00";
  if (better.ends_with(" UTC")) better.resize(better.size() - 4);
  if (TimeReader(better).read()) return better;
  better += 'Z';
  return TimeReader(better).read() ? better : std::string();
}

}  // namespace

Check check_time(std::string_view text) {
  if (TimeReader(text).read()) return {};
  return Trouble{quoted(text) + " is no point in time, expected such as \"2026-01-31T08:30:00Z\"",
                 suggest(better_time(text))};
}

}  // namespace launch::kubernetes
