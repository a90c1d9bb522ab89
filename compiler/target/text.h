// Text handling as Go's standard library does it. docker and Kubernetes are Go programs: what they
// accept depends on how these functions treat spaces, case, quotes and paths.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace launch {

// strings.Cut: the text around the first `at`; without one, all of it stands before.
struct Cut {
  std::string_view before;
  std::string_view after;
  bool found = false;
};
Cut cut(std::string_view text, char at);

// strings.SplitN; at most `most` parts, the last one holding the rest. Never empty.
std::vector<std::string_view> split(std::string_view text, char at,
                                    std::size_t most = static_cast<std::size_t>(-1));

// The character that starts at `offset`, which moves behind it. Bytes that are no UTF-8 count as
// one U+FFFD each.
char32_t next_character(std::string_view text, std::size_t& offset);
std::size_t count_characters(std::string_view text);

// unicode.IsLetter, exact for ASCII and for the scripts in common use.
bool is_letter(char32_t character);
// Without the white space of unicode.IsSpace at both ends.
std::string_view trim_space(std::string_view text);
// strings.Fields: the parts between white space; none is empty.
std::vector<std::string_view> fields(std::string_view text);

// strings.ToLower and ToUpper as far as they produce ASCII: all letters that keywords have.
std::string lower(std::string_view text);
std::string upper(std::string_view text);

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
constexpr bool is_alphanumeric(char c) { return is_digit(c) || is_letter(c); }

// path.Clean: the shortest path that names the same place, by its text alone.
std::string clean_path(std::string_view path);
// filepath.IsLocal: a relative path that does not leave the folder it starts from.
bool is_local_path(std::string_view path);

// One name in two spellings: nodeSelector, node-selector and node_selector.
bool same_key(std::string_view a, std::string_view b);

}  // namespace launch
