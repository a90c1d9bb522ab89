#include <algorithm>
#include <array>

#include "compiler/check/check.h"
#include "compiler/check/key_words.h"
#include "compiler/check/rules.h"

namespace launch {
namespace {

// The form of a number a person writes: no leading zero (007 is a name), no hexadecimal.
bool is_number(std::string_view text) {
  std::size_t i = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  const auto digits = [&] {
    const std::size_t start = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
    return i - start;
  };
  const std::size_t start = i;
  const std::size_t whole = digits();
  if (whole > 1 && text[start] == '0') return false;
  std::size_t fraction = 0;
  if (i < text.size() && text[i] == '.') {
    ++i;
    fraction = digits();
  }
  if (whole + fraction == 0) return false;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (digits() == 0) return false;
  }
  return i == text.size();
}

// The same number as every YAML reader takes it for one: 3e-4 becomes 3.0e-4, 1e5 becomes 1.0e+5.
std::string unmistakable(std::string_view text) {
  std::string result(text);
  const std::size_t e = result.find_first_of("eE");
  if (e == std::string::npos) return result;
  const bool has_sign = e + 1 < result.size() && (result[e + 1] == '-' || result[e + 1] == '+');
  if (!has_sign) result.insert(e + 1, "+");
  if (result.find('.') == std::string::npos) result.insert(e, ".0");
  return result;
}

// Names and versions are text although they look like numbers.
bool holds_text(std::string_view key) {
  constexpr std::array<std::string_view, 16> kTextual{
      "id",   "ids",    "name",  "version", "revision", "tag",    "date",   "year",
      "hash", "commit", "label", "path",    "dir",      "suffix", "prefix", "text"};
  const std::vector<std::string> words = key_words(key);
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(kTextual.begin(), kTextual.end(), word) != kTextual.end();
  });
}

class NumberCheck {
 public:
  explicit NumberCheck(const CheckContext& context) : context_(context) {}

  void map(const Node& values) {
    for (const Member& member : values.members()) {
      keys_.push_back(member.key);
      value(member.key, member.value);
      keys_.pop_back();
    }
  }

 private:
  void value(std::string_view key, const Node& node) {
    if (node.is_mapping()) return map(node);
    for (const Node& item : node.items()) value(key, item);
    if (!node.is_string() || node.is_secret() || node.is_deferred()) return;
    const bool quoted_text =
        node.style() == Node::Style::SingleQuoted || node.style() == Node::Style::DoubleQuoted;
    if (!quoted_text || !is_number(node.as_string())) return;
    // Also what a map of that name holds is text.
    if (std::any_of(keys_.begin(), keys_.end(), holds_text)) return;
    // --set-string asks for text on purpose.
    if (context_.sources.kind(node.span().source) != SourceMap::Kind::File) return;
    context_.diagnostics.report(
        {&kNumberAsText,
         node.span(),
         std::string(key) + " is the text " + quoted(node.as_string()) + ", not a number",
         {},
         "write " + unmistakable(node.as_string()) + " without quotes"});
  }

  const CheckContext& context_;
  std::vector<std::string_view> keys_;  // from the hyperparameters down to the value
};

}  // namespace

void check_number_as_text(const CheckContext& context) {
  NumberCheck(context).map(context.spec.hyperparameters);
}

}  // namespace launch
