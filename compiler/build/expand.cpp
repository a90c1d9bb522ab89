#include "compiler/build/expand.h"

#include "compiler/target/text.h"

namespace launch::build {
namespace {

// `*` is any text, `?` any byte. Goes back to the last star only, so no pattern takes long.
bool matches(std::string_view text, std::string_view pattern) {
  std::size_t at = 0;
  std::size_t in = 0;
  std::size_t star = std::string_view::npos;
  std::size_t behind = 0;
  while (at < text.size()) {
    if (in < pattern.size() && pattern[in] == '*') {
      star = in++;
      behind = at;
    } else if (in < pattern.size() && (pattern[in] == '?' || pattern[in] == text[at])) {
      ++at;
      ++in;
    } else if (star != std::string_view::npos) {
      in = star + 1;
      at = ++behind;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', in) == std::string_view::npos;
}

// How much of the text's beginning, or of its end, the pattern takes away.
std::size_t taken(std::string_view text, std::string_view pattern, bool most, bool from_end) {
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const std::size_t count = most ? text.size() - i : i;
    const std::string_view part =
        from_end ? text.substr(text.size() - count) : text.substr(0, count);
    if (matches(part, pattern)) return count;
  }
  return 0;
}

class Expansion {
 public:
  Expansion(std::string_view word, const Values& values, char escape)
      : word_(word), values_(values), escape_(escape) {}

  std::optional<std::string> run() {
    std::string text = until(0);
    if (!known_) return std::nullopt;
    return text;
  }

 private:
  bool more() const { return at_ < word_.size(); }
  char next() { return more() ? word_[at_++] : '\0'; }
  std::string unknown() {
    known_ = false;
    return {};
  }

  // Up to `stop`, which is passed over; 0: all of it.
  std::string until(char stop) {
    std::string out;
    while (more()) {
      const char c = next();
      if (c == stop) return out;
      if (c == '$') {
        out += variable();
      } else if (c == '\'') {
        while (more() && word_[at_] != '\'') out += next();
        if (next() != '\'') return unknown();
      } else if (c == '"') {
        out += in_quotes();
      } else if (c == escape_) {
        if (more()) out += next();
      } else {
        out += c;
      }
    }
    return stop == 0 ? out : unknown();
  }

  std::string in_quotes() {
    std::string out;
    while (more()) {
      const char c = next();
      if (c == '"') return out;
      const bool escapes = c == escape_ && more() &&
                           (word_[at_] == '"' || word_[at_] == '$' || word_[at_] == escape_);
      out += c == '$' ? variable() : std::string(1, escapes ? next() : c);
    }
    return unknown();
  }

  // What stands behind a `$`.
  std::string variable() {
    const bool braces = more() && word_[at_] == '{';
    if (braces) ++at_;
    const std::size_t begin = at_;
    while (more() && (is_alphanumeric(word_[at_]) || word_[at_] == '_')) ++at_;
    const auto found = values_.find(word_.substr(begin, at_ - begin));
    const std::optional<std::string>* value = found == values_.end() ? nullptr : &found->second;
    if (braces && more() && word_[at_] != '}') return changed(value);
    if (braces) ++at_;
    return value == nullptr ? unknown() : known(*value);
  }
  std::string known(const std::optional<std::string>& value) { return value ? *value : unknown(); }

  // The rest of ${NAME…}; `value` is null where there is none.
  std::string changed(const std::optional<std::string>* value) {
    constexpr int kDeepest = 20;
    if (++depth_ > kDeepest) return unknown();
    char sign = next();
    const bool empty_is_none = sign == ':';
    if (empty_is_none) sign = next();
    std::string out = sign == '/' ? replaced(value) : taken_or_other(sign, value, empty_is_none);
    --depth_;
    return out;
  }

  std::string taken_or_other(char sign, const std::optional<std::string>* value,
                             bool empty_is_none) {
    const std::size_t begin = at_;
    const bool known_before = known_;
    const std::string text = until('}');
    if (value != nullptr && !*value) return unknown();
    const bool none = value == nullptr || (empty_is_none && (*value)->empty());
    if (sign == '+' || sign == '-') {
      const bool used = none == (sign == '-');
      if (!used) known_ = known_before;  // what is not taken need not be known
      return used ? text : none ? std::string() : **value;
    }
    if (none) return unknown();
    if (sign == '?') return **value;
    if ((sign != '%' && sign != '#') || is_hard(begin, **value)) return unknown();
    const bool most = text.starts_with(sign);
    const std::size_t count = taken(**value, text.substr(most ? 1 : 0), most, sign == '%');
    return sign == '#' ? (*value)->substr(count) : (*value)->substr(0, (*value)->size() - count);
  }

  // ${NAME/PATTERN/TEXT}, and with // wherever it matches.
  std::string replaced(const std::optional<std::string>* value) {
    const bool all = more() && word_[at_] == '/';
    if (all) ++at_;
    const std::size_t begin = at_;
    const std::string pattern = until('/');
    const std::string text = until('}');
    if (value == nullptr || !*value || is_hard(begin, **value)) return unknown();
    // References of a regular expression, and matches of nothing.
    if (text.find('$') != std::string::npos || matches("", pattern)) return unknown();
    std::string out;
    bool done = false;
    for (std::string_view rest = **value; !rest.empty();) {
      const std::size_t count = done ? 0 : taken(rest, pattern, true, false);
      out += count == 0 ? std::string(rest.substr(0, 1)) : text;
      rest.remove_prefix(count == 0 ? 1 : count);
      done = done || (count != 0 && !all);
    }
    return out;
  }

  // Escapes mean something else in patterns, and no version or name is this long.
  bool is_hard(std::size_t begin, const std::string& value) const {
    constexpr std::size_t kLongest = 1000;
    return value.size() > kLongest ||
           word_.substr(begin, at_ - begin).find_first_of(std::string{'\\', escape_}) !=
               std::string_view::npos;
  }

  std::string_view word_;
  const Values& values_;
  char escape_;
  std::size_t at_ = 0;
  bool known_ = true;
  int depth_ = 0;
};

}  // namespace

std::optional<std::string> expanded(std::string_view word, const Values& values, char escape) {
  return Expansion(word, values, escape).run();
}

}  // namespace launch::build
