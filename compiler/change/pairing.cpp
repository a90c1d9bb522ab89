#include "compiler/change/pairing.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "compiler/document/digest.h"

namespace launch {
namespace {

// What lists of requests and custom resources tell their items apart by.
constexpr std::array<std::string_view, 5> kUsualKeys{"name", "Name", "ChannelName", "Key", "key"};
// Longest lists that are compared item by item with each other.
constexpr std::size_t kMostCells = 1'000'000;

// Every item has a name of its own under `key`.
bool tells_apart(std::span<const Node> items, std::string_view key) {
  std::vector<std::string_view> names;
  for (const Node& item : items) {
    const Node* name = item.find(key);
    if (name == nullptr || !name->is_scalar() || name->as_string().empty()) return false;
    names.push_back(name->as_string());
  }
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) == names.end();
}

std::string_view usual_key(std::span<const Node> before, std::span<const Node> after) {
  for (const std::string_view key : kUsualKeys) {
    if (tells_apart(before, key) && tells_apart(after, key)) return key;
  }
  return {};
}

// An item that got another name: the only one without a counterpart on either side, and most of it
// stayed.
bool is_renamed(const Node& before, const Node& after, std::string_view key) {
  std::size_t same = 0;
  for (const Member& member : before.members()) {
    const Node* other = after.find(member.key);
    if (member.key != key && other != nullptr && same_value(member.value, *other)) ++same;
  }
  return same * 2 >= std::max(before.size(), after.size()) && same > 1;
}

Pairing pair_by_key(std::span<const Node> before, std::span<const Node> after,
                    std::string_view key) {
  Pairing result{{}, key, false};
  std::map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < before.size(); ++i) places[before[i].find(key)->as_string()] = i;
  std::vector<std::size_t> added;
  std::size_t last = 0;
  for (std::size_t i = 0; i < after.size(); ++i) {
    const auto known = places.find(after[i].find(key)->as_string());
    if (known == places.end()) {
      added.push_back(result.pairs.size());
      result.pairs.push_back({kNobody, i});
      continue;
    }
    result.reordered = result.reordered || known->second < last;
    last = known->second;
    result.pairs.push_back({known->second, i});
    places.erase(known);
  }
  const bool one_each = added.size() == 1 && places.size() == 1;
  if (one_each) {
    Pair& pair = result.pairs[added[0]];
    const std::size_t gone = places.begin()->second;
    if (is_renamed(before[gone], after[pair.after], key)) {
      pair.before = gone;
      return result;
    }
  }
  std::vector<std::size_t> gone;
  for (const auto& [name, index] : places) gone.push_back(index);
  std::sort(gone.begin(), gone.end());
  for (const std::size_t index : gone) result.pairs.push_back({index, kNobody});
  return result;
}

// What an item is for, when it says something else: the option of --option=value, the text itself
// without its digits. Empty when there is no telling.
std::string_view purpose(const Node& item) {
  const std::string_view text = item.as_string();
  const std::size_t end = text.find_first_of("=:");
  return end == std::string_view::npos ? std::string_view() : text.substr(0, end);
}

// Of two lists without a key. Works on indexes of canonical texts.
class ByContent {
 public:
  ByContent(std::span<const Node> left, std::span<const Node> right)
      : left_(left), right_(right), left_texts_(texts(left)), right_texts_(texts(right)) {}

  // Ties are broken by the order of the sides, so that the sides must not depend on who asks.
  bool sides_are_swapped() const { return right_texts_ < left_texts_; }

  std::vector<Pair> run() {
    std::size_t head = 0;
    const std::size_t shorter = std::min(left_.size(), right_.size());
    while (head < shorter && left_texts_[head] == right_texts_[head]) pair(head, head), ++head;
    std::size_t tail = 0;
    while (tail < shorter - head &&
           left_texts_[left_.size() - 1 - tail] == right_texts_[right_.size() - 1 - tail]) {
      ++tail;
    }
    between({head, left_.size() - tail}, {head, right_.size() - tail});
    for (std::size_t i = tail; i > 0; --i) pair(left_.size() - i, right_.size() - i);
    return std::move(pairs_);
  }

 private:
  struct Range {
    std::size_t begin, end;
    std::size_t size() const { return end - begin; }
  };

  static std::vector<std::string> texts(std::span<const Node> items) {
    std::vector<std::string> result;
    for (const Node& item : items) result.push_back(canonical_json(item));
    return result;
  }

  void pair(std::size_t left, std::size_t right) { pairs_.push_back({left, right}); }

  // The longest common subsequence stays; each gap of it is paired off.
  void between(Range left, Range right) {
    if (left.size() * right.size() > kMostCells) return gap(left, right);
    const std::size_t width = right.size() + 1;
    std::vector<std::uint32_t> longest((left.size() + 1) * width, 0);
    for (std::size_t i = left.size(); i-- > 0;) {
      for (std::size_t j = right.size(); j-- > 0;) {
        const bool same = left_texts_[left.begin + i] == right_texts_[right.begin + j];
        longest[i * width + j] =
            same ? longest[(i + 1) * width + j + 1] + 1
                 : std::max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
      }
    }
    Range left_gap{left.begin, left.begin};
    Range right_gap{right.begin, right.begin};
    while (left_gap.end < left.end && right_gap.end < right.end) {
      const std::size_t i = left_gap.end - left.begin;
      const std::size_t j = right_gap.end - right.begin;
      if (left_texts_[left_gap.end] == right_texts_[right_gap.end]) {
        gap(left_gap, right_gap);
        pair(left_gap.end, right_gap.end);
        left_gap = {left_gap.end + 1, left_gap.end + 1};
        right_gap = {right_gap.end + 1, right_gap.end + 1};
      } else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) {
        ++left_gap.end;
      } else {
        ++right_gap.end;
      }
    }
    gap({left_gap.begin, left.end}, {right_gap.begin, right.end});
  }

  // Items for the same purpose; of equally many others each with its counterpart.
  void gap(Range left, Range right) {
    std::vector<std::size_t> lefts, rights;
    std::vector<bool> taken(right.size(), false);
    for (std::size_t i = left.begin; i < left.end; ++i) {
      const std::string_view wanted = purpose(left_[i]);
      std::size_t found = right.begin;
      while (found < right.end &&
             (wanted.empty() || taken[found - right.begin] || purpose(right_[found]) != wanted)) {
        ++found;
      }
      if (found == right.end) {
        lefts.push_back(i);
        continue;
      }
      taken[found - right.begin] = true;
      pair(i, found);
    }
    for (std::size_t j = right.begin; j < right.end; ++j) {
      if (!taken[j - right.begin]) rights.push_back(j);
    }
    const bool even = lefts.size() == rights.size();
    for (std::size_t k = 0; k < std::max(lefts.size(), rights.size()); ++k) {
      if (even) {
        pair(lefts[k], rights[k]);
        continue;
      }
      if (k < lefts.size()) pair(lefts[k], kNobody);
      if (k < rights.size()) pair(kNobody, rights[k]);
    }
  }

  std::span<const Node> left_, right_;
  std::vector<std::string> left_texts_, right_texts_;
  std::vector<Pair> pairs_;
};

std::vector<Pair> pair_by_content(std::span<const Node> before, std::span<const Node> after) {
  ByContent asked(before, after);
  if (!asked.sides_are_swapped()) return asked.run();
  std::vector<Pair> pairs = ByContent(after, before).run();
  for (Pair& pair : pairs) std::swap(pair.before, pair.after);
  return pairs;
}

}  // namespace

Pairing pair_items(std::span<const Node> before, std::span<const Node> after,
                   std::string_view key) {
  const bool known = !key.empty() && tells_apart(before, key) && tells_apart(after, key);
  const std::string_view used = known ? key : usual_key(before, after);
  if (!used.empty()) return pair_by_key(before, after, used);
  Pairing result{pair_by_content(before, after), {}, false};
  std::stable_sort(result.pairs.begin(), result.pairs.end(),
                   [](const Pair& a, const Pair& b) { return a.after < b.after; });
  return result;
}

}  // namespace launch
