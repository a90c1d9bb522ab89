// YAML by the dice: mostly plain, in all the ways in which people lay it out, and then spoiled.
#pragma once

#include <string>

#include "tests/random_documents.h"

namespace launch::tests {

class YamlDice {
 public:
  explicit YamlDice(unsigned seed) : dice_(seed) {}

  std::string document() {
    std::string text;
    if (dice_.chance(20)) text += "# launch: kind=job\n";
    for (std::size_t more = dice_.chance(20) ? 1 + dice_.below(2) : 0;; --more) {
      if (more > 0 || dice_.chance(20)) text += "---" + line_end();
      text += block(spaces(dice_.chance(90) ? 0 : 2), 0);
      if (more == 0) break;
    }
    if (dice_.chance(20)) text.pop_back();
    return text;
  }

  // One small change, of the kind that makes another document of it, or none.
  void spoil(std::string& text) {
    static const std::string kPieces[] = {" ",
                                          "  ",
                                          "\n",
                                          "\n\n",
                                          "-",
                                          "- ",
                                          ":",
                                          ": ",
                                          "#",
                                          " #",
                                          "'",
                                          "\"",
                                          "\\",
                                          "[",
                                          "]",
                                          "{",
                                          "}",
                                          ",",
                                          "? ",
                                          "&a ",
                                          "*a",
                                          "!x ",
                                          "|",
                                          ">",
                                          "|-",
                                          "%",
                                          "@",
                                          "`",
                                          "~",
                                          "<<: ",
                                          "\t",
                                          "\r",
                                          "---\n",
                                          "...\n",
                                          "\xc3\xa9",
                                          "0",
                                          "x",
                                          "''",
                                          "?",
                                          " - ",
                                          "\xf0\x9f\x98\x80",
                                          "--- x\n",
                                          "#launch: ",
                                          "null"};
    if (text.empty()) return;
    const std::size_t at = dice_.below(text.size());
    switch (dice_.below(4)) {
      case 0:
        text.erase(at, 1 + dice_.below(3));
        break;
      case 1:
        text.insert(at, dice_.pick(kPieces));
        break;
      case 2:
        text.replace(at, 1, dice_.pick(kPieces));
        break;
      default:
        text.insert(at, text.substr(dice_.below(text.size()), dice_.below(20)));
    }
  }

 private:
  static std::string spaces(std::size_t count) { return std::string(count, ' '); }

  std::string line_end() {
    if (dice_.chance(85)) return "\n";
    static const std::string kEnds[] = {
        " # why\n",       "  \n", "\n\n", "\n   # alone\n", " # launch: ignore[a/b] c\n",
        "\n# launch: x\n"};
    return dice_.pick(kEnds);
  }

  std::string scalar(bool flow) {
    static const std::string kBoth[] = {"x",        "two words", "1",     "-1.5e3",        "true",
                                        "~",        "null",      "yes",   "http://h:80/p", "a.b/c",
                                        "'q'",      "\"d\"",     "''",    "'#: x'",        "\"- \"",
                                        "-x",       "--lr=1",    "$x",    "0o17",          "a#b",
                                        "\xc3\xa9", "'a  b '",   "x-y_z", "2024-01-01"};
    static const std::string kBlockOnly[] = {"a, b",  "${x}",  "x[0]", "a?b",
                                             "{{x}}", "a {b}", "-[x"};
    static const std::string kOdd[] = {"\"a\\tb\"", "'it''s'", "&a x", "!!str x", "?x", ":x", "x:"};
    if (dice_.chance(3)) return dice_.pick(kOdd);
    return !flow && dice_.chance(15) ? dice_.pick(kBlockOnly) : dice_.pick(kBoth);
  }

  std::string flow(std::size_t depth) {
    const bool mapping = dice_.chance(50);
    std::string text = mapping ? "{" : "[";
    for (std::size_t i = 0, n = dice_.below(4); i < n; ++i) {
      if (i > 0) text += dice_.chance(80) ? ", " : dice_.chance(50) ? "," : " ,  ";
      if (mapping) text += "k" + std::to_string(i) + (dice_.chance(95) ? ": " : ":");
      text += depth < 3 && dice_.chance(20) ? flow(depth + 1) : scalar(true);
    }
    return text + (dice_.chance(5) ? ", " : "") + (mapping ? "}" : "]");
  }

  std::string literal(const std::string& indent) {
    std::string text = dice_.chance(70)   ? "|"
                       : dice_.chance(60) ? "|-"
                       : dice_.chance(50) ? "|+"
                                          : ">";
    text += dice_.chance(10) ? " # why\n" : "\n";
    const std::string inner = indent + spaces(1 + dice_.below(3));
    for (std::size_t n = 1 + dice_.below(4); n > 0; --n) {
      static const std::string kLines[] = {"text", "# launch: x", "  deeper", "a: b",
                                           "- c",  "x  ",         "---"};
      text += dice_.chance(85)   ? inner + dice_.pick(kLines)
              : dice_.chance(70) ? ""
                                 : spaces(dice_.below(9));
      text += "\n";
    }
    return text;
  }

  // What stands behind "key:" or "-" in a block at `indent`.
  std::string value(const std::string& indent, std::size_t depth, bool may_dedent) {
    if (dice_.chance(8)) return line_end();
    if (dice_.chance(8)) return " " + literal(indent);
    if (dice_.chance(12)) return " " + flow(0) + line_end();
    if (depth > 4 || dice_.chance(60))
      return spaces(dice_.chance(90) ? 1 : 3) + scalar(false) + line_end();
    if (may_dedent && dice_.chance(30)) return line_end() + list(indent, depth + 1);
    return line_end() + block(indent + spaces(1 + dice_.below(3)), depth + 1);
  }

  std::string block(const std::string& indent, std::size_t depth) {
    return dice_.chance(65) ? map(indent, depth) : list(indent, depth);
  }

  std::string map(const std::string& indent, std::size_t depth) {
    std::string text;
    for (std::size_t i = 0, n = 1 + dice_.below(4); i < n; ++i) {
      static const std::string kKeys[] = {"key", "'k y'", "\"q\"", "1", "a.b/c", "x y"};
      std::string key = dice_.pick(kKeys);
      if (dice_.chance(95)) key = key.insert(key.size() - 1, std::to_string(i));
      text += indent + key + (dice_.chance(98) ? ":" : " :") + value(indent, depth, true);
    }
    return text;
  }

  std::string list(const std::string& indent, std::size_t depth) {
    std::string text;
    for (std::size_t n = 1 + dice_.below(3); n > 0; --n) {
      text += indent + "-";
      if (dice_.chance(40)) {
        // A block that begins behind the dash: its first line has no indentation of its own.
        const std::size_t gap = dice_.chance(80) ? 1 : 3;
        const std::string inner = indent + spaces(1 + gap);
        const std::string nested = block(inner, depth + 1);
        text += spaces(gap) + nested.substr(inner.size());
      } else {
        text += value(indent, depth, false);
      }
    }
    return text;
  }

  Dice dice_;
};

}  // namespace launch::tests
