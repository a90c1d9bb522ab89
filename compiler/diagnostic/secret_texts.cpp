#include "compiler/diagnostic/secret_texts.h"

#include <algorithm>
#include <cstring>

namespace launch {

std::uint32_t SecretTexts::head_of(std::string_view text) {
  std::uint32_t head = 0;
  std::memcpy(&head, text.data(), kHead);
  return head;
}

void SecretTexts::add(std::string_view secret) {
  if (secret.size() < shortest_ || !secrets_.emplace(secret).second) return;
  std::vector<std::size_t>& lengths = lengths_[head_of(secret)];
  const auto place =
      std::lower_bound(lengths.begin(), lengths.end(), secret.size(), std::greater<>());
  if (place == lengths.end() || *place != secret.size()) lengths.insert(place, secret.size());
}

// How many bytes of the longest secret the text begins with; 0 when with none.
std::size_t SecretTexts::longest_at(std::string_view text) const {
  if (text.size() < kHead) return 0;
  const auto lengths = lengths_.find(head_of(text));
  if (lengths == lengths_.end()) return 0;
  for (const std::size_t length : lengths->second) {
    if (length <= text.size() && secrets_.find(text.substr(0, length)) != secrets_.end())
      return length;
  }
  return 0;
}

std::string SecretTexts::hidden(std::string_view text, std::string_view mark) const {
  if (secrets_.empty()) return std::string(text);
  std::string out;
  std::size_t covered = 0;  // to where the secrets reach that were seen
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t length = longest_at(text.substr(at));
    if (length > 0 && at >= covered) out += mark;
    covered = std::max(covered, at + length);
    if (at >= covered) out += text[at];
  }
  return out;
}

}  // namespace launch
