// Trees of values that are hard to write down, by the dice: the same for the same seed, everywhere.
#pragma once

#include <cstdlib>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "compiler/document/read_yaml.h"
#include "tests/random_documents.h"

namespace launch::tests {

inline std::vector<std::string> split_words(const std::string& text) {
  std::istringstream words(text);
  return {std::istream_iterator<std::string>(words), {}};
}

// How many documents or texts of each kind the dice make; more by hand.
inline std::size_t volume(std::size_t usual) {
  const char* asked = std::getenv("LAUNCH_YAML_VOLUME");
  return asked == nullptr ? usual : static_cast<std::size_t>(std::atol(asked));
}

// Text from the pieces that YAML gives a meaning to.
inline std::string nasty_text(Dice& dice) {
  static const std::vector<std::string> kSigns = split_words(
      "- ? : # , [ ] { } & * ! | > ' \" % @ ` ~ = << --- ... \\ yes No on OFF y n Y N null Null "
      "true "
      "FALSE .nan .inf +.inf -.INF . _ + 0 1 7 8 9 0o 0x 0X 0b 0B 1F e E e3 e+3 .5 1:30 :3 "
      "2024-01-02 "
      "2024-1-2 T10:00:00Z 1Gi 500m a word {{x}} ${x} $(POD_NAME) é 日本 😀 🿾");
  static const std::vector<std::string> kBlanks = {
      ": ",   " #",        "--- ",       "\n",     "\n\n",
      "\t",   " ",         "  ",         "\n  ",   " \n",
      "\n\t", "two words", "key: value", "- item", "# launch: ignore[x] y"};
  static const std::vector<std::string> kHidden = {
      "\r",           "\r\n",         std::string(1, '\0'), "\x01",        "\x1b",
      "\x7f",         "\xc2\x80",     "\xc2\x85",           "\xc2\xa0",    "\xe2\x80\xa8",
      "\xe2\x80\xa9", "\xef\xbb\xbf", "\xef\xbf\xbd",       "\xef\xbf\xbe"};
  std::string text;
  for (std::size_t n = dice.below(5) + (dice.chance(90) ? 1U : 0U); n > 0; --n) {
    const std::size_t kind = dice.below(10);
    text += dice.pick(kind < 6 ? kSigns : kind < 9 ? kBlanks : kHidden);
  }
  if (dice.chance(1)) text.append(500 + dice.below(1000), dice.chance(50) ? 'x' : '"');
  return text;
}

inline std::string nasty_number(Dice& dice) {
  static const std::vector<std::string> kNumbers = split_words(
      "0 -0 +5 007 010 08 -012 0o17 0x1F 0xFFFFFFFFFFFFFFFF 1e3 1E3 -1e-3 .5 -.5 +.5 5. -5. 1.50 "
      "01.5 1.5e3 1.5E+3 1e23 9223372036854775807 -9223372036854775808 9223372036854775808 "
      "18446744073709551615 0.1000000000000000055511151231257827 1e-320 5e-324 1e-400");
  return dice.chance(50) ? dice.pick(kNumbers) : std::to_string(dice.below(100000));
}

class Trees {
 public:
  Trees(Arena& arena, unsigned seed) : arena_(arena), dice_(seed) {}

  Node node(int depth) {
    if (depth == 0 || dice_.chance(30)) return scalar();
    return dice_.chance(50) ? sequence(depth) : mapping(depth);
  }
  Node mapping(int depth) {
    MappingBuilder builder;
    for (std::size_t n = dice_.below(5); n > 0; --n) {
      builder.set(arena_.copy(nasty_text(dice_)), {}, node(depth - 1));
    }
    return builder.build(arena_, {});
  }

 private:
  Node sequence(int depth) {
    std::vector<Node> items;
    for (std::size_t n = dice_.below(5); n > 0; --n) items.push_back(node(depth - 1));
    return Node::sequence(arena_.copy(std::span<const Node>(items)), {});
  }
  Node scalar() {
    if (dice_.chance(70)) return Node::string(arena_.copy(nasty_text(dice_)), {});
    if (dice_.chance(10)) return Node::scalar(Kind::Null, "~", {});
    if (dice_.chance(10)) return Node::scalar(Kind::Bool, "True", {});
    const std::string_view text = arena_.copy(nasty_number(dice_));
    return Node::scalar(resolve_plain(text), text, {});
  }

  Arena& arena_;
  Dice dice_;
};

}  // namespace launch::tests
