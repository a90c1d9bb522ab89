// Amounts in fields: what is wrong with one, and which one may have been meant.
#include <algorithm>
#include <array>
#include <utility>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/target/kubernetes/quantity.h"
#include "compiler/target/text.h"

namespace launch::kubernetes {
namespace {

struct Spelling {
  std::string_view written;  // in lower case
  std::string_view meant;
};
constexpr std::array<Spelling, 44> kSpellings = {{
    {"b", ""},     {"byte", ""},       {"bytes", ""},       {"core", ""},      {"cores", ""},
    {"cpu", ""},   {"cpus", ""},       {"vcpu", ""},        {"vcpus", ""},     {"gpu", ""},
    {"gpus", ""},  {"mcpu", "m"},      {"mcore", "m"},      {"k", "k"},        {"kb", "k"},
    {"ki", "Ki"},  {"kib", "Ki"},      {"mb", "M"},         {"meg", "M"},      {"megs", "M"},
    {"mega", "M"}, {"mi", "Mi"},       {"mib", "Mi"},       {"g", "G"},        {"gb", "G"},
    {"gig", "G"},  {"gigs", "G"},      {"giga", "G"},       {"gi", "Gi"},      {"gib", "Gi"},
    {"t", "T"},    {"tb", "T"},        {"ti", "Ti"},        {"tib", "Ti"},     {"p", "P"},
    {"pb", "P"},   {"pi", "Pi"},       {"pib", "Pi"},       {"eb", "E"},       {"ei", "Ei"},
    {"eib", "Ei"}, {"millicore", "m"}, {"millicores", "m"}, {"millicpu", "m"},
}};

// "64GB", "64 gb" and "64g" as Kubernetes writes them: "64G"; empty when nothing comes near.
std::string better_quantity(std::string_view text, std::size_t number) {
  const std::string_view suffix = trim_space(text.substr(number));
  std::string spaceless = std::string(text.substr(0, number)).append(suffix);
  if (parse_quantity(spaceless)) return spaceless;
  const std::string unit = lower(suffix);
  const auto same = [&unit](const Spelling& known) { return known.written == unit; };
  const auto* found = std::find_if(kSpellings.begin(), kSpellings.end(), same);
  if (found == kSpellings.end()) return {};
  std::string better(text.substr(0, number));
  better += found->meant;
  return parse_quantity(better) ? better : std::string();
}

constexpr std::string_view kExpected = "expected a number and a suffix such as \"500m\" or \"2Gi\"";

Trouble bad_quantity(std::string_view text) {
  if (trim_space(text).empty()) return {"an empty amount, " + std::string(kExpected), ""};
  std::size_t number = text.front() == '-' || text.front() == '+' ? 1 : 0;
  while (number < text.size() && (is_digit(text[number]) || text[number] == '.')) ++number;
  const std::string_view digits = text.substr(0, number);
  const bool dots = std::count(digits.begin(), digits.end(), '.') > 1;
  if (dots || std::none_of(digits.begin(), digits.end(), [](char c) { return is_digit(c); })) {
    return {quoted(text) + " is no amount, " + std::string(kExpected), ""};
  }
  const std::string_view suffix = text.substr(number);
  return {quoted(text) + " is no amount, " + quoted(suffix) +
              " is none of the suffixes n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei",
          suggest(better_quantity(text, number)), number, text.size()};
}

// Control characters and line separators arrive at the server's decoder as JSON's escapes, which it
// does not undo: no blanks to it.
bool has_escapes(std::string_view blanks) {
  for (std::size_t offset = 0; offset < blanks.size();) {
    const char32_t c = next_character(blanks, offset);
    if (c < ' ' || c == 0x2028 || c == 0x2029) return true;
  }
  return false;
}

// The text without the blanks that the decoder ignores.
std::string_view without_blanks(std::string_view text) {
  const std::string_view inner = trim_space(text);
  if (inner.empty() || inner.size() == text.size()) return text;
  const auto begin = static_cast<std::size_t>(inner.data() - text.data());
  const bool escapes =
      has_escapes(text.substr(0, begin)) || has_escapes(text.substr(begin + inner.size()));
  return escapes ? text : inner;
}

}  // namespace

// Source: apimachinery pkg/api/resource/quantity.go UnmarshalJSON
Check check_quantity(std::string_view text, Quantity* result) {
  std::optional<Quantity> quantity = parse_quantity(without_blanks(text));
  if (!quantity) return bad_quantity(text);
  if (result != nullptr) *result = std::move(*quantity);
  return {};
}

}  // namespace launch::kubernetes
