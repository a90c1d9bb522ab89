#include "cli/choices.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>

#include "compiler/diagnostic/diagnostic.h"

namespace launch::cli {

void offer(CLI::Option* option, const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "{" : ",") + word;
  option->type_name(list + "}");
}

void allow(CLI::Option* option, const std::vector<std::string>& words) {
  offer(option, words);
  const auto check = [words](const std::string& given) -> std::string {
    if (std::find(words.begin(), words.end(), given) != words.end()) return {};
    const std::vector<std::string_view> known(words.begin(), words.end());
    const std::string nearest = suggest(did_you_mean(given, known));
    return launch::quoted(given) + " is not known; there are " + all_of(known, known.size()) +
           (nearest.empty() ? "" : "; " + nearest);
  };
  option->check(CLI::Validator(check, ""));
}

void allow_numbers(CLI::Option* option, std::int64_t least, std::int64_t most) {
  constexpr auto kAny = std::numeric_limits<std::int64_t>();
  std::string range = least == kAny.min() ? " of 64 bits" : " from " + std::to_string(least);
  if (most != kAny.max()) range += " to " + std::to_string(most);
  const auto check = [=](const std::string& given) -> std::string {
    std::int64_t number = 0;
    const char* end = given.data() + given.size();
    const auto [stop, error] = std::from_chars(given.data(), end, number);
    const bool whole = error == std::errc() && stop == end && !given.empty();
    if (whole && number >= least && number <= most) return {};
    return launch::quoted(given) + " is no whole number" + range;
  };
  option->check(CLI::Validator(check, ""));
}

std::vector<std::string> words_of(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  if (!type.starts_with('{')) return {};
  return CLI::detail::split(type.substr(1, type.size() - 2), ',');
}

}  // namespace launch::cli
