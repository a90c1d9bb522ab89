#include "compiler/target/names.h"

#include "compiler/document/sha256.h"

namespace launch {
namespace {

constexpr std::size_t kLongestLabel = 63;
constexpr std::size_t kDigits = 8;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string short_digest(std::string_view text) { return hex(sha256(text)).substr(0, kDigits); }

// `kept` and the digest of the whole, within `most` bytes.
std::string with_digest(std::string kept, std::string_view whole, std::size_t most) {
  kept.resize(std::min(kept.size(), most - kDigits - 1));
  while (!kept.empty() && !is_letter_or_digit(kept.back())) kept.pop_back();
  return kept + (kept.empty() ? "" : "-") + short_digest(whole);
}

}  // namespace

std::string legal_label(std::string_view text, std::size_t most) {
  std::string out;
  for (const char c : text) {
    if (is_letter_or_digit(c)) {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out.size() <= most ? out : with_digest(out, text, most);
}

std::string distinct_label(std::string_view text) {
  std::string out = legal_label(text);
  return out == text ? out : with_digest(std::move(out), text, kLongestLabel);
}

std::string legal_label_value(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool inner = c == '-' || c == '_' || c == '.';
    if (is_letter_or_digit(c) || (inner && !out.empty())) out += c;
  }
  while (!out.empty() && !is_letter_or_digit(out.back())) out.pop_back();
  return out == text && out.size() <= kLongestLabel ? out : with_digest(out, text, kLongestLabel);
}

}  // namespace launch
