#include "compiler/source/source.h"

#include <algorithm>
#include <cstring>

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

// How many characters begin in a text: bytes that are no 10xxxxxx. Eight at a time, since a line
// may be as long as a file and be asked about a thousand times.
std::uint32_t characters(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  std::size_t continued = 0;
  std::size_t i = 0;
  while (i + kWord <= text.size()) {
    // Each byte of the sum counts those at its place, and holds no more than 255.
    const std::size_t end = i + std::min<std::size_t>((text.size() - i) / kWord, 255) * kWord;
    std::uint64_t sums = 0;
    for (; i < end; i += kWord) {
      std::uint64_t bytes = 0;
      std::memcpy(&bytes, text.data() + i, kWord);
      sums += (bytes >> 7U) & ~(bytes >> 6U) & kOnes;
    }
    for (; sums != 0; sums >>= 8U) continued += sums & 0xFFU;
  }
  for (; i < text.size(); ++i) continued += (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;
  return static_cast<std::uint32_t>(text.size() - continued);
}
}  // namespace

Position SourceMap::position(SourceId id, std::uint32_t offset) const {
  const std::string_view text = at(id).text;
  offset = std::min(offset, static_cast<std::uint32_t>(text.size()));
  const Span line_there = line(id, offset);
  const std::vector<std::uint32_t>& starts = at(id).line_starts;
  const auto its_start = std::lower_bound(starts.begin(), starts.end(), line_there.begin);
  Position position;
  position.line = static_cast<std::uint32_t>(its_start - starts.begin()) + 1;
  position.column += characters(text.substr(line_there.begin, offset - line_there.begin));
  return position;
}

Span SourceMap::line(SourceId id, std::uint32_t offset) const {
  const Source& source = at(id);
  const std::string_view text = source.text;
  if (source.line_starts.empty()) source.line_starts = find_line_starts(text);
  const std::vector<std::uint32_t>& starts = source.line_starts;
  const auto next = std::upper_bound(starts.begin(), starts.end(), offset);
  const std::uint32_t begin = *(next - 1);
  std::uint32_t end = next == starts.end() ? static_cast<std::uint32_t>(text.size()) : *next;
  if (end > begin && text[end - 1] == '\n') --end;
  if (end > begin && text[end - 1] == '\r') --end;
  return {id, begin, end};
}

std::string SourceMap::describe(Span span) const {
  std::string place(name(span.source));
  if (kind(span.source) != Kind::File) return place;
  const Position at_begin = position(span.source, span.begin);
  return place + ":" + std::to_string(at_begin.line) + ":" + std::to_string(at_begin.column);
}

}  // namespace launch
