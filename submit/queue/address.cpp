#include "submit/queue/address.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "submit/queue/store.h"

namespace launch::queue {
namespace {

constexpr std::string_view kDots = "***";

struct Part {
  std::size_t begin, end;
};

// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
std::vector<Part> passwords_in(std::string_view address) {
  std::vector<Part> parts;
  const std::size_t scheme = address.find("://");
  if (scheme == std::string_view::npos) return parts;
  const std::size_t begin = scheme + 3;
  const std::size_t query = std::min(address.find('?', begin), address.size());
  // Up to the last @: a password that nobody escaped may hold a / or another @.
  const std::size_t at = address.substr(0, query).rfind('@');
  if (at != std::string_view::npos && at >= begin) {
    const std::size_t colon = address.find(':', begin);
    if (colon < at) parts.push_back({colon + 1, at});
  }
  for (std::size_t place = query; place < address.size();) {
    const std::size_t end = std::min(address.find('&', place + 1), address.size());
    const std::size_t equals = address.find('=', place);
    const bool named =
        equals < end && address.substr(place + 1, equals - place - 1).ends_with("password");
    if (named) parts.push_back({equals + 1, end});
    place = end;
  }
  return parts;
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = 0; !what.empty() && (at = text.find(what, at)) != std::string::npos;
       at += with.size()) {
    text.replace(at, what.size(), with);
  }
}

std::string unescaped(std::string_view text) {
  std::string plain;
  const auto digit = [](char c) {
    const std::size_t at = std::string_view("0123456789abcdefABCDEF").find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at < 16 ? at : at - 6);
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
    plain += escape ? static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])) : text[i];
    i += escape ? 2 : 0;
  }
  return plain;
}

}  // namespace

bool is_postgresql(const std::string& address) {
  return address.starts_with("postgresql://") || address.starts_with("postgres://");
}

std::string without_password(const std::string& address) {
  std::string shown = address;
  const std::vector<Part> parts = passwords_in(address);
  for (auto part = parts.rbegin(); part != parts.rend(); ++part)
    shown.replace(part->begin, part->end - part->begin, kDots);
  return shown;
}

std::string redacted(std::string text, const std::string& address) {
  replace_all(text, address, without_password(address));
  for (const Part& part : passwords_in(address)) {
    const std::string password = address.substr(part.begin, part.end - part.begin);
    replace_all(text, password, kDots);
    replace_all(text, unescaped(password), kDots);
  }
  return text;
}

}  // namespace launch::queue
