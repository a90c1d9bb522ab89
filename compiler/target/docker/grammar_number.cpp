// Switches, numbers, sizes, durations and lists of CPUs.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/target/docker/cpus.h"
#include "compiler/target/docker/grammar.h"
#include "compiler/target/numbers.h"
#include "compiler/target/text.h"

namespace launch::docker {
namespace {

template <class Value, class Given>
void store(Value* result, Given value) {
  if (result != nullptr) *result = value;
}

Trouble not_an_integer(std::string_view text, NumberError error, std::string range) {
  Trouble trouble;
  if (error == NumberError::OutOfRange) {
    trouble.message = quoted(text) + " is out of range, expected " + std::move(range);
    return trouble;
  }
  trouble.message = quoted(text) + " is no whole number";
  // A leading zero means octal, where 8 and 9 do not exist.
  const std::size_t digit = text.find_first_not_of('0');
  const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c); });
  if (digits && digit != std::string_view::npos && digit > 0) {
    trouble.message += ", a leading 0 means octal";
    trouble.suggestion = suggest(text.substr(digit));
  }
  return trouble;
}

}  // namespace

// Source: pflag bool.go, https://pkg.go.dev/strconv#ParseBool
Check check_bool(std::string_view text, bool* result) {
  if (const std::optional<bool> value = parse_bool(text)) {
    store(result, *value);
    return {};
  }
  const std::string word = lower(text);
  const bool yes = word == "yes" || word == "y" || word == "on" || word == "true";
  const bool no = word == "no" || word == "n" || word == "off" || word == "false";
  return Trouble{quoted(text) + " is no switch value, expected \"true\" or \"false\"",
                 suggest(yes  ? "true"
                         : no ? "false"
                              : "")};
}

// Source: pflag int64.go: base 0, so that 0x10, 0o17, 0b1 and 010 (octal) are read.
Check check_int(std::string_view text, std::int64_t* result) {
  const Number<std::int64_t> number = parse_int(text, 0);
  if (!number.ok()) return not_an_integer(text, number.error, "a 64-bit integer");
  store(result, number.value);
  return {};
}

// Source: pflag uint16.go and uint64.go
Check check_uint(std::string_view text, int bits, std::uint64_t* result) {
  const Number<std::uint64_t> number = parse_uint(text, 0, bits);
  if (!number.ok()) {
    return not_an_integer(text, number.error, bits == 16 ? "0 to 65535" : "a 64-bit number");
  }
  store(result, number.value);
  return {};
}

namespace {

constexpr std::string_view kSizeForm =
    "expected a number and a unit b, k, m, g, t or p, such as \"512m\" or \"1.5g\"";

// "64Mi" and "64 Mb" as docker writes them: "64m"; empty when that is not what was meant.
std::string docker_size(std::string_view text) {
  std::size_t number = 0;
  while (number < text.size() && (is_digit(text[number]) || text[number] == '.')) ++number;
  const std::string unit = lower(trim_space(text.substr(number)));
  if (number == 0 || unit.empty()) return {};
  constexpr std::array<std::pair<std::string_view, char>, 20> kOtherSpellings = {{
      {"ki", 'k'},   {"mi", 'm'},    {"gi", 'g'},  {"ti", 't'},   {"pi", 'p'},
      {"k", 'k'},    {"m", 'm'},     {"g", 'g'},   {"t", 't'},    {"p", 'p'},
      {"kb", 'k'},   {"mb", 'm'},    {"gb", 'g'},  {"tb", 't'},   {"gig", 'g'},
      {"megs", 'm'}, {"bytes", 'b'}, {"meg", 'm'}, {"gigs", 'g'}, {"gib", 'g'},
  }};
  const auto same = [&unit](const auto& known) { return known.first == unit; };
  const auto* found = std::find_if(kOtherSpellings.begin(), kOtherSpellings.end(), same);
  if (found == kOtherSpellings.end()) return {};
  return std::string(text.substr(0, number)) + found->second;
}

Trouble bad_size(std::string_view text, std::size_t begin) {
  std::string better = docker_size(text);
  if (better == text) better.clear();
  return {quoted(text) + " is no size, " + std::string(kSizeForm), suggest(better), begin};
}

// The factor of a unit, 0 for what is none. All units are binary: m, MB and MiB are 2^20.
double unit_factor(std::string_view unit) {
  if (unit.empty()) return 1;
  if (unit.size() > 3) return 0;
  const std::string word = lower(unit);
  if (word == "b") return 1;
  constexpr std::string_view kLetters = "kmgtp";
  const std::size_t power = kLetters.find(word.front());
  const std::string_view tail = std::string_view(word).substr(1);
  if (power == std::string_view::npos || (!tail.empty() && tail != "b" && tail != "ib")) return 0;
  return std::ldexp(1.0, 10 * (static_cast<int>(power) + 1));
}

// Go's conversion on amd64: what does not fit becomes the smallest integer.
std::int64_t to_integer(double value) {
  constexpr double kLimit = 9223372036854775808.0;
  if (!(value < kLimit)) return std::numeric_limits<std::int64_t>::min();
  return static_cast<std::int64_t>(value);
}

}  // namespace

// Source: docker/go-units size.go RAMInBytes
Check check_size(std::string_view text, std::int64_t* bytes) {
  const std::size_t last = text.find_last_of("01234567890. ");
  if (last == std::string_view::npos) return bad_size(text, 0);
  const std::string_view number = text.substr(0, text[last] == ' ' ? last : last + 1);
  const std::string_view unit = text.substr(last + 1);
  const Number<double> size = parse_float(number);
  if (!size.ok()) return bad_size(text, 0);
  if (size.value < 0) {
    return Trouble{quoted(text) + " is negative, " + std::string(kSizeForm), ""};
  }
  const double factor = unit_factor(unit);
  if (factor == 0) return bad_size(text, last + 1);
  store(bytes, to_integer(size.value * factor));
  return {};
}

// Source: docker/cli opts/opts.go MemSwapBytes
Check check_memory_swap(std::string_view text, std::int64_t* bytes) {
  if (text != "-1") return check_size(text, bytes);
  store(bytes, -1);
  return {};
}

namespace {

// "10" -> "10s", "30 s" and "30sec" -> "30s", "1d" -> "24h".
std::string docker_duration(std::string_view text) {
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  if (digits == 0 || digits > 6) return {};
  const std::string number(text.substr(0, digits));
  const std::string unit = lower(trim_space(text.substr(digits)));
  if (unit.empty()) return number + "s";
  if (unit == "d" || unit == "day" || unit == "days") {
    return std::to_string(std::stol(number) * 24) + "h";
  }
  if (unit.starts_with("sec") || unit == "s") return number + "s";
  if (unit.starts_with("min") || unit == "m") return number + "m";
  if (unit.starts_with("hour") || unit == "h") return number + "h";
  return {};
}

}  // namespace

// Source: pflag duration.go
Check check_duration(std::string_view text, std::int64_t* nanoseconds) {
  const Duration duration = parse_duration(text);
  if (!duration.error.empty()) {
    return Trouble{quoted(text) + " is no duration (" + duration.error +
                       "), expected numbers with a unit ns, us, ms, s, m or h, such as \"1m30s\"",
                   suggest(docker_duration(text))};
  }
  store(nanoseconds, duration.nanoseconds);
  return {};
}

// Source: docker/cli opts/opts.go ParseCPUs; moby daemon/daemon_unix.go for the sign
Check check_cpus(std::string_view text, std::int64_t* billionths) {
  const Cpus cpus = parse_cpus(text);
  switch (cpus.error) {
    case Cpus::Error::NotANumber:
      return Trouble{quoted(text) + " is no number of CPUs, expected such as \"1.5\" or \"1/2\"",
                     ""};
    case Cpus::Error::TooPrecise:
      return Trouble{quoted(text) + " is too precise, expected at most 9 decimal places", ""};
    case Cpus::Error::TooMany:
      return Trouble{quoted(text) + " is more CPUs than any host has", ""};
    case Cpus::Error::None:
      break;
  }
  if (cpus.billionths < 0) {
    return Trouble{quoted(text) + " is negative, expected 0.01 up to the host's CPUs", ""};
  }
  store(billionths, cpus.billionths);
  return {};
}

namespace {

// The engine allows numbers up to this even where the host has fewer (pkg/sysinfo defaultMaxCPUs).
constexpr std::int64_t kMostCpu = 8192;

Check check_cpu_range(std::string_view item, std::size_t begin) {
  const Cut ends = cut(item, '-');
  const Number<std::int64_t> first = parse_int(ends.before, 10);
  const Number<std::int64_t> last = ends.found ? parse_int(ends.after, 10) : first;
  const std::size_t end = begin + item.size();
  if (!first.ok() || !last.ok()) {
    return Trouble{quoted(item) + " is no CPU or node number, expected such as \"0-3\" or \"0,2\"",
                   "", begin, end};
  }
  if (last.value < first.value) {
    return Trouble{"the range " + quoted(item) + " ends before it starts",
                   suggest(std::string(ends.after) + "-" + std::string(ends.before)), begin, end};
  }
  if (last.value > kMostCpu) {
    return Trouble{quoted(item) + " is out of range, the highest number is 8192", "", begin, end};
  }
  return {};
}

}  // namespace

// Which CPUs the host really has is not known here.
// Source: moby pkg/sysinfo/sysinfo_linux.go parseUintList
Check check_cpu_list(std::string_view text) {
  if (text.empty()) return {};
  std::size_t begin = 0;
  for (const std::string_view item : split(text, ',')) {
    if (Check wrong = check_cpu_range(item, begin)) return wrong;
    begin += item.size() + 1;
  }
  return {};
}

}  // namespace launch::docker
