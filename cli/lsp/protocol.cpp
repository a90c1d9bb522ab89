#include "cli/lsp/protocol.h"

#include "compiler/diagnostic/report_words.h"

namespace launch::cli {
namespace {

std::string dotted(std::initializer_list<const char*> path) {
  std::string text;
  for (const char* step : path) text += (text.empty() ? "" : ".") + std::string(step);
  return text;
}

std::uint32_t count_of(const Json& value, const char* name) {
  const Json& number = member_of(value, {name});
  if (!number.is_number_unsigned()) throw InvalidParams{std::string(name) + " is no count"};
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(number.get<std::uint64_t>(), 0x7FFFFFFF));
}

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool whole = text[i] == '%' && i + 2 < text.size() && digit_of(text[i + 1]) >= 0 &&
                       digit_of(text[i + 2]) >= 0;
    if (whole) {
      decoded += static_cast<char>(digit_of(text[i + 1]) * 16 + digit_of(text[i + 2]));
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

// What VS Code encodes, so that both spell a path alike (vscode-uri, encodeURIComponentFast).
bool must_be_encoded(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return !letter && std::string_view("-._~/").find(c) == std::string_view::npos;
}

}  // namespace

const Json* find_member(const Json& value, std::initializer_list<const char*> path) {
  const Json* at = &value;
  for (const char* step : path) {
    if (!at->is_object()) return nullptr;
    const auto found = at->find(step);
    if (found == at->end()) return nullptr;
    at = &*found;
  }
  return at;
}

const Json& member_of(const Json& value, std::initializer_list<const char*> path) {
  const Json* found = find_member(value, path);
  if (found == nullptr) throw InvalidParams{dotted(path) + " is missing"};
  return *found;
}

std::string text_of(const Json& value, std::initializer_list<const char*> path) {
  const Json& found = member_of(value, path);
  if (!found.is_string()) throw InvalidParams{dotted(path) + " is no text"};
  return found.get<std::string>();
}

std::uint32_t Places::offset_of(const Json& position) const {
  return lines.offset_of({count_of(position, "line"), count_of(position, "character")}, encoding);
}

edit::Range Places::range_of(const Json& range) const {
  const std::uint32_t begin = offset_of(member_of(range, {"start"}));
  return {begin, std::max(begin, offset_of(member_of(range, {"end"})))};
}

Json Places::position(std::size_t offset) const {
  const edit::LinePlace place = lines.place_of(offset, encoding);
  return {{"line", place.line}, {"character", place.character}};
}

Json Places::range(edit::Range range) const {
  return {{"start", position(range.begin)}, {"end", position(range.end)}};
}

std::optional<std::string> path_of_uri(std::string_view uri) {
  constexpr std::string_view kFile = "file://";
  if (!uri.starts_with(kFile)) return std::nullopt;
  const std::size_t slash = uri.find('/', kFile.size());
  if (slash == std::string_view::npos) return std::nullopt;
  std::string path = percent_decoded(uri.substr(slash));
  // A path that a system call would cut names another file.
  return path.find('\0') == std::string::npos ? std::optional(path) : std::nullopt;
}

std::string uri_of_path(std::string_view absolute_path) {
  return "file://" + percent_encoded(absolute_path, must_be_encoded);
}

std::string dump(const Json& message) {
  return message.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace launch::cli
