#include "compiler/document/directives.h"

#include <algorithm>
#include <utility>

namespace launch {
namespace {

constexpr std::string_view kBlank = " \t";
constexpr std::string_view kMarker = "launch:";
constexpr std::string_view kIgnore = "ignore";
constexpr std::string_view kDocumentKind = "kind=";

std::string_view trim(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t\r"), text.size());
  const std::size_t end = text.find_last_not_of(" \t\r");
  return end == std::string_view::npos ? std::string_view{} : text.substr(begin, end + 1 - begin);
}

// `body` is what follows the marker, trimmed.
Directive parse(std::string_view body, Span span) {
  Directive directive{Directive::Kind::Unknown, span, {}, {}};
  if (body.starts_with(kIgnore)) {
    const std::string_view rest = trim(body.substr(kIgnore.size()));
    const std::size_t close = rest.find(']');
    if (!rest.starts_with('[') || close == std::string_view::npos) return directive;
    directive.argument = trim(rest.substr(1, close - 1));
    directive.reason = trim(rest.substr(close + 1));
    if (!directive.argument.empty()) directive.kind = Directive::Kind::Ignore;
  } else if (body.starts_with(kDocumentKind)) {
    const std::string_view rest = trim(body.substr(kDocumentKind.size()));
    const std::size_t end = std::min(rest.find_first_of(kBlank), rest.size());
    directive.argument = rest.substr(0, end);
    directive.reason = trim(rest.substr(end));
    if (!directive.argument.empty()) directive.kind = Directive::Kind::DocumentKind;
  }
  return directive;
}

// A line's end, looked up once for all the candidates on it.
class LineEnds {
 public:
  explicit LineEnds(std::string_view text) : text_(text) {}
  std::size_t after(std::size_t at) {
    if (at >= end_) end_ = std::min(text_.find_first_of("\r\n", at), text_.size());
    return end_;
  }

 private:
  std::string_view text_;
  std::size_t end_ = 0;
};

// Where the word after the # at `at` starts, when it is the marker; npos for other comments and
// none.
std::size_t find_marker(std::string_view text, std::size_t at) {
  const bool starts_comment =
      at == 0 || std::string_view(" \t\r\n").find(text[at - 1]) != std::string_view::npos;
  if (!starts_comment) return std::string_view::npos;
  const std::size_t word = text.find_first_not_of(kBlank, at + 1);
  const bool is_marker = word != std::string_view::npos && text.substr(word).starts_with(kMarker);
  return is_marker ? word : std::string_view::npos;
}

}  // namespace

DirectiveFinder::DirectiveFinder(SourceId id, std::string_view text) {
  constexpr std::size_t kLongest = 4096;  // a longer line is data, and reading it may be slow
  LineEnds line_ends(text);
  for (std::size_t at = text.find('#'); at != std::string_view::npos; at = text.find('#', at + 1)) {
    const std::size_t word = find_marker(text, at);
    if (word == std::string_view::npos) continue;
    const std::size_t length = line_ends.after(at) - at;
    const std::string_view comment = trim(text.substr(at, std::min(length, kLongest)));
    const auto begin = static_cast<std::uint32_t>(at);
    const Span span{id, begin, begin + static_cast<std::uint32_t>(comment.size())};
    const std::size_t body = std::min(word + kMarker.size() - at, comment.size());
    const Directive directive = parse(trim(comment.substr(body)), span);
    // `#launch: true` is a line of YAML switched off, not a directive gone wrong.
    const bool switched_off = word == at + 1 && directive.kind == Directive::Kind::Unknown;
    if (!switched_off) found_.push_back(directive);
  }
}

void DirectiveFinder::drop_inside(std::uint32_t begin, std::uint32_t end) {
  for (; next_ < found_.size() && found_[next_].span.begin < end; ++next_) {
    const Span span = found_[next_].span;
    // A marker within the text of a comment is part of that comment.
    const bool nested = !real_.empty() && span.begin < real_.back().span.end;
    if (span.begin < begin && !nested) real_.push_back(found_[next_]);
  }
}

std::vector<Directive> DirectiveFinder::take_before(std::uint32_t end) {
  drop_inside(end, end);
  return std::exchange(real_, {});
}

}  // namespace launch
