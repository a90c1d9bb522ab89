// The parts of TreeBuilder that look at all the keys of one map: duplicates and merge keys.
#include <algorithm>
#include <numeric>

#include "compiler/document/tree_builder.h"
#include "compiler/document/yaml_rules.h"

namespace launch {
namespace {

// Up to here comparing each with each is faster than any table; two keys seldom have the same
// length.
constexpr std::size_t kFewMembers = 16;

// Calls `found(first, again)` for every member whose key an earlier one has. Large maps are sorted,
// not hashed: nobody can choose keys that make sorting slow.
template <class Found>
void for_each_repeat(std::span<const Member> members, Found found) {
  if (members.size() <= kFewMembers) {
    for (std::size_t again = 1; again < members.size(); ++again) {
      for (std::size_t first = 0; first < again; ++first) {
        if (members[first].key != members[again].key) continue;
        found(first, again);
        break;
      }
    }
    return;
  }
  std::vector<std::uint32_t> order(members.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const int compared = members[a].key.compare(members[b].key);
    return compared != 0 ? compared < 0 : a < b;
  });
  for (std::size_t i = 1, first = 0; i < order.size(); ++i) {
    if (members[order[i]].key != members[order[first]].key) {
      first = i;
    } else {
      found(order[first], order[i]);
    }
  }
}

}  // namespace

void TreeBuilder::check_duplicates(std::size_t first) {
  const auto members = std::span<const Member>(members_).subspan(first);
  for_each_repeat(members, [&](std::size_t original, std::size_t again) {
    report_duplicate(members[original], members[again]);
  });
}

void TreeBuilder::report_duplicate(const Member& original, const Member& again) {
  Diagnostic diagnostic{&kYamlDuplicateKey, again.key_span, {}, {}, {}};
  diagnostic.message = "the key " + quoted(again.key) + " stands twice in this map";
  diagnostic.notes.push_back({original.key_span, "first written here"});
  if (again.key == "<<") diagnostic.suggestion = "merge several maps with <<: [*first, *second]";
  report(std::move(diagnostic));
}

// Puts what << brings in its place: explicit keys win, then the earlier of several maps
// (https://yaml.org/type/merge.html).
void TreeBuilder::merge(const Frame& frame) {
  const Member entry = members_[frame.merge];
  std::vector<Member> merged;
  if (!collect_merged(entry.value, merged)) return;
  // A key that stands twice is known as a duplicate by now; here the first one wins.
  const auto at = members_.begin() + frame.merge;
  std::vector<Member> all(members_.begin() + frame.first, at);
  all.insert(all.end(), at + 1, members_.end());
  const std::size_t explicit_count = all.size();
  all.insert(all.end(), merged.begin(), merged.end());
  std::vector<bool> dropped(all.size(), false);
  const std::size_t before = frame.merge - frame.first;
  for_each_repeat(all, [&](std::size_t first, std::size_t again) {
    dropped[again] = true;
    if (merge_overrides_ && first < before && again >= explicit_count) {
      report_overridden(all[first], all[again]);
    }
  });

  members_.resize(frame.first);
  const auto keep = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      if (!dropped[i]) members_.push_back(all[i]);
    }
  };
  keep(0, before);
  keep(explicit_count, all.size());
  keep(before, explicit_count);
}

void TreeBuilder::report_overridden(const Member& original, const Member& merged) {
  const Step* step = merged.value.history();
  const bool aliased = step != nullptr && step->action == Step::Action::Aliased;
  report({&kYamlDuplicateKey,
          original.key_span,
          "the key " + quoted(original.key) + " is set again by the << after it, and that counts",
          {{aliased ? step->span : merged.key_span, "set again here"}},
          "write << first"});
}

bool TreeBuilder::collect_merged(const Node& value, std::vector<Member>& merged) {
  const auto refuse = [&](const Node& bad, std::string_view wanted) {
    const bool aliased = bad.history() != nullptr && bad.history()->action == Step::Action::Aliased;
    Diagnostic diagnostic{&kYamlBadMerge, aliased ? bad.history()->span : bad.span(), {}, {}, {}};
    diagnostic.message =
        "<< wants " + std::string(wanted) + ", and this is " +
        (bad.is_string() ? quoted(bad.as_string()) : std::string(kind_phrase(bad.kind())));
    if (aliased) diagnostic.notes.push_back({bad.span(), "the value stands here"});
    report(std::move(diagnostic));
    return false;
  };
  if (value.is_mapping()) {
    add_merged(value, merged);
    return true;
  }
  if (!value.is_sequence()) return refuse(value, "a map or a list of maps");
  bool good = true;
  for (const Node& item : value.items()) {
    if (item.is_mapping()) {
      add_merged(item, merged);
    } else {
      good = refuse(item, "maps in its list");
    }
  }
  return good;
}

void TreeBuilder::add_merged(const Node& mapping, std::vector<Member>& merged) {
  const Step* alias = mapping.history();
  for (const Member& member : mapping.members()) {
    merged.push_back(member);
    if (alias == nullptr) continue;
    Node& value = merged.back().value;
    // One step serves all members that have no past of their own.
    value =
        value.history() == nullptr ? value.with_history(alias) : value.with_step(arena_, *alias);
  }
}

}  // namespace launch
