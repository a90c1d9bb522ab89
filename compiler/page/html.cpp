#include "compiler/page/html.h"

#include <algorithm>
#include <span>
#include <stdexcept>

#include "compiler/diagnostic/display.h"
#include "compiler/diagnostic/markup.h"
#include "compiler/document/sha256.h"

namespace launch::page {
namespace {

void append_line(std::string& out, std::string_view line) {
  for (const char c : printable(line)) {
    if (c == '\'') {
      out += "&#39;";
    } else {
      append_markup(out, c);
    }
  }
}

std::string base64(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = i; j < i + 3; ++j)
      group = group << 8U | (j < bytes.size() ? bytes[j] : 0U);
    const std::size_t digits = std::min<std::size_t>(bytes.size() - i, 3) + 1;
    for (std::size_t j = 0; j < 4; ++j) {
      out += j < digits ? kDigits[group >> (18 - 6 * j) & 63U] : '=';
    }
  }
  return out;
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t begin = 0;;) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    append_line(out, text.substr(begin, end - begin));
    if (end == text.size()) return out;
    out += '\n';
    begin = end + 1;
  }
}

std::string bounded(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + " … and " + std::to_string(text.size() - end) +
         " bytes more";
}

std::string fill_template(std::string_view text,
                          const std::map<std::string, std::string, std::less<>>& values) {
  std::string out;
  for (std::size_t at = 0;;) {
    const std::size_t begin = text.find("{{", at);
    out += text.substr(at, begin - at);
    if (begin == std::string_view::npos) return out;
    const std::size_t end = text.find("}}", begin);
    const auto value = values.find(text.substr(begin + 2, end - begin - 2));
    if (end == std::string_view::npos || value == values.end()) {
      throw std::logic_error("a hole of the page's template has no value");
    }
    out += value->second;
    at = end + 2;
  }
}

std::string policy_hash(std::string_view text) { return "sha256-" + base64(sha256(text)); }

}  // namespace launch::page
