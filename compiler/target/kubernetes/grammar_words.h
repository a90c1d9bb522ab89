// What the grammars have in common: words of an alphabet, and findings inside a larger text.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/target/trouble.h"

namespace launch::kubernetes {

// Sets of characters, as bits: a word's alphabet is a union of them.
enum Letters : std::uint8_t {
  kLower = 1,
  kUpper = 2,
  kDigit = 4,
  kDash = 8,
  kUnderscore = 16,
  kDot = 32,
};
constexpr std::uint8_t kAlphanumeric = kLower | kUpper | kDigit;

constexpr std::array<std::uint8_t, 256> kLettersOfByte = [] {
  std::array<std::uint8_t, 256> table{};
  for (unsigned c = 'a'; c <= 'z'; ++c) table[c] = kLower;
  for (unsigned c = 'A'; c <= 'Z'; ++c) table[c] = kUpper;
  for (unsigned c = '0'; c <= '9'; ++c) table[c] = kDigit;
  table['-'] = kDash;
  table['_'] = kUnderscore;
  table['.'] = kDot;
  return table;
}();
constexpr bool is_in(char c, std::uint8_t letters) {
  return (kLettersOfByte[static_cast<unsigned char>(c)] & letters) != 0;
}

// Words that are not empty: an alphabet, what may stand at both ends, and a longest length.
struct WordForm {
  std::uint8_t letters;
  std::uint8_t first;
  std::uint8_t last;
  std::size_t most;           // bytes
  std::string_view expected;  // the alphabet in words
  std::string_view ends;      // what may stand at the ends, in words
};
Check check_word(std::string_view text, const WordForm& form);

// The first character of `text` from `at` on that is no byte of `letters`, whole: "é", not half.
std::string_view foreign_character(std::string_view text, std::size_t at);

// `text` is longer than `most` bytes.
Check check_length(std::string_view text, std::size_t most);

// What is wrong with `size` bytes of a text from `offset` on, as a finding in the whole text.
Check inside(Check part, std::size_t offset, std::size_t size);

// `wrong` with the suggestion `better`, when that passes and is short enough to be read.
template <class Function>
Check offer(Check wrong, std::string_view text, const std::string& better, Function check) {
  constexpr std::size_t kLongest = 64;
  if (wrong && better != text && better.size() <= kLongest && !check(better)) {
    wrong->suggestion = suggest(better);
  }
  return wrong;
}

// `text` made of `letters` alone: upper case lowered where it has none, blanks and punctuation that
// separate words replaced by `-`, ends trimmed to letters and digits. Empty when it holds anything
// else: nobody can guess what "${NAME}" was to become.
std::string respelled(std::string_view text, std::uint8_t letters);

}  // namespace launch::kubernetes
