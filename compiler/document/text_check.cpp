#include "compiler/document/text_check.h"

#include <algorithm>
#include <cstdio>

#include "compiler/document/utf8.h"
#include "compiler/document/yaml_rules.h"

namespace launch {
namespace {

constexpr std::uint32_t kByteOrderMark = 0xFEFF;

std::string code_point_name(std::uint32_t value) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "U+%04X", value);
  return buffer;
}

bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 ? byte < 0x7F : c == '\n' || c == '\t' || c == '\r';
}

constexpr std::size_t kBlock = 32;

// Whether all of a block are line feeds or from 0x20 to 0x7E: this runs over every file. Written
// without a way out, so that compilers make a few vector instructions of it.
bool is_plain_block(const char* bytes) {
  unsigned char odd = 0;
  for (std::size_t i = 0; i < kBlock; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    const bool plain = static_cast<unsigned char>(byte - 0x20) < 0x5F;
    odd = static_cast<unsigned char>(odd | (plain ? 0 : byte ^ '\n'));
  }
  return odd == 0;
}

// Where the first byte that needs a closer look is.
std::size_t skip_plain(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (at + kBlock <= text.size() && is_plain_block(text.data() + at)) {
      at += kBlock;
    } else if (is_plain(text[at])) {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

// A file that is no text in UTF-8 from its first bytes on: byte order marks of other encodings, or
// the zero byte that plain letters have there.
std::string_view other_encoding(std::string_view text) {
  using namespace std::string_view_literals;
  if (text.starts_with("\xFF\xFE\0\0"sv) || text.starts_with("\0\0\xFE\xFF"sv)) return "UTF-32";
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return "UTF-16";
  if (text.size() < 2) return {};
  const bool zero[] = {text[0] == '\0', text[1] == '\0'};
  return zero[0] != zero[1] ? "UTF-16" : std::string_view{};
}

bool is_bad_control(std::uint32_t value) {
  return value < 0x20 && value != '\n' && value != '\t' && value != '\r';
}

// https://yaml.org/spec/1.2.2/#51-character-set; the three line breaks that only YAML 1.1 knows are
// refused too, because what one reader takes for a comment is content to the other.
bool is_not_yaml(std::uint32_t value) {
  return (value >= 0x7F && value <= 0x9F) || value == 0x2028 || value == 0x2029 ||
         value == 0xFFFE || value == 0xFFFF || value == kByteOrderMark;
}

std::string describe_bad_byte(std::string_view text, std::size_t at) {
  char buffer[8];
  std::snprintf(buffer, sizeof buffer, "0x%02X", static_cast<unsigned char>(text[at]));
  return std::string("the byte ") + buffer + " is not UTF-8; save the file as UTF-8";
}

class Checker {
 public:
  Checker(SourceId id, std::string_view text, Diagnostics& diagnostics)
      : id_(id), text_(text), diagnostics_(diagnostics) {}

  std::optional<TextFacts> run() {
    if (const std::string_view other = other_encoding(text_); !other.empty()) {
      return refuse(0, 1, "the file is " + std::string(other) + "; save it as UTF-8");
    }
    if (text_.starts_with("\xEF\xBB\xBF")) facts_.begin = 3;
    std::size_t at = facts_.begin + skip_plain(text_.substr(facts_.begin));
    while (at < text_.size()) {
      const CodePoint point = decode_utf8(text_, at);
      if (!point.valid) return refuse(at, 1, describe_bad_byte(text_, at));
      if (is_bad_control(point.value)) {
        return refuse(at, 1,
                      "the control character " + code_point_name(point.value) +
                          " does not belong in a text file");
      }
      if (point.length > 1) facts_.ascii = false;
      if (facts_.not_yaml.end == 0 && is_not_yaml(point.value)) {
        facts_.not_yaml = span(at, point.length);
      }
      at += point.length;
      at += skip_plain(text_.substr(at));
    }
    return facts_;
  }

 private:
  Span span(std::size_t at, std::size_t length) const {
    return {id_, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + length)};
  }
  std::nullopt_t refuse(std::size_t at, std::size_t length, std::string message) {
    diagnostics_.report({&kYamlBadEncoding, span(at, length), std::move(message), {}, {}});
    return std::nullopt;
  }

  SourceId id_;
  std::string_view text_;
  Diagnostics& diagnostics_;
  TextFacts facts_;
};

}  // namespace

std::optional<TextFacts> check_text(SourceId id, std::string_view text, Diagnostics& diagnostics) {
  return Checker(id, text, diagnostics).run();
}

bool check_yaml_characters(const TextFacts& facts, std::string_view text,
                           Diagnostics& diagnostics) {
  if (facts.not_yaml.end == 0) return true;
  const std::uint32_t value = decode_utf8(text, facts.not_yaml.begin).value;
  const std::string name = code_point_name(value);
  std::string message;
  char escape[16];
  std::snprintf(escape, sizeof escape, "\\u%04x", value);
  if (value == kByteOrderMark) {
    message = "a byte order mark (U+FEFF) in the middle of the file; were two files joined?";
  } else if (value == 0x85 || value == 0x2028 || value == 0x2029) {
    message = "the character " + name +
              " is a line break for YAML 1.1 and none for YAML 1.2; write " + escape +
              " in double quotes";
  } else {
    message =
        "the character " + name + " is not allowed in YAML; write " + escape + " in double quotes";
  }
  diagnostics.report({&kYamlBadEncoding, facts.not_yaml, std::move(message), {}, {}});
  return false;
}

std::uint32_t ByteOffsets::walk(std::size_t index) {
  const auto continues = [&](std::size_t at) {
    return (static_cast<unsigned char>(text_[at]) & 0xC0U) == 0x80U;
  };
  const auto size = static_cast<std::uint32_t>(text_.size());
  while (index_ < index && byte_ < size) {
    ++byte_;
    while (byte_ < size && continues(byte_)) ++byte_;
    ++index_;
  }
  while (index_ > index) {
    --byte_;
    while (byte_ > begin_ && continues(byte_)) --byte_;
    --index_;
  }
  return byte_;
}

}  // namespace launch
