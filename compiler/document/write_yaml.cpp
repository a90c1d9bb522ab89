#include "compiler/document/write_yaml.h"

#include <charconv>
#include <cmath>
#include <cstdio>

#include "compiler/document/plain_scalar.h"
#include "compiler/document/utf8.h"
#include "compiler/document/write_json.h"

namespace launch {
namespace {

constexpr std::size_t kStep = 2;

// A key that is no longer needs no "?" before it: readers look 1024 characters ahead for its colon
// (https://yaml.org/spec/1.2.2/#742-flow-mappings, "1024").
constexpr std::size_t kLongestSimpleKey = 1000;

// --- numbers -------------------------------------------------------------------------------------

std::string_view digits_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
  return text.substr(at, end - at);
}

std::string without_leading_zeros(std::string_view digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? "0" : std::string(digits.substr(first));
}

std::string double_text(double value) {
  if (std::isnan(value)) return ".nan";
  if (std::isinf(value)) return value > 0 ? ".inf" : "-.inf";
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%.17e", value);
  return buffer;
}

// Decimal, as YAML 1.2 has it: 010 is ten to us and eight to the others.
std::string integer_text(const Node& node) {
  std::string_view text = node.as_string();
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (digits_at(text, 0).size() == text.size())
    return (negative ? "-" : "") + without_leading_zeros(text);
  if (const auto value = node.as_integer()) return std::to_string(*value);
  std::uint64_t value = 0;
  const int base = text[1] == 'x' ? 16 : 8;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + 2, end, value, base);
  // No reader of Kubernetes holds more than 64 bits in an integer.
  if (parsed.ec != std::errc() || parsed.ptr != end) return double_text(node.as_double());
  return std::to_string(value);
}

// PyYAML asks for a point, and for a sign in the exponent: 1e3 is a text to it, 1.0e+3 a number. No
// digit gets lost.
std::string float_text(const Node& node) {
  if (!std::isfinite(node.as_double())) return double_text(node.as_double());
  std::string_view text = node.as_string();
  std::string out = text.starts_with('-') ? "-" : "";
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const std::string_view whole = digits_at(text, 0);
  std::size_t at = whole.size();
  out += without_leading_zeros(whole) + '.';
  const std::string_view fraction =
      at < text.size() && text[at] == '.' ? digits_at(text, ++at) : std::string_view{};
  out += fraction.empty() ? "0" : fraction;
  at += fraction.size();
  if (at == text.size()) return out;
  const std::string_view exponent = text.substr(at + 1);
  const bool is_signed = exponent.starts_with('-') || exponent.starts_with('+');
  return out + text[at] + (is_signed ? "" : "+") + std::string(exponent);
}

// --- texts ---------------------------------------------------------------------------------------

std::string double_quoted(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = decode_utf8(text, i);
    const std::string_view written = text.substr(i, point.length);
    i += point.length;
    char buffer[8];
    if (!point.valid) {
      out += "\xEF\xBF\xBD";
    } else if (point.value == '\n') {
      out += "\\n";
    } else if (point.value == '\t') {
      out += "\\t";
    } else if (point.value == '"' || point.value == '\\') {
      out += '\\';
      out += written;
    } else if (needs_escape(point.value)) {
      std::snprintf(buffer, sizeof buffer, "\\u%04x", point.value & 0xFFFFU);
      out += buffer;
    } else {
      out += written;
    }
  }
  return out + '"';
}

// No character that only an escape can show.
bool is_visible(std::string_view text, std::string_view allowed) {
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = decode_utf8(text, i);
    const bool fine = allowed.find(text[i]) != std::string_view::npos;
    if (!point.valid || (!fine && needs_escape(point.value))) return false;
    i += point.length;
  }
  return true;
}

// Single quotes where they spare backslashes: '{"a": 1}'.
std::string quoted_text(std::string_view text) {
  const bool spares = text.find_first_of("\"\\") != std::string_view::npos;
  if (!spares || !is_visible(text, {})) return double_quoted(text);
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "''" : std::string(1, c);
  return out + '\'';
}

std::string one_line(std::string_view text) {
  return is_safe_plain(text) ? std::string(text) : quoted_text(text);
}

// A block shows no blanks at the end of a line, and editors drop them there.
bool is_safe_literal(std::string_view text) {
  if (text.find('\n') == std::string_view::npos) return false;
  if (text.find_first_not_of('\n') == std::string_view::npos) return false;
  for (const std::string_view blank : {" \n", "\t\n"}) {
    if (text.find(blank) != std::string_view::npos) return false;
  }
  return !text.ends_with(' ') && !text.ends_with('\t') && is_visible(text, "\n\t");
}

// --- the tree ------------------------------------------------------------------------------------

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  void document(const Node& node) {
    if (has_lines(node)) return collection(node, 0);
    // At the root, readers do not agree on where a block's text begins.
    out_ += node.is_string() && !node.is_secret() ? one_line(node.as_string()) : scalar(node);
    out_ += '\n';
  }

 private:
  static bool has_lines(const Node& node) { return node.size() > 0 && !node.is_secret(); }

  // The first line continues the one that is begun.
  void collection(const Node& node, std::size_t indent) {
    bool first = true;
    const auto begin_line = [&] {
      if (!first) out_.append(indent, ' ');
      first = false;
    };
    for (const Node& item : node.items()) {
      begin_line();
      out_ += '-';
      if (has_lines(item)) {
        out_ += ' ';
        collection(item, indent + kStep);
      } else {
        after_indicator(item, indent);
      }
    }
    for (const Member& member : node.members()) {
      begin_line();
      key(member.key, indent);
      if (has_lines(member.value)) {
        out_ += '\n';
        out_.append(indent + kStep, ' ');
        collection(member.value, indent + kStep);
      } else {
        after_indicator(member.value, indent);
      }
    }
  }

  void key(std::string_view text, std::size_t indent) {
    const std::string written = one_line(text);
    const bool is_simple = written.size() <= kLongestSimpleKey;
    if (!is_simple) out_ += "? ";
    out_ += written;
    if (!is_simple) {
      out_ += '\n';
      out_.append(indent, ' ');
    }
    out_ += ':';
  }

  void after_indicator(const Node& node, std::size_t indent) {
    out_ += ' ';
    if (node.is_string() && !node.is_secret() && is_safe_literal(node.as_string())) {
      literal(node.as_string(), indent + kStep);
    } else {
      out_ += scalar(node) + '\n';
    }
  }

  static std::string scalar(const Node& node) {
    if (node.is_secret()) return std::string(kRedacted);
    switch (node.kind()) {
      case Kind::Null:
        return "null";
      case Kind::Bool:
        return node.as_bool() ? "true" : "false";
      case Kind::Integer:
        return integer_text(node);
      case Kind::Float:
        return float_text(node);
      case Kind::String:
        return one_line(node.as_string());
      case Kind::Sequence:
        return "[]";
      case Kind::Mapping:
        return "{}";
    }
    return {};
  }

  void literal(std::string_view text, std::size_t indent) {
    out_ += '|';
    // Where the first line begins with a blank, its indentation would count as the block's.
    const char first = text[text.find_first_not_of('\n')];
    if (first == ' ' || first == '\t') out_ += std::to_string(kStep);
    const bool ends_line = text.ends_with('\n');
    if (ends_line) text.remove_suffix(1);
    if (!ends_line) out_ += '-';
    if (ends_line && text.ends_with('\n')) out_ += '+';
    out_ += '\n';
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      if (end > begin) out_.append(indent, ' ');
      out_ += text.substr(begin, end - begin);
      out_ += '\n';
      begin = end + 1;
    }
  }

  std::string& out_;
};

}  // namespace

std::string write_yaml(const Node& root) { return write_yaml_documents({&root, 1}); }

std::string write_yaml_documents(std::span<const Node> roots) {
  std::string out;
  for (const Node& root : roots) {
    if (!out.empty()) out += "---\n";
    Writer(out).document(root);
  }
  return out;
}

}  // namespace launch
