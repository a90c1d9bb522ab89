#include "compiler/target/kubernetes/grammar_words.h"

#include <algorithm>

#include "compiler/document/utf8.h"

namespace launch::kubernetes {

std::string_view foreign_character(std::string_view text, std::size_t at) {
  return text.substr(at, decode_utf8(text, at).length);
}

Check check_length(std::string_view text, std::size_t most) {
  if (text.size() <= most) return {};
  return Trouble{quoted(text) + " has " + std::to_string(text.size()) +
                     " bytes, expected at most " + std::to_string(most),
                 "", most, text.size()};
}

Check check_word(std::string_view text, const WordForm& form) {
  if (text.empty()) return Trouble{"an empty text, expected " + std::string(form.expected), ""};
  const auto* foreign =
      std::find_if(text.begin(), text.end(), [&form](char c) { return !is_in(c, form.letters); });
  if (foreign != text.end()) {
    const auto at = static_cast<std::size_t>(foreign - text.begin());
    const std::string_view character = foreign_character(text, at);
    return Trouble{
        quoted(text) + " holds " + quoted(character) + ", expected " + std::string(form.expected),
        "", at, at + character.size()};
  }
  if (!is_in(text.front(), form.first)) {
    return Trouble{quoted(text) + " starts with " + quoted(text.substr(0, 1)) + ", expected " +
                       std::string(form.ends),
                   "", 0, 1};
  }
  if (!is_in(text.back(), form.last)) {
    return Trouble{quoted(text) + " ends with " + quoted(text.substr(text.size() - 1)) +
                       ", expected " + std::string(form.ends),
                   "", text.size() - 1, text.size()};
  }
  return check_length(text, form.most);
}

Check inside(Check part, std::size_t offset, std::size_t size) {
  if (!part) return part;
  part->begin = offset + std::min(part->begin, size);
  part->end = offset + std::min(part->end, size);
  part->suggestion.clear();
  return part;
}

std::string respelled(std::string_view text, std::uint8_t letters) {
  constexpr std::string_view kSeparators = "_.-/:+@~ ";
  std::string result;
  for (const char c : text) {
    if (is_in(c, letters)) {
      result += c;
    } else if (is_in(c, kUpper)) {
      result += static_cast<char>(c - 'A' + 'a');
    } else if (kSeparators.find(c) != std::string_view::npos) {
      result += '-';
    } else {
      return {};
    }
  }
  const auto alphanumeric = [](char c) { return is_in(c, kAlphanumeric); };
  const auto first = std::find_if(result.begin(), result.end(), alphanumeric);
  const auto last = std::find_if(result.rbegin(), result.rend(), alphanumeric).base();
  return first < last ? std::string(first, last) : std::string();
}

}  // namespace launch::kubernetes
