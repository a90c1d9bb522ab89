#include "compiler/import/draft_text.h"

#include <algorithm>

#include "compiler/document/read_yaml.h"
#include "compiler/document/write_yaml.h"

namespace launch {
namespace {

// Where the line begins that holds the field; nothing when there is no such field.
std::optional<std::size_t> line_of(const Node& root, const Path& path, std::string_view text) {
  if (path.empty()) return std::nullopt;
  const Node* parent = root.at(std::span(path).first(path.size() - 1));
  if (parent == nullptr) return std::nullopt;
  const Member* member = parent->find_member(path.back());
  const Node* item = root.at(path);
  if (item == nullptr) return std::nullopt;
  const std::size_t at = member != nullptr ? member->key_span.begin : item->span().begin;
  const std::size_t line_end = text.rfind('\n', at == 0 ? 0 : at - 1);
  return at == 0 || line_end == std::string_view::npos ? 0 : line_end + 1;
}

}  // namespace

std::string commented_yaml(const Node& root, const std::vector<std::string>& head,
                           const std::vector<Comment>& comments) {
  SourceMap sources;
  Arena arena;
  Diagnostics ignored;
  std::string yaml = write_yaml(root);
  const SourceId id = sources.add({}, yaml);
  const std::vector<Document> documents = read_yaml(id, sources, arena, ignored);
  std::vector<std::pair<std::size_t, std::string>> lines;
  for (const Comment& comment : comments) {
    if (documents.empty()) break;
    const auto at = line_of(documents[0].root, comment.path, yaml);
    if (!at) continue;
    const std::size_t indent = std::min(yaml.find_first_not_of(' ', *at), yaml.size()) - *at;
    lines.emplace_back(*at, std::string(indent, ' ') + "# " + comment.text + "\n");
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (const auto& [at, line] : lines) yaml.insert(at, line);
  std::string out;
  for (const std::string& line : head) out += "# " + line + "\n";
  return out + yaml;
}

}  // namespace launch
