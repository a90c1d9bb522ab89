#include "compiler/document/plain_line.h"

#include <algorithm>
#include <array>

namespace launch {
namespace {

using std::string_view;

// A set of characters that is asked without a search.
class CharacterSet {
 public:
  explicit constexpr CharacterSet(string_view members) {
    for (const char c : members) holds_[static_cast<unsigned char>(c)] = true;
  }
  constexpr bool holds(char c) const { return holds_[static_cast<unsigned char>(c)]; }

 private:
  std::array<bool, 256> holds_{};
};

// What cannot be the first character of a scalar without quotes, or only sometimes.
constexpr CharacterSet kIndicators(" -?:,[]{}#&*!|>'\"%@`\n");
constexpr CharacterSet kFlowIndicators(",[]{}?:");

}  // namespace

bool PlainLine::scalar(PlainScalar& found, Context context) {
  found.begin = at_;
  if (peek() == '"' || peek() == '\'') return quoted(found);
  if (!may_start(context)) return false;
  const string_view rest = text_.substr(at_, end_ - at_);
  std::size_t size = context == Context::Block ? block_end(rest) : flow_end(rest);
  while (size > 0 && rest[size - 1] == ' ') --size;
  found.text = rest.substr(0, size);
  found.style = Node::Style::Plain;
  advance(static_cast<std::uint32_t>(size));
  found.end = at_;
  return true;
}

bool PlainLine::may_start(Context context) const {
  const char first = peek();
  if (first != '-') return !kIndicators.holds(first);
  if (is_blank(at_ + 1)) return false;
  return context == Context::Block || !kFlowIndicators.holds(text_[at_ + 1]);
}

// Only where nothing between the quotes stands for anything else.
bool PlainLine::quoted(PlainScalar& found) {
  const char quote = peek();
  const string_view rest = text_.substr(at_ + 1, end_ - at_ - 1);
  const std::size_t size = rest.find(quote);
  if (size == string_view::npos) return false;
  found.text = rest.substr(0, size);
  found.style = quote == '"' ? Node::Style::DoubleQuoted : Node::Style::SingleQuoted;
  advance(static_cast<std::uint32_t>(size) + 2);
  found.end = at_;
  return quote == '"' ? found.text.find('\\') == string_view::npos : peek() != '\'';
}

// A ":" before a blank ends a scalar, and so does a "#" behind one.
std::size_t PlainLine::block_end(string_view rest) const {
  std::size_t end = rest.find(':');
  while (end != string_view::npos && end + 1 < rest.size() && rest[end + 1] != ' ') {
    end = rest.find(':', end + 1);
  }
  rest = rest.substr(0, end);
  std::size_t hash = rest.find('#');
  while (hash != string_view::npos && rest[hash - 1] != ' ') hash = rest.find('#', hash + 1);
  return std::min(hash, rest.size());
}

// In brackets some more characters do; whatever they make of the scalar there, its end is no place
// for the comma or bracket that has to follow, unless it is one.
std::size_t PlainLine::flow_end(string_view rest) const {
  std::size_t end = 0;
  for (; end < rest.size(); ++end) {
    const char c = rest[end];
    if (c == '#' && rest[end - 1] == ' ') break;
    if (!kFlowIndicators.holds(c)) continue;
    const bool within = c == ':' && end + 1 < rest.size() && rest[end + 1] != ' ' &&
                        !kFlowIndicators.holds(rest[end + 1]);
    if (!within) break;
  }
  return end;
}

}  // namespace launch
