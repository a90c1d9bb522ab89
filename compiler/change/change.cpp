#include "compiler/change/change.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "compiler/change/pairing.h"
#include "compiler/change/place.h"
#include "compiler/change/view.h"
#include "compiler/document/write_json.h"

namespace launch {
namespace {

// Where the walk is: the keys that lead there, and what people call it on either side.
struct Way {
  std::vector<std::string> path;
  std::string before, after;

  Way key(std::string_view step) const {
    const bool plain = step.find_first_of("./[]") == std::string_view::npos && !step.empty();
    const std::string dot = before.empty() && after.empty() ? "" : ".";
    const std::string name = plain ? dot + std::string(step) : "[" + std::string(step) + "]";
    return below(std::string(step), name, name);
  }
  Way item(std::string_view before_name, std::string_view after_name) const {
    return below(std::string(after_name), "[" + std::string(before_name) + "]",
                 "[" + std::string(after_name) + "]");
  }
  Way below(const std::string& step, const std::string& one, const std::string& other) const {
    Way way = *this;
    way.path.push_back(step);
    way.before += one;
    way.after += other;
    return way;
  }
};

class Comparison {
 public:
  Comparison(const Rendered& before, const Rendered& after)
      : before_(before), after_(after), target_(find_target(after.artifact.target)) {}

  void compare(const Node* before, const Node* after, const Way& way) {
    if (before == nullptr || after == nullptr) return one_sided(before, after, way);
    if (before->is_mapping() && after->is_mapping()) return maps(*before, *after, way);
    if (before->is_sequence() && after->is_sequence()) return lists(*before, *after, way);
    if (before->is_scalar() && after->is_scalar()) {
      if (!same_leaf(*before, *after)) leaf(before, after, way);
      return;
    }
    one_sided(before, nullptr, way);
    one_sided(nullptr, after, way);
  }

  std::vector<Change> take() { return std::move(changes_); }

 private:
  static bool same_leaf(const Node& a, const Node& b) {
    return same_value(a, b) && a.is_deferred() == b.is_deferred();
  }

  void maps(const Node& before, const Node& after, const Way& way) {
    for (const Member& member : after.members()) {
      compare(before.find(member.key), &member.value, way.key(member.key));
    }
    for (const Member& member : before.members()) {
      if (after.find(member.key) == nullptr) compare(&member.value, nullptr, way.key(member.key));
    }
  }

  // A command line's only value of a flag is the flag itself.
  bool is_single_flag(const Node& list, const Node& other, const Way& way) const {
    const bool argument = way.after == "args" || way.after == "command";
    return std::holds_alternative<Argv>(after_.artifact.content) && way.path.size() == 1 &&
           !argument && list.size() == 1 && other.size() == 1;
  }

  void lists(const Node& before, const Node& after, const Way& way) {
    if (is_single_flag(before, after, way)) {
      return compare(before.items().data(), after.items().data(), way);
    }
    const Pairing pairing = pair_items(before.items(), after.items(), list_key(way.path));
    for (const Pair& pair : pairing.pairs) {
      const Node* old = pair.before == kNobody ? nullptr : &before.items()[pair.before];
      const Node* now = pair.after == kNobody ? nullptr : &after.items()[pair.after];
      const std::string old_name = item_name(old, pair.before, pairing.key);
      const std::string new_name = item_name(now, pair.after, pairing.key);
      compare(old, now,
              way.item(old == nullptr ? new_name : old_name, now == nullptr ? old_name : new_name));
    }
    if (pairing.reordered) {
      Change change{Change::Kind::Reordered, Area::Cosmetic, value(&before, before_, way),
                    value(&after, after_, way)};
      change.before.text = names_of(before, pairing.key);
      change.after.text = names_of(after, pairing.key);
      changes_.push_back(std::move(change));
    }
  }

  static std::string item_name(const Node* item, std::size_t index, std::string_view key) {
    if (item == nullptr) return {};
    return key.empty() ? std::to_string(index) : std::string(item->find(key)->as_string());
  }

  static std::string names_of(const Node& list, std::string_view key) {
    std::string names;
    for (const Node& item : list.items()) {
      names += (names.empty() ? "" : ", ") + std::string(item.find(key)->as_string());
    }
    return names;
  }

  std::string_view list_key(const std::vector<std::string>& path) const {
    if (target_ == nullptr || target_->list_key == nullptr) return {};
    return target_->list_key(path);
  }

  // Each leaf below what is only on one side.
  void one_sided(const Node* before, const Node* after, const Way& way) {
    const Node& node = before == nullptr ? *after : *before;
    const auto side = [&](const Node& below, const Way& to) {
      one_sided(before == nullptr ? nullptr : &below, before == nullptr ? &below : nullptr, to);
    };
    if (node.size() == 0) return leaf(before, after, way);
    for (const Member& member : node.members()) side(member.value, way.key(member.key));
    if (node.is_sequence() && is_single_flag(node, node, way)) return side(node.items()[0], way);
    const Pairing pairing = pair_items(node.items(), node.items(), list_key(way.path));
    for (std::size_t i = 0; i < node.items().size(); ++i) {
      const std::string name = item_name(&node.items()[i], i, pairing.key);
      side(node.items()[i], way.item(name, name));
    }
  }

  // The variable that a leaf is the value of; of a list of names and values the item's name.
  static std::string_view variable_of(const Way& way) {
    if (way.path.empty()) return {};
    const bool value = way.path.back() == "value" && way.path.size() > 1;
    return value ? way.path[way.path.size() - 2] : way.path.back();
  }

  static bool is_packed(const Node* node, const Rendered& side, const Way& way) {
    const std::string_view name = variable_of(way);
    return node == nullptr || is_packed_variable(name, *node, side.spec, side.sources);
  }

  void leaf(const Node* before, const Node* after, const Way& way) {
    if (is_packed(before, before_, way) && is_packed(after, after_, way)) return;
    Change change;
    change.kind = before == nullptr  ? Change::Kind::Added
                  : after == nullptr ? Change::Kind::Removed
                                     : Change::Kind::Changed;
    change.area = area_of(way.path);
    change.before = value(before, before_, way);
    change.after = value(after, after_, way);
    if (before != nullptr && after != nullptr) {
      cause(*before, *after, change);
      // "1" and 1 read alike.
      if (change.before.text == change.after.text && !change.before.secret) {
        change.before.text = write_json(*before, JsonStyle::Compact);
        change.after.text = write_json(*after, JsonStyle::Compact);
      }
    }
    if (after == nullptr) blame_removal(*before, before_, after_, change.after);
    if (before == nullptr) blame_removal(*after, after_, before_, change.before);
    changes_.push_back(std::move(change));
  }

  FieldValue value(const Node* node, const Rendered& side, const Way& way) const {
    if (node == nullptr) return {};
    FieldValue result;
    result.field = &side == &before_ ? way.before : way.after;
    const Shown shown = shown_text(variable_of(way), *node);
    result.text = shown.text;
    result.secret = shown.secret;
    set_place(result, node->span(), side.sources);
    return result;
  }

  // A text that is the same on both sides was filled with something that is not.
  void cause(const Node& before, const Node& after, Change& change) const {
    const Cause found = cause_of(before, before_.sources, after, after_.sources);
    set_place(change.before, found.before, before_.sources);
    set_place(change.after, found.after, after_.sources);
  }

  // The two sides may lie in different folders.
  static std::string_view file_name(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
  }

  // A null or !remove of a stronger layer that takes the value away on the other side.
  static void blame_removal(const Node& node, const Rendered& with, const Rendered& without,
                            FieldValue& blamed) {
    const std::string_view file = file_name(with.sources.name(node.span().source));
    const std::string_view text = with.sources.text(node.span());
    for (const Removal& removal : without.removed) {
      const bool same = file_name(without.sources.name(removal.removed.source)) == file &&
                        without.sources.text(removal.removed) == text;
      if (same && !removal.path.empty()) return set_place(blamed, removal.by, without.sources);
    }
  }

  const Rendered& before_;
  const Rendered& after_;
  const Target* target_;
  std::vector<Change> changes_;
};

// W&B's variables repeat what stands elsewhere in the object.
bool is_copy(const Change& change) {
  return change.field().find("WANDB_") != std::string_view::npos;
}

// One edit of a value that several fields are made of is told once.
std::vector<Change> told_once(std::vector<Change> changes) {
  std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
    return std::pair(a.area, is_copy(a)) < std::pair(b.area, is_copy(b));
  });
  using Edit = std::tuple<Change::Kind, std::string, std::string, std::string, std::string>;
  std::map<Edit, std::size_t> edits;
  std::vector<Change> result;
  for (Change& change : changes) {
    const bool written = change.before.line > 0 || change.after.line > 0;
    if (!written || change.kind == Change::Kind::Reordered) {
      result.push_back(std::move(change));
      continue;
    }
    const Edit edit{change.kind, change.before.place, change.before.text, change.after.place,
                    change.after.text};
    const auto [known, first] = edits.emplace(edit, result.size());
    if (first) {
      result.push_back(std::move(change));
    } else {
      result[known->second].also.emplace_back(change.field());
    }
  }
  return result;
}

}  // namespace

std::string_view kind_name(Change::Kind kind) {
  constexpr std::string_view kNames[] = {"added", "removed", "changed", "reordered"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::vector<Change> changes_between(const Rendered& before, const Rendered& after, Arena& arena) {
  Comparison comparison(before, after);
  const Node old = view_of(before.artifact, before.spec, arena);
  const Node now = view_of(after.artifact, after.spec, arena);
  comparison.compare(&old, &now, {});
  return told_once(comparison.take());
}

}  // namespace launch
