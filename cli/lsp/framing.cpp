#include "cli/lsp/framing.h"

#include <algorithm>
#include <charconv>

namespace launch::cli {
namespace {

constexpr std::size_t kLongestHeader = 4096;
constexpr std::size_t kLargestBody = 256U << 20U;

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return (x >= 'A' && x <= 'Z' ? x - 'A' + 'a' : x) == y; });
}

std::optional<std::size_t> length_in(std::string_view line) {
  constexpr std::string_view kName = "content-length";
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !same_word(line.substr(0, colon), kName)) return {};
  std::string_view digits = line.substr(colon + 1);
  while (!digits.empty() && digits.front() == ' ') digits.remove_prefix(1);
  while (!digits.empty() && (digits.back() == ' ' || digits.back() == '\r')) {
    digits.remove_suffix(1);
  }
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  return whole ? std::optional(length) : std::nullopt;
}

}  // namespace

std::string Framing::framed(std::string_view body) {
  return "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

void Framing::forget(std::size_t bytes) {
  begin_ += bytes;
  // Moving what is left for each message would take the square of a long stream's length.
  if (begin_ < (1U << 16U) && begin_ < waiting_.size()) return;
  waiting_.erase(0, begin_);
  begin_ = 0;
}

// One line of the header; false when no whole line is there.
bool Framing::take_header() {
  const std::string_view rest = std::string_view(waiting_).substr(begin_);
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) {
    // No header is that long: garbage without a line break must not pile up.
    if (rest.size() > kLongestHeader) forget(rest.size() - kLongestHeader / 2);
    return false;
  }
  if (const std::optional<std::size_t> length = length_in(rest.substr(0, end))) length_ = length;
  forget(end + 1);
  return true;
}

std::optional<std::string> Framing::next() {
  for (;;) {
    if (skip_ > 0) {
      const std::size_t gone = std::min(skip_, waiting_.size() - begin_);
      forget(gone);
      skip_ -= gone;
      if (skip_ > 0) return std::nullopt;
    }
    const std::string_view rest = std::string_view(waiting_).substr(begin_);
    const bool blank = rest.starts_with("\r\n") || rest.starts_with("\n");
    if (!length_ || !blank) {
      if (!take_header()) return std::nullopt;
      continue;
    }
    const std::size_t start = rest[0] == '\r' ? 2 : 1;
    if (*length_ > kLargestBody) {
      skip_ = *length_;
      length_.reset();
      forget(start);
      continue;
    }
    if (rest.size() - start < *length_) return std::nullopt;
    std::string body(rest.substr(start, *length_));
    forget(start + *length_);
    length_.reset();
    return body;
  }
}

}  // namespace launch::cli
