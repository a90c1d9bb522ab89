#include "compiler/edit/outline.h"

#include <algorithm>

#include "compiler/edit/scanner.h"

namespace launch::edit {

std::string_view unquoted(std::string_view word) {
  const bool opened = !word.empty() && (word.front() == '"' || word.front() == '\'');
  if (!opened) return word;
  const char quote = word.front();
  word.remove_prefix(1);
  if (word.ends_with(quote)) word.remove_suffix(1);
  return word;
}

std::string_view Outline::key_of(std::uint32_t entry) const {
  return entries[entry].is_item ? std::string_view() : unquoted(text_of(entries[entry].key));
}

std::string_view Outline::value_of(std::uint32_t entry) const {
  return unquoted(text_of(entries[entry].value));
}

Path Outline::path_of(std::uint32_t entry) const {
  Path path;
  for (; entry != kTop; entry = entries[entry].parent) {
    const Entry& each = entries[entry];
    path.push_back(each.is_item ? std::to_string(each.number) : std::string(key_of(entry)));
  }
  std::reverse(path.begin(), path.end());
  return path;
}

std::optional<std::uint32_t> Outline::find(std::uint32_t document, const Path& path) const {
  std::uint32_t parent = kTop;
  for (const std::string& step : path) {
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) {
      if (entry.parent != parent || entry.document != document) return false;
      return entry.is_item ? std::to_string(entry.number) == step
                           : unquoted(text_of(entry.key)) == step;
    });
    if (found == entries.end()) return std::nullopt;
    parent = static_cast<std::uint32_t>(found - entries.begin());
  }
  return parent == kTop ? std::nullopt : std::optional(parent);
}

std::vector<std::uint32_t> Outline::children_of(std::uint32_t entry, std::uint32_t document) const {
  std::vector<std::uint32_t> children;
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    if (entries[i].parent == entry && entries[i].document == document) children.push_back(i);
  }
  return children;
}

Outline outline_of(std::string_view text) {
  Scanner scanner(text);
  scanner.run();
  return {text, std::move(scanner.entries())};
}

}  // namespace launch::edit
