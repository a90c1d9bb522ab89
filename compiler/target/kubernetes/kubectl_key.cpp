#include "compiler/target/kubernetes/kubectl_key.h"

#include <string>

namespace launch::kubernetes {

std::string_view tag_of_key(const Member& member, const SourceMap& sources) {
  const std::string_view before =
      sources.text(member.key_span.source).substr(0, member.key_span.begin);
  const std::size_t last = before.find_last_not_of(" \t");
  if (last == std::string_view::npos || before[last] == '\n') return {};
  const std::size_t begin = before.find_last_of(" \t\r\n", last) + 1;
  std::string_view word = before.substr(begin, last + 1 - begin);
  if (word.starts_with("\xEF\xBB\xBF")) word.remove_prefix(3);
  // {!!str 1: x}
  while (!word.empty() && std::string_view("{[,?").find(word[0]) != std::string_view::npos) {
    word.remove_prefix(1);
  }
  return word.starts_with('!') ? word : std::string_view();
}

bool is_plain_key(const Member& member, const SourceMap& sources) {
  if (sources.text(member.key_span) != member.key) return false;
  return tag_of_key(member, sources).empty();
}

bool is_plain_alias(const Member& member, const SourceMap& sources) {
  const std::string_view alias = sources.text(member.key_span);
  std::string_view before = sources.text(member.key_span.source).substr(0, member.key_span.begin);
  const std::string anchor = "&" + std::string(alias.substr(1));
  while (true) {
    const std::size_t at = before.rfind(anchor);
    if (at == std::string_view::npos) return false;
    const std::string_view behind = before.substr(at + anchor.size());
    const std::size_t first = behind.find_first_not_of(" \t\r\n");
    before = before.substr(0, at);
    if (first == 0 || first == std::string_view::npos) continue;  // a longer name
    Member anchored = member;
    anchored.key_span.begin = static_cast<std::uint32_t>(at);
    const bool settled = std::string_view("'\"|>!").find(behind[first]) != std::string_view::npos;
    return !settled && tag_of_key(anchored, sources).empty();
  }
}

}  // namespace launch::kubernetes
