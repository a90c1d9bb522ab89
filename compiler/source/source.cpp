#include "compiler/source/source.h"

#include <algorithm>

namespace launch {

SourceId SourceMap::add(std::string name, std::string text, Kind kind) {
  Source& source = sources_.emplace_back(Source{std::move(name), std::move(text), {}, kind});
  source.text = source.own;
  return static_cast<SourceId>(sources_.size() - 1);
}

SourceId SourceMap::add_shared(std::string name, std::string_view text,
                               std::shared_ptr<const void> owner) {
  sources_.push_back({std::move(name), {}, text, Kind::File, std::move(owner)});
  return static_cast<SourceId>(sources_.size() - 1);
}

SourceId SourceMap::built_in() {
  if (built_in_ < 0) built_in_ = static_cast<std::int64_t>(add("launch", {}, Kind::BuiltIn));
  return static_cast<SourceId>(built_in_);
}

std::string_view SourceMap::text(Span span) const {
  const std::string_view whole = at(span.source).text;
  const std::size_t begin = std::min<std::size_t>(span.begin, whole.size());
  const std::size_t end = std::clamp<std::size_t>(span.end, begin, whole.size());
  return whole.substr(begin, end - begin);
}

namespace {
std::vector<std::uint32_t> find_line_starts(std::string_view text) {
  std::vector<std::uint32_t> starts{0};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool lone_cr = text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n');
    if (text[i] == '\n' || lone_cr) starts.push_back(static_cast<std::uint32_t>(i + 1));
  }
  return starts;
}
}  // namespace

Position SourceMap::position(SourceId id, std::uint32_t offset) const {
  const Source& source = at(id);
  if (source.line_starts.empty()) source.line_starts = find_line_starts(source.text);
  offset = std::min(offset, static_cast<std::uint32_t>(source.text.size()));
  const auto next = std::upper_bound(source.line_starts.begin(), source.line_starts.end(), offset);
  const std::uint32_t start = *(next - 1);
  Position position;
  position.line = static_cast<std::uint32_t>(next - source.line_starts.begin());
  for (std::uint32_t i = start; i < offset; ++i) {
    const bool continues = (static_cast<unsigned char>(source.text[i]) & 0xC0U) == 0x80U;
    if (!continues) ++position.column;
  }
  return position;
}

Span SourceMap::line(SourceId id, std::uint32_t offset) const {
  const std::string_view whole = at(id).text;
  std::size_t begin = std::min<std::size_t>(offset, whole.size());
  while (begin > 0 && whole[begin - 1] != '\n' && whole[begin - 1] != '\r') --begin;
  std::size_t end = std::min<std::size_t>(offset, whole.size());
  while (end < whole.size() && whole[end] != '\n' && whole[end] != '\r') ++end;
  return {id, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

std::string SourceMap::describe(Span span) const {
  std::string place(name(span.source));
  if (kind(span.source) != Kind::File) return place;
  const Position at_begin = position(span.source, span.begin);
  return place + ":" + std::to_string(at_begin.line) + ":" + std::to_string(at_begin.column);
}

}  // namespace launch
