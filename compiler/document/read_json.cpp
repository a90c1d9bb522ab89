#include "compiler/document/read_json.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "compiler/document/utf8.h"
#include "compiler/document/yaml_rules.h"

namespace launch {
namespace {

constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
constexpr bool is_low_surrogate(std::uint32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

// One token after the other; what may come next follows from the builder's innermost open value, so
// that no nesting uses up the stack.
class JsonReader {
 public:
  JsonReader(std::string_view text, std::uint32_t begin, Arena& arena, TreeBuilder& builder)
      : text_(text), at_(begin), arena_(arena), builder_(builder) {}

  bool run() {
    if (!value()) return false;
    while (builder_.is_open() && !builder_.stopped()) {
      if (!member_or_end()) return false;
    }
    skip_blanks();
    return builder_.stopped() || at_ == text_.size();
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool eat(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }
  Span span_from(std::uint32_t begin) const { return {builder_.source(), begin, at_}; }

  // In an open list or map: its end, or a comma where one is due and the next item or member.
  bool member_or_end() {
    skip_blanks();
    const bool mapping = builder_.in_mapping();
    if (peek() == (mapping ? '}' : ']')) {
      ++at_;
      builder_.end(at_);
      first_ = false;
      return true;
    }
    if (!first_) {
      if (!eat(',')) return false;
      skip_blanks();
    }
    if (mapping) {
      if (!string()) return false;
      skip_blanks();
      if (!eat(':')) return false;
    }
    return builder_.stopped() || value();
  }

  bool value() {
    skip_blanks();
    const bool opens = peek() == '{' || peek() == '[';
    first_ = opens;
    if (opens) {
      using Form = TreeBuilder::Form;
      builder_.begin(text_[at_] == '{' ? Form::Mapping : Form::Sequence, at_);
      ++at_;
      return true;
    }
    if (peek() == '"') return string();
    if (peek() == '-' || is_digit(peek())) return number();
    return word("null", Kind::Null) || word("true", Kind::Bool) || word("false", Kind::Bool);
  }

  bool word(std::string_view expected, Kind kind) {
    if (!text_.substr(at_).starts_with(expected)) return false;
    const std::uint32_t begin = at_;
    at_ += static_cast<std::uint32_t>(expected.size());
    builder_.scalar(Node::scalar(kind, text_.substr(begin, expected.size()), span_from(begin),
                                 Node::Style::Json));
    return true;
  }

  bool digits() {
    const std::uint32_t begin = at_;
    while (is_digit(peek())) ++at_;
    return at_ > begin;
  }

  bool number() {
    const std::uint32_t begin = at_;
    Kind kind = Kind::Integer;
    eat('-');
    const bool zero = peek() == '0';
    if (zero ? !eat('0') : !digits()) return false;
    if (eat('.')) {
      kind = Kind::Float;
      if (!digits()) return false;
    }
    if (eat('e') || eat('E')) {
      kind = Kind::Float;
      if (!eat('+')) eat('-');
      if (!digits()) return false;
    }
    builder_.scalar(
        Node::scalar(kind, text_.substr(begin, at_ - begin), span_from(begin), Node::Style::Json));
    return true;
  }

  bool string() {
    const std::uint32_t begin = at_;
    if (!eat('"')) return false;
    bool escaped = false;
    buffer_.clear();
    while (peek() != '"') {
      const std::uint32_t plain = at_;
      while (static_cast<unsigned char>(peek()) >= 0x20 && peek() != '"' && peek() != '\\') ++at_;
      buffer_ += text_.substr(plain, at_ - plain);
      if (peek() == '"') break;
      if (peek() != '\\' || !escape()) return false;  // the end, a line break or a bad escape
      escaped = true;
    }
    ++at_;
    const std::string_view written = text_.substr(begin + 1, at_ - begin - 2);
    const std::string_view content = escaped ? arena_.copy(buffer_) : written;
    builder_.scalar(Node::string(content, span_from(begin)));
    return true;
  }

  bool escape() {
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
    const std::uint32_t begin = at_++;
    if (peek() == 'u') return unicode_escape(begin);
    const std::size_t letter = kLetters.find(peek());
    if (at_ >= text_.size() || letter == std::string_view::npos) return false;
    buffer_ += kMeant[letter];
    ++at_;
    return true;
  }

  std::optional<std::uint32_t> code_unit() {
    if (!eat('u') || at_ + 4 > text_.size()) return std::nullopt;
    std::uint32_t unit = 0;
    const char* first = text_.data() + at_;
    const auto [end, error] = std::from_chars(first, first + 4, unit, 16);
    if (error != std::errc() || end != first + 4) return std::nullopt;
    at_ += 4;
    return unit;
  }

  bool unicode_escape(std::uint32_t begin) {
    auto unit = code_unit();
    if (!unit) return false;
    if (is_high_surrogate(*unit) && text_.substr(at_).starts_with("\\u")) {
      const std::uint32_t before = at_++;
      const auto low = code_unit();
      if (!low) return false;
      if (is_low_surrogate(*low)) {
        append_utf8(0x10000 + ((*unit - 0xD800) << 10U) + (*low - 0xDC00));
        return true;
      }
      at_ = before;
    }
    if (is_high_surrogate(*unit) || is_low_surrogate(*unit)) {
      builder_.report({&kYamlBadEncoding,
                       span_from(begin),
                       "this escape is one half of a surrogate pair, which is no character",
                       {},
                       {}});
      unit = 0xFFFD;
    }
    append_utf8(*unit);
    return true;
  }

  void append_utf8(std::uint32_t c) {
    const auto byte = [&](std::uint32_t value) { buffer_ += static_cast<char>(value); };
    const auto rest = [&](unsigned shift) { byte(0x80U | ((c >> shift) & 0x3FU)); };
    if (c < 0x80) return byte(c);
    if (c < 0x800) {
      byte(0xC0U | (c >> 6U));
    } else {
      if (c < 0x10000) {
        byte(0xE0U | (c >> 12U));
      } else {
        byte(0xF0U | (c >> 18U));
        rest(12);
      }
      rest(6);
    }
    rest(0);
  }

  std::string_view text_;
  std::uint32_t at_;
  Arena& arena_;
  TreeBuilder& builder_;
  std::string buffer_;
  bool first_ = false;  // nothing stands yet in the list or map just opened
};

}  // namespace

bool looks_like_json(std::string_view text, std::uint32_t begin) {
  text.remove_prefix(begin);
  const auto first = std::find_if_not(text.begin(), text.end(), is_blank);
  return first != text.end() && (*first == '{' || *first == '[');
}

bool read_json(std::string_view text, std::uint32_t begin, Arena& arena, TreeBuilder& builder) {
  return JsonReader(text, begin, arena, builder).run();
}

}  // namespace launch
