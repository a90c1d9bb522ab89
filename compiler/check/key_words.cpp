#include "compiler/check/key_words.h"

namespace launch {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// apiKey: at K. HFToken: at T, the last capital before small letters.
bool starts_word(std::string_view key, std::size_t i) {
  if (i == 0 || !is_upper(key[i])) return false;
  if (is_lower(key[i - 1]) || is_digit(key[i - 1])) return true;
  return is_upper(key[i - 1]) && i + 1 < key.size() && is_lower(key[i + 1]);
}

}  // namespace

std::vector<std::string> key_words(std::string_view key) {
  std::vector<std::string> words;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) words.push_back(word);
    word.clear();
  };
  for (std::size_t i = 0; i < key.size(); ++i) {
    const char c = key[i];
    if (starts_word(key, i)) flush();
    if (is_upper(c)) {
      word += static_cast<char>(c - 'A' + 'a');
    } else if (is_lower(c) || is_digit(c)) {
      word += c;
    } else {
      flush();
    }
  }
  flush();
  return words;
}

}  // namespace launch
