// Schedules as github.com/robfig/cron/v3 v3.0.1 parses them (parser.go, ParseStandard).
#include "compiler/target/kubernetes/schedule.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/target/numbers.h"
#include "compiler/target/text.h"

namespace launch::kubernetes {
namespace {

// One of the five fields.
struct Unit {
  std::string_view name;
  int least;
  int most;
  std::span<const std::string_view> words;  // for the numbers from `least` on
};

constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                   "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> kDays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr std::array<Unit, 5> kUnits{{{"minute", 0, 59, {}},
                                      {"hour", 0, 23, {}},
                                      {"day of month", 1, 31, {}},
                                      {"month", 1, 12, kMonths},
                                      {"day of week", 0, 6, kDays}}};

// A part of the whole text, so that findings can stand at it.
struct Part {
  std::string_view text;
  std::size_t at;

  Part sub(std::size_t begin, std::size_t size = std::string_view::npos) const {
    const std::string_view rest = text.substr(begin, size);
    return {rest, at + begin};
  }
  Trouble trouble(std::string message) const {
    return {std::move(message), "", at, at + text.size()};
  }
};

// As strings.Split: never empty.
std::vector<Part> split_part(const Part& part, char separator) {
  std::vector<Part> parts;
  for (std::size_t begin = 0;;) {
    const std::size_t end = part.text.find(separator, begin);
    parts.push_back(part.sub(begin, end - begin));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

std::string expected(const Unit& unit) {
  std::string text = std::to_string(unit.least) + " to " + std::to_string(unit.most);
  if (!unit.words.empty()) {
    text += " or " + std::string(unit.words.front()) + " to " + std::string(unit.words.back());
  }
  return text;
}

// A number or word of the unit, in its range.
Check read_value(const Part& part, const Unit& unit, int& value) {
  const std::string word = lower(part.text);
  const auto found = std::find(unit.words.begin(), unit.words.end(), word);
  if (found != unit.words.end()) {
    value = unit.least + static_cast<int>(found - unit.words.begin());
    return {};
  }
  const Number<std::int64_t> number = parse_int(part.text, 10);
  if (number.ok() && number.value >= unit.least && number.value <= unit.most) {
    value = static_cast<int>(number.value);
    return {};
  }
  const std::string seen = part.text.empty() ? std::string("nothing") : quoted(part.text);
  Trouble trouble = part.trouble("the " + std::string(unit.name) + " is " + seen + ", expected " +
                                 expected(unit));
  if (unit.words.data() == kDays.data() && number.value == 7)
    trouble.message += ", where 0 is Sunday";
  return trouble;
}

// What stands before the step: "*", "?", "5" or "1-5". Behind a "*" anything goes.
Check check_range(const Part& part, const Unit& unit) {
  const std::vector<Part> ends = split_part(part, '-');
  if (ends[0].text == "*" || ends[0].text == "?") return {};
  int from = 0;
  if (Check wrong = read_value(ends[0], unit, from)) return wrong;
  if (ends.size() == 1) return {};
  int to = 0;
  if (Check wrong = read_value(ends[1], unit, to)) return wrong;
  if (ends.size() > 2) return part.trouble(quoted(part.text) + " holds more than one \"-\"");
  if (from <= to) return {};
  return part.trouble(quoted(part.text) + " ends before it begins");
}

Check check_step(const Part& part) {
  const Number<std::int64_t> step = parse_int(part.text, 10);
  if (step.ok() && step.value > 0) return {};
  return part.trouble("the step is " + quoted(part.text) + ", expected a number above 0");
}

// "*/15,30-40": none of the items of the list is empty, or it does not count.
Check check_unit(const Part& field, const Unit& unit) {
  for (const Part& item : split_part(field, ',')) {
    if (item.text.empty()) continue;
    const std::vector<Part> parts = split_part(item, '/');
    if (Check wrong = check_range(parts[0], unit)) return wrong;
    if (parts.size() > 2) return item.trouble(quoted(item.text) + " holds more than one \"/\"");
    if (parts.size() == 2) {
      if (Check wrong = check_step(parts[1])) return wrong;
    }
  }
  return {};
}

Check check_word(std::string_view text) {
  static constexpr std::string_view kWords[] = {"@yearly", "@annually", "@monthly", "@weekly",
                                                "@daily",  "@midnight", "@hourly"};
  constexpr std::string_view kEvery = "@every ";
  if (std::find(std::begin(kWords), std::end(kWords), text) != std::end(kWords)) return {};
  if (text.starts_with(kEvery)) {
    if (parse_duration(text.substr(kEvery.size())).error.empty()) return {};
    return Trouble{
        quoted(text.substr(kEvery.size())) + " is no duration, expected such as \"1h30m\"", "",
        kEvery.size()};
  }
  return Trouble{quoted(text) + " is no schedule, expected five fields, " + one_of(kWords) +
                     " or \"@every DURATION\"",
                 suggest(did_you_mean(text, kWords))};
}

}  // namespace

Check check_schedule(std::string_view text) {
  // Go's parser knows TZ=ZONE in front, and the API server forbids it anywhere
  // (k8s.io/kubernetes v1.36.3, pkg/apis/batch/validation/validation.go, validateScheduleFormat).
  if (const std::size_t zone = text.find("TZ"); zone != std::string_view::npos) {
    return Trouble{"a schedule cannot say the time zone", "set timeZone beside it", zone, zone + 2};
  }
  if (text.starts_with('@')) return check_word(text);
  const std::vector<std::string_view> parts = fields(text);
  if (parts.size() != kUnits.size()) {
    return Trouble{quoted(text) + " has " + std::to_string(parts.size()) +
                       (parts.size() == 1 ? " field" : " fields") +
                       ", expected five: minute, hour, day of month, month, day of week",
                   ""};
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto at = static_cast<std::size_t>(parts[i].data() - text.data());
    if (Check wrong = check_unit({parts[i], at}, kUnits[i])) return wrong;
  }
  return {};
}

}  // namespace launch::kubernetes
