// Credentials in a text that is only to be shown: every NAME: value counts, whatever the text is.
#include <algorithm>

#include "compiler/check/facts.h"
#include "compiler/check/secret_words.h"

namespace launch {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}
bool is_quote(char c) { return c == '"' || c == '\''; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

// The word that ends before `at`, in quotes or not.
std::string_view name_before(std::string_view text, std::size_t at) {
  if (at > 0 && is_quote(text[at - 1])) --at;
  std::size_t begin = at;
  while (begin > 0 && is_word(text[begin - 1])) --begin;
  return text.substr(begin, at - begin);
}

struct Range {
  std::size_t begin;
  std::size_t end;
};

// What is written behind a `:` or `=`, without its quotes.
Range value_behind(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  const bool in_quotes = at < text.size() && is_quote(text[at]);
  const std::string_view stops = in_quotes ? std::string_view(&text[at], 1) : " \t\r\n,}]";
  if (in_quotes) ++at;
  std::size_t end = std::min(text.find_first_of(stops, at), text.size());
  if (!in_quotes && end > at && is_quote(text[end - 1])) --end;  // of "NAME=value" as a whole
  return {at, end};
}

bool looks_secret(std::string_view name, std::string_view value) {
  const bool number = value.find_first_not_of("0123456789.eE+-") == std::string_view::npos;
  return value.size() >= 4 && names_credential(name) && (!number || names_password(name)) &&
         !is_open(value) && !is_harmless(name, value);
}

}  // namespace

std::vector<FoundSecret> find_named_secrets(std::string_view text) {
  std::vector<FoundSecret> found;
  for (std::size_t at = text.find_first_of(":="); at != std::string_view::npos;
       at = text.find_first_of(":=", at + 1)) {
    const Range value = value_behind(text, at + 1);
    if (looks_secret(name_before(text, at), text.substr(value.begin, value.end - value.begin)))
      found.push_back({"a named credential", static_cast<std::uint32_t>(value.begin),
                       static_cast<std::uint32_t>(value.end)});
  }
  return found;
}

std::string without_credentials(std::string_view text, std::string_view mark) {
  std::vector<FoundSecret> all = find_secrets(text);
  const std::vector<FoundSecret> named = find_named_secrets(text);
  all.insert(all.end(), named.begin(), named.end());
  std::stable_sort(all.begin(), all.end(),
                   [](const FoundSecret& a, const FoundSecret& b) { return a.begin < b.begin; });
  std::string out;
  std::size_t at = 0;
  for (const FoundSecret& each : all) {
    if (each.begin >= at) out += std::string(text.substr(at, each.begin - at)) + std::string(mark);
    at = std::max<std::size_t>(at, each.end);
  }
  return out + std::string(text.substr(at));
}

}  // namespace launch
