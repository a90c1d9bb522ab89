#include "compiler/resolve/unclosed_macro.h"

#include <algorithm>

namespace launch {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; }

// Whether a brace closes what was open before `rest`, those between being closed themselves.
bool is_closed(std::string_view rest) {
  int depth = 1;
  for (const char c : rest) {
    depth += c == '{' ? 1 : c == '}' ? -1 : 0;
    if (depth == 0) return true;
  }
  return false;
}

// `rest` is what follows the name. A brace further on may be somebody else's, as in
// {"url": "postgres://app:${PASSWORD@db/app"}.
bool ends_well(std::string_view rest, bool braced) {
  if (!braced) return rest.find('>') != std::string_view::npos;
  if (rest.starts_with('"') || rest.starts_with('\'')) return false;
  const bool transforms = rest.starts_with('@');
  if (transforms) return rest.size() >= 3 && is_letter(rest[1]) && rest[2] == '}';
  return is_closed(rest);
}

}  // namespace

std::vector<UnclosedMacro> unclosed_macros(std::string_view text) {
  std::vector<UnclosedMacro> found;
  for (std::size_t i = text.find('$'); i != std::string_view::npos; i = text.find('$', i + 1)) {
    const bool escaped = i > 0 && text[i - 1] == '$';
    const std::string_view rest = text.substr(i + 1);
    const bool opens = rest.starts_with('{') || rest.starts_with('<');
    if (escaped || !opens) continue;
    const auto* end = std::find_if_not(rest.begin() + 1, rest.end(), is_word);
    const auto name = rest.substr(1, static_cast<std::size_t>(end - rest.begin()) - 1);
    if (name.empty() || ends_well(rest.substr(1 + name.size()), rest[0] == '{')) continue;
    const std::size_t past = i + 2 + name.size();
    found.push_back({name, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(past)});
  }
  return found;
}

}  // namespace launch
