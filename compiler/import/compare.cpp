#include "compiler/import/compare.h"

#include <algorithm>

#include "compiler/check/secret_words.h"
#include "compiler/import/rules.h"

namespace launch {
namespace {

class Walk {
 public:
  Walk(const Comparison& comparison, Span whole) : comparison_(comparison), place_(whole) {}

  std::vector<std::string> run(const Node& original, const Node& rendered) {
    compare(original, rendered);
    return std::move(added_);
  }

 private:
  void compare(const Node& original, const Node& rendered) {
    // What launch adds to both, such as the id of the run, need not be the same.
    if (is_taken_out(original) || (is_own(original) && is_own(rendered))) return;
    const Span outer = place_;
    if (original.valid() && original.span() != Span{}) place_ = original.span();
    if (original.is_mapping() && rendered.is_mapping()) {
      maps(original, rendered);
    } else if (original.is_sequence() && rendered.is_sequence()) {
      lists(original, rendered);
    } else if (is_continued(original, rendered)) {
      added_.push_back(field());
    } else if (!same(original, rendered)) {
      say(shown(original) + " comes back as " + shown(rendered));
    }
    place_ = outer;
  }

  // A field: how people call it, and its place in the API's description, where items have numbers.
  void enter(std::string_view name, std::string_view step) {
    path_.emplace_back(name);
    steps_.emplace_back(step);
  }
  void leave() {
    path_.pop_back();
    steps_.pop_back();
  }

  static bool same(const Node& a, const Node& b) {
    return same_value(a, b) && a.is_deferred() == b.is_deferred();
  }

  // A name that launch makes unique with the run's id.
  static bool is_continued(const Node& original, const Node& rendered) {
    const Step* step = rendered.history();
    return original.is_string() && rendered.is_string() && !original.as_string().empty() &&
           step != nullptr && step->action == Step::Action::Completed &&
           rendered.as_string().size() > original.as_string().size() &&
           rendered.as_string().starts_with(original.as_string());
  }

  bool is_taken_out(const Node& node) const {
    const auto& all = comparison_.taken_out;
    return node.is_scalar() && std::find(all.begin(), all.end(), node.span()) != all.end();
  }

  static bool says_nothing(const Node& node) {
    return node.is_null() || (!node.is_scalar() && node.size() == 0);
  }

  void maps(const Node& original, const Node& rendered) {
    const bool env = !path_.empty() && path_.back() == "env";
    for (const Member& member : original.members()) {
      const Node* there = rendered.find(member.key);
      enter(member.key, member.key);
      if (there != nullptr) {
        compare(member.value, *there);
      } else if (env || !says_nothing(member.value)) {
        lost(member.value);
      }
      leave();
    }
    for (const Member& member : rendered.members()) {
      if (original.find(member.key) != nullptr) continue;
      enter(member.key, member.key);
      gained(member.value, member.key);
      leave();
    }
  }

  void lists(const Node& original, const Node& rendered) {
    const std::string_view key = comparison_.importer.list_key == nullptr
                                     ? std::string_view()
                                     : comparison_.importer.list_key(steps_);
    if (!key.empty() && has_keys(original, key) && has_keys(rendered, key)) {
      return keyed_lists(original, rendered, key);
    }
    for (std::size_t i = 0; i < std::max(original.size(), rendered.size()); ++i) {
      enter(std::to_string(i), std::to_string(i));
      if (i >= original.size()) {
        gained(rendered.items()[i], {});
      } else if (i >= rendered.size()) {
        lost(original.items()[i]);
      } else {
        compare(original.items()[i], rendered.items()[i]);
      }
      leave();
    }
  }

  static const Node* item_of(const Node& list, std::string_view key, std::string_view name) {
    for (const Node& item : list.items()) {
      if (item.find(key)->as_string() == name) return &item;
    }
    return nullptr;
  }

  static bool has_keys(const Node& list, std::string_view key) {
    std::vector<std::string_view> names;
    for (const Node& item : list.items()) {
      const Node* name = item.find(key);
      if (name == nullptr || !name->is_scalar()) return false;
      names.push_back(name->as_string());
    }
    std::sort(names.begin(), names.end());
    return std::adjacent_find(names.begin(), names.end()) == names.end();
  }

  void keyed_lists(const Node& original, const Node& rendered, std::string_view key) {
    for (const Node& item : original.items()) {
      const std::string_view name = item.find(key)->as_string();
      const Node* there = item_of(rendered, key, name);
      enter(name, "0");
      if (there == nullptr) {
        lost(item);
      } else {
        compare(item, *there);
      }
      leave();
    }
    for (const Node& item : rendered.items()) {
      const std::string_view name = item.find(key)->as_string();
      if (item_of(original, key, name) != nullptr) continue;
      enter(name, "0");
      gained(item, name);
      leave();
    }
    judge_order(original, rendered, key);
  }

  // $(NAME) in a variable's value sees those that stand before it (Kubernetes, Vertex AI).
  void judge_order(const Node& original, const Node& rendered, std::string_view key) {
    const auto refers = [](const Node& item) {
      const Node* value = item.find("value");
      return value != nullptr && value->as_string().find("$(") != std::string_view::npos;
    };
    if (std::none_of(original.items().begin(), original.items().end(), refers)) return;
    std::vector<std::string_view> before, after;
    for (const Node& item : original.items()) before.push_back(item.find(key)->as_string());
    for (const Node& item : rendered.items()) {
      const std::string_view name = item.find(key)->as_string();
      if (item_of(original, key, name) != nullptr) after.push_back(name);
    }
    if (before != after) say("the order, which $(NAME) depends on, does not come back");
  }

  void lost(const Node& original) {
    if (is_taken_out(original)) return;
    const Span outer = place_;
    if (original.span() != Span{}) place_ = original.span();
    say(shown(original) + " does not come back");
    place_ = outer;
  }

  // W&B's variables take their values from the job's own fields.
  void gained(const Node& rendered, std::string_view name) {
    if (name.starts_with("WANDB_") || is_own(rendered)) {
      added_.push_back(field());
    } else if (rendered.size() > 0) {
      gained_parts(rendered);
    } else if (!says_nothing(rendered)) {
      say(shown(rendered) + " is added to it");
    }
  }

  void gained_parts(const Node& rendered) {
    for (std::size_t i = 0; i < rendered.items().size(); ++i) {
      const Node& item = rendered.items()[i];
      const Node* own = item.find("name");
      const bool named = own != nullptr && own->is_string();
      enter(named ? std::string(own->as_string()) : std::to_string(i), "0");
      gained(item, named ? own->as_string() : std::string_view());
      leave();
    }
    for (const Member& member : rendered.members()) {
      enter(member.key, member.key);
      gained(member.value, member.key);
      leave();
    }
  }

  bool is_own(const Node& node) const {
    if (node.is_scalar() || node.size() == 0) {
      const Step* step = node.history();
      return (step != nullptr && step->action == Step::Action::Completed) ||
             comparison_.context.sources.kind(node.span().source) == SourceMap::Kind::BuiltIn;
    }
    const auto own = [&](const Node& child) { return is_own(child); };
    const auto own_member = [&](const Member& member) { return is_own(member.value); };
    return std::all_of(node.items().begin(), node.items().end(), own) &&
           std::all_of(node.members().begin(), node.members().end(), own_member);
  }

  std::string field() const {
    std::string name;
    for (const std::string& step : path_) {
      const bool index = !step.empty() && step.find_first_not_of("0123456789") == step.npos;
      const bool plain = step.find_first_of("./[]") == std::string::npos && !index;
      name += plain ? (name.empty() ? "" : ".") + step : "[" + step + "]";
    }
    return name;
  }

  std::string shown(const Node& node) const {
    if (!node.valid()) return "nothing";
    if (!node.is_scalar()) return std::string(kind_phrase(node.kind()));
    if (node.is_null()) return "nothing";
    const bool hides = node.is_secret() || (!path_.empty() && names_credential(path_.back())) ||
                       !find_secrets(node.as_string()).empty();
    if (hides) return "its value";
    return node.is_string() ? quoted(node.as_string()) : std::string(node.as_string());
  }

  void say(const std::string& what) {
    const std::string name = field();
    comparison_.context.diagnostics.report(
        {&kImportResidue, place_, (name.empty() ? "" : name + ": ") + what});
  }

  const Comparison& comparison_;
  Span place_;  // of the nearest thing that the source has
  std::vector<std::string> path_, steps_;
  std::vector<std::string> added_;
};

}  // namespace

std::vector<std::string> compare_trees(const Node& original, const Node& rendered,
                                       const Comparison& comparison) {
  return Walk(comparison, original.span()).run(original, rendered);
}

}  // namespace launch
