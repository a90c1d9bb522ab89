#include "compiler/edit/fixes.h"

#include <algorithm>
#include <vector>

#include "compiler/edit/cursor.h"

namespace launch::edit {
namespace {

// The words in double quotes; one with an escape in it is not as it stands in the text.
std::vector<std::string_view> quoted_words(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = text.find('"'); at != std::string_view::npos; at = text.find('"', at)) {
    const std::size_t end = text.find('"', at + 1);
    if (end == std::string_view::npos) break;
    const std::string_view word = text.substr(at + 1, end - at - 1);
    if (!word.empty() && word.find('\\') == std::string_view::npos) words.push_back(word);
    at = end + 1;
  }
  return words;
}

// Where one of the words that the finding is about stands: the whole key or value around its place,
// the place itself, or a part of it.
std::optional<Range> subject_of(const Outline& outline, const Problem& problem) {
  const std::vector<std::string_view> words = quoted_words(problem.message);
  const std::optional<Range> around = word_around(outline, problem.at);
  const std::string_view here = outline.text_of(problem.at);
  for (const std::string_view word : words) {
    if (around && unquoted(outline.text_of(*around)) == word) return around;
    if (unquoted(here) == word) return problem.at;
  }
  for (const std::string_view word : words) {
    const std::size_t found = here.find(word);
    if (found == std::string_view::npos) continue;
    const auto begin = problem.at.begin + static_cast<std::uint32_t>(found);
    return Range{begin, begin + static_cast<std::uint32_t>(word.size())};
  }
  return std::nullopt;
}

// With the quotes that the old one had.
std::string in_place_of(std::string_view old, std::string_view word) {
  const bool in_quotes = old.size() > 1 && (old[0] == '"' || old[0] == '\'');
  const std::string quote = in_quotes ? std::string(1, old[0]) : "";
  return quote + std::string(word) + quote;
}

// What a comment cannot silence: remarks about comments, and what keeps the text from being read
// together with its comments.
bool can_be_ignored(std::string_view rule) {
  return !rule.starts_with("comment/") &&
         (!rule.starts_with("yaml/") || rule == "yaml/ambiguous-scalar");
}

bool in_text(const Outline& outline, std::uint32_t at) {
  return std::any_of(outline.entries.begin(), outline.entries.end(), [&](const Entry& entry) {
    return entry.holds_block && at > entry.value.begin && at <= entry.value.end;
  });
}

}  // namespace

std::optional<Fix> replacement_for(const Outline& outline, const Problem& problem) {
  const std::vector<std::string_view> proposed = quoted_words(problem.suggestion);
  if (proposed.size() != 1) return std::nullopt;
  const std::string word(proposed[0]);
  if (problem.suggestion == "quote it: \"" + word + "\"") {
    const std::optional<Range> whole = word_around(outline, problem.at);
    if (!whole || outline.text_of(*whole) != word) return std::nullopt;
    return Fix{"Quote \"" + word + "\"", *whole, '"' + word + '"', true};
  }
  if (problem.suggestion != "did you mean \"" + word + "\"?") return std::nullopt;
  const std::optional<Range> subject = subject_of(outline, problem);
  if (!subject) return std::nullopt;
  return Fix{"Replace with \"" + word + "\"", *subject,
             in_place_of(outline.text_of(*subject), word), true};
}

std::optional<Fix> ignore_for(const Outline& outline, const Lines& lines, const Problem& problem) {
  const std::uint32_t number = lines.place_of(problem.at.begin, Encoding::Utf8).line;
  const std::uint32_t start = lines.start_of(number);
  if (in_text(outline, start) || !can_be_ignored(problem.rule)) return std::nullopt;
  const std::string title = "Ignore " + std::string(problem.rule) + " here";
  if (number > 0) {
    const std::string_view above = lines.line(number - 1);
    const std::size_t marker = above.find("# launch: ignore[");
    const std::size_t close = above.find(']', std::min(marker, above.size()));
    if (marker != std::string_view::npos && close != std::string_view::npos) {
      const std::uint32_t at = lines.start_of(number - 1) + static_cast<std::uint32_t>(close);
      return Fix{title, {at, at}, ", " + std::string(problem.rule), false};
    }
  }
  const std::string_view line = lines.line(number);
  const std::string_view indent =
      line.substr(0, std::min(line.find_first_not_of(" \t"), line.size()));
  const std::string_view rest = outline.text.substr(start + line.size());
  const std::string line_break = rest.starts_with("\r\n") ? "\r\n" : "\n";
  return Fix{title,
             {start, start},
             std::string(indent) + "# launch: ignore[" + std::string(problem.rule) + "] say why" +
                 line_break,
             false};
}

}  // namespace launch::edit
