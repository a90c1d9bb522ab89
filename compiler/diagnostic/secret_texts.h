// Texts that must not be repeated, found in what is said and hidden there.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace launch {

// Any number of them, in time that grows with the text and not with their number: a file may hold
// thousands.
class SecretTexts {
 public:
  // Those of fewer bytes stand inside ordinary words, and are passed over.
  explicit SecretTexts(std::size_t shortest) : shortest_(shortest < kHead ? kHead : shortest) {}

  void add(std::string_view secret);

  // The text with `mark` in place of each stretch that belongs to a secret. What secrets that
  // overlap cover together is one stretch, so no rest of one is left over.
  std::string hidden(std::string_view text, std::string_view mark) const;

 private:
  static constexpr std::size_t kHead = 4;  // bytes by which places are looked up

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  static std::uint32_t head_of(std::string_view text);
  std::size_t longest_at(std::string_view text) const;

  std::size_t shortest_;
  std::unordered_set<std::string, Hash, std::equal_to<>> secrets_;
  // By how they begin: how long they are, the longest first.
  std::unordered_map<std::uint32_t, std::vector<std::size_t>> lengths_;
};

}  // namespace launch
