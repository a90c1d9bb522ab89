#include "compiler/document/write_json.h"

#include <cmath>
#include <cstdio>

#include "compiler/document/utf8.h"

namespace launch {
namespace {

bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x7F && c != '"' && c != '\\';
}

void append_u16(std::string& out, std::uint32_t unit) {
  char buffer[8];
  std::snprintf(buffer, sizeof buffer, "\\u%04x", unit & 0xFFFFU);
  out += buffer;
}

void append_escaped(std::string& out, std::uint32_t code_point) {
  if (code_point >= 0x10000) {
    code_point -= 0x10000;
    append_u16(out, 0xD800 + (code_point >> 10U));
    append_u16(out, 0xDC00 + (code_point & 0x3FFU));
  } else {
    append_u16(out, code_point);
  }
}

// JSON's number grammar is YAML's without +, a leading dot, a trailing dot, leading zeros and
// bases.
bool is_json_number(std::string_view text) {
  std::size_t i = text.starts_with('-') ? 1 : 0;
  const auto digits = [&] {
    const std::size_t start = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
    return i - start;
  };
  const std::size_t start = i;
  const std::size_t whole = digits();
  if (whole == 0 || (whole > 1 && text[start] == '0')) return false;
  if (i < text.size() && text[i] == '.') {
    ++i;
    if (digits() == 0) return false;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (digits() == 0) return false;
  }
  return i == text.size();
}

class Writer {
 public:
  Writer(std::string& out, JsonStyle style, bool redact)
      : out_(out), python_(style == JsonStyle::Python), redact_(redact) {}

  void write(const Node& node) {
    switch (node.kind()) {
      case Kind::Null:
        out_ += "null";
        return;
      case Kind::Bool:
        out_ += node.as_bool() ? "true" : "false";
        return;
      case Kind::Integer:
      case Kind::Float:
        number(node);
        return;
      case Kind::String:
        string(redact_ && node.is_secret() ? kRedacted : node.as_string());
        return;
      case Kind::Sequence:
        sequence(node);
        return;
      case Kind::Mapping:
        mapping(node);
        return;
    }
  }

 private:
  void string(std::string_view text) { append_json_string(out_, text, python_); }

  void number(const Node& node) {
    if (redact_ && node.is_secret()) return string(kRedacted);
    if (is_json_number(node.as_string())) {
      out_ += node.as_string();
      return;
    }
    const auto integer = node.kind() == Kind::Integer ? node.as_integer() : std::nullopt;
    const double value = node.as_double();
    if (integer) {
      out_ += std::to_string(*integer);
    } else if (std::isfinite(value)) {
      char buffer[32];
      std::snprintf(buffer, sizeof buffer, "%.17g", value);
      out_ += buffer;
      if (node.kind() == Kind::Float &&
          out_.find_first_of(".e", out_.size() - 1) == std::string::npos &&
          std::string_view(buffer).find_first_of(".e") == std::string_view::npos) {
        out_ += ".0";
      }
    } else if (python_) {
      out_ += std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
    } else {
      out_ += "null";
    }
  }

  void sequence(const Node& node) {
    out_ += '[';
    bool first = true;
    for (const Node& item : node.items()) {
      if (!first) out_ += python_ ? ", " : ",";
      first = false;
      write(item);
    }
    out_ += ']';
  }

  void mapping(const Node& node) {
    out_ += '{';
    bool first = true;
    for (const Member& member : node.members()) {
      if (!first) out_ += python_ ? ", " : ",";
      first = false;
      string(member.key);
      out_ += python_ ? ": " : ":";
      write(member.value);
    }
    out_ += '}';
  }

  std::string& out_;
  bool python_;
  bool redact_;
};

}  // namespace

void append_json_string(std::string& out, std::string_view text, bool ascii_only) {
  out += '"';
  for (std::size_t i = 0; i < text.size();) {
    // Whole runs of plain ASCII at once: nearly all text is that.
    std::size_t plain = i;
    while (plain < text.size() && is_plain(text[plain])) ++plain;
    out.append(text, i, plain - i);
    i = plain;
    if (i == text.size()) break;
    const CodePoint point = decode_utf8(text, i);
    const std::size_t begin = i;
    i += point.length;
    switch (point.value) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      default:
        if (point.value < 0x20 || (ascii_only && point.value > 0x7E)) {
          append_escaped(out, point.value);
        } else if (point.valid) {
          out += text.substr(begin, point.length);
        } else {
          out += "\xEF\xBF\xBD";
        }
    }
  }
  out += '"';
}

std::string json_string(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

void append_json(std::string& out, const Node& node, JsonStyle style) {
  Writer(out, style, /*redact=*/false).write(node);
}

std::string write_json(const Node& node, JsonStyle style) {
  std::string out;
  append_json(out, node, style);
  return out;
}

std::string write_json_redacted(const Node& node, JsonStyle style) {
  std::string out;
  Writer(out, style, /*redact=*/true).write(node);
  return out;
}

}  // namespace launch
