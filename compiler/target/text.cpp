#include "compiler/target/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace launch {

Cut cut(std::string_view text, char at) {
  const std::size_t found = text.find(at);
  if (found == std::string_view::npos) return {text, {}, false};
  return {text.substr(0, found), text.substr(found + 1), true};
}

std::vector<std::string_view> split(std::string_view text, char at, std::size_t most) {
  std::vector<std::string_view> parts;
  parts.reserve(4);  // few texts have more
  while (parts.size() + 1 < most) {
    const Cut next = cut(text, at);
    if (!next.found) break;
    parts.push_back(next.before);
    text = next.after;
  }
  parts.push_back(text);
  return parts;
}

namespace {

constexpr char32_t kReplacement = 0xFFFD;

// How many bytes a character takes that starts with `lead`; 0 for what starts none.
std::size_t encoded_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

bool is_valid(char32_t character, std::size_t length) {
  constexpr std::array<char32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
  return character >= kLeast[length] && character <= 0x10FFFF && !surrogate;
}

}  // namespace

char32_t next_character(std::string_view text, std::size_t& offset) {
  const auto lead = static_cast<unsigned char>(text[offset]);
  const std::size_t length = encoded_length(lead);
  if (length == 1) {
    ++offset;
    return lead;
  }
  if (length == 0 || offset + length > text.size()) {
    ++offset;
    return kReplacement;
  }
  char32_t character = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[offset + i]);
    if ((byte & 0xC0U) != 0x80U) {
      ++offset;
      return kReplacement;
    }
    character = (character << 6U) | (byte & 0x3FU);
  }
  if (!is_valid(character, length)) {
    ++offset;
    return kReplacement;
  }
  offset += length;
  return character;
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t offset = 0; offset < text.size(); ++count) next_character(text, offset);
  return count;
}

bool is_letter(char32_t character) {
  // Blocks of letters with the few other characters inside them left out. Go's own table has 600
  // ranges; it is asked here only whether one character before a colon could be a drive's letter.
  constexpr std::array<std::pair<char32_t, char32_t>, 30> kLetters = {{
      {'A', 'Z'},       {'a', 'z'},       {0xAA, 0xAA},     {0xB5, 0xB5},     {0xBA, 0xBA},
      {0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x2C1},    {0x370, 0x374},   {0x376, 0x377},
      {0x37B, 0x37D},   {0x386, 0x386},   {0x388, 0x3F5},   {0x3F7, 0x481},   {0x48A, 0x52F},
      {0x531, 0x556},   {0x561, 0x587},   {0x5D0, 0x5EA},   {0x620, 0x64A},   {0x671, 0x6D3},
      {0x904, 0x939},   {0xE01, 0xE30},   {0x10A0, 0x10FF}, {0x1E00, 0x1FBC}, {0x212A, 0x212D},
      {0x3041, 0x3096}, {0x30A1, 0x30FA}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xAC00, 0xD7A3},
  }};
  return std::any_of(kLetters.begin(), kLetters.end(), [character](const auto& range) {
    return character >= range.first && character <= range.second;
  });
}

namespace {

bool is_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

}  // namespace

std::string_view trim_space(std::string_view text) {
  std::size_t begin = text.size();
  std::size_t end = 0;
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t start = offset;
    if (is_space(next_character(text, offset))) continue;
    begin = std::min(begin, start);
    end = offset;
  }
  return begin >= end ? std::string_view() : text.substr(begin, end - begin);
}

std::vector<std::string_view> fields(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  std::size_t end = 0;
  while (end < text.size()) {
    const std::size_t start = end;
    const bool space = is_space(next_character(text, end));
    if (space && start > begin) parts.push_back(text.substr(begin, start - begin));
    if (space) begin = end;
  }
  if (end > begin) parts.push_back(text.substr(begin));
  return parts;
}

namespace {

// `first` to `last` moved by `by`, and two characters from outside ASCII whose other case is an
// ASCII letter (the Kelvin sign, the long s, the Turkish i).
std::string change_case(std::string_view text, char first, char last, int by,
                        std::array<std::pair<char32_t, char>, 2> odd) {
  std::string result;
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t start = offset;
    const char32_t character = next_character(text, offset);
    const auto same = [character](const auto& pair) { return pair.first == character; };
    const auto* found = std::find_if(odd.begin(), odd.end(), same);
    if (found != odd.end()) {
      result += found->second;
    } else if (text[start] >= first && text[start] <= last) {
      result += static_cast<char>(text[start] + by);
    } else {
      result += text.substr(start, offset - start);
    }
  }
  return result;
}

}  // namespace

std::string lower(std::string_view text) {
  return change_case(text, 'A', 'Z', 'a' - 'A', {{{0x212A, 'k'}, {0x130, 'i'}}});
}

std::string upper(std::string_view text) {
  return change_case(text, 'a', 'z', 'A' - 'a', {{{0x17F, 'S'}, {0x131, 'I'}}});
}

std::string clean_path(std::string_view path) {
  const bool absolute = path.starts_with('/');
  std::string result = absolute ? "/" : "";
  const std::size_t root = result.size();
  for (Cut rest{{}, path, true}; rest.found;) {
    rest = cut(rest.after, '/');
    const std::string_view part = rest.before;
    if (part.empty() || part == ".") continue;
    // Where the last part of the result begins; npos + 1 is the front.
    const std::size_t last = std::max(result.rfind('/') + 1, root);
    const bool has_parent =
        last < result.size() && result.compare(last, std::string::npos, "..") != 0;
    if (part == ".." && has_parent) {
      result.resize(std::max(last, root + 1) - 1);
    } else if (part != ".." || !absolute) {
      if (result.size() > root) result += '/';
      result += part;
    }
  }
  return result.empty() ? "." : result;
}

bool is_local_path(std::string_view path) {
  if (path.empty() || path.front() == '/') return false;
  const std::string cleaned = clean_path(path);
  return cleaned != ".." && !cleaned.starts_with("../");
}

bool same_key(std::string_view a, std::string_view b) {
  const auto next = [](std::string_view& rest) {
    while (!rest.empty() && (rest.front() == '_' || rest.front() == '-')) rest.remove_prefix(1);
    if (rest.empty()) return '\0';
    const char c = rest.front();
    rest.remove_prefix(1);
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  while (true) {
    const char c = next(a);
    if (c != next(b)) return false;
    if (c == '\0') return a.empty() && b.empty();
  }
}

}  // namespace launch
