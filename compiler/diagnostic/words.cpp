// How messages name things: quoting, lists of what is allowed, the nearest known word.
#include <algorithm>
#include <cctype>
#include <numeric>

#include "compiler/diagnostic/diagnostic.h"

namespace launch {
namespace {

// Lower case, with - and . read as _: two spellings of one name become equal.
std::string folded(std::string_view word) {
  std::string result;
  for (const char c : word) {
    if (c == '-' || c == '.') {
      result += '_';
    } else {
      result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  return result;
}

// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t most) {
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > most) return most + 1;
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  std::iota(above.begin(), above.end(), 0U);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1])});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

std::string listed(std::span<const std::string_view> words, std::size_t most,
                   std::string_view last) {
  std::string result;
  const std::size_t shown = std::min(words.size(), most);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) result += i + 1 == words.size() ? last : ", ";
    result += quoted(words[i]);
  }
  if (shown < words.size()) result += ", … (" + std::to_string(words.size() - shown) + " more)";
  return result;
}

constexpr std::size_t kLongestWord = 64;  // nothing longer is a slip of the hand
constexpr std::size_t kLongestInMessage = 80;

}  // namespace

std::string_view did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
  if (word.empty() || word.size() > kLongestWord) return {};
  const std::string wanted = folded(word);
  // A third of the word may be wrong, but never so much that a short word becomes another.
  const std::size_t most = std::min<std::size_t>(3, wanted.size() / 3);
  std::string_view best;
  std::size_t best_distance = most + 1;
  for (const std::string_view candidate : candidates) {
    if (candidate == word || candidate.size() > kLongestWord) continue;
    const std::string known = folded(candidate);
    const bool plural = wanted + "s" == known || known + "s" == wanted;
    // `environment` for `env`: one is the other cut short.
    const bool cut_short = known.size() >= 3 && wanted.size() >= 3 &&
                           (wanted.starts_with(known) || known.starts_with(wanted));
    std::size_t distance = plural ? 0 : edit_distance(wanted, known, most);
    if (cut_short && distance > most) distance = most;
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string suggest(std::string_view nearest) {
  return nearest.empty() ? std::string() : "did you mean " + quoted(nearest) + "?";
}

std::string one_of(std::span<const std::string_view> allowed, std::size_t most) {
  return listed(allowed, most, " or ");
}

std::string all_of(std::span<const std::string_view> known, std::size_t most) {
  return listed(known, most, " and ");
}

std::string quoted(std::string_view word) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string result = "\"";
  bool cut = false;
  if (word.size() > kLongestInMessage) {
    std::size_t end = kLongestInMessage;
    while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xC0U) == 0x80U) --end;
    word = word.substr(0, end);
    cut = true;
  }
  for (const char c : word) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      result += "\\x";
      result += kHex[byte >> 4U];
      result += kHex[byte & 15U];
    } else {
      result += c;
    }
  }
  return result + (cut ? "…\"" : "\"");
}

}  // namespace launch
