#include "compiler/build/laid_over.h"

#include <algorithm>

#include "compiler/target/target.h"
#include "compiler/target/text.h"

namespace launch::build {
namespace {

class Laying {
 public:
  explicit Laying(Arena& arena) : arena_(arena) {}

  Node lay(const Node& ours, const Node& theirs, const Path& path) {
    if (ours.is_mapping() && theirs.is_mapping()) return maps(ours, theirs, path);
    if (!ours.is_sequence() || !theirs.is_sequence()) return won(ours, theirs);
    const std::string& key = path.back();
    if (key == "args") return arguments(ours, theirs);
    if (key == "containers" && ours.size() == 1 && theirs.size() == 1) {
      const Node one = lay(ours.items()[0], theirs.items()[0], below(path, "0"));
      return Node::sequence(arena_.copy(std::span<const Node>(&one, 1)), theirs.span());
    }
    const Target* kubernetes = find_target("kubernetes");
    const std::string_view name = kubernetes->list_key(path);
    return name.empty() ? won(ours, theirs) : lists(ours, theirs, path, name);
  }

 private:
  static Path below(const Path& path, std::string_view step) {
    Path longer = path;
    longer.emplace_back(step);
    return longer;
  }
  Node won(const Node& ours, const Node& theirs) {
    return theirs.with_step(arena_, {Step::Action::Overrode, ours.span(), {}});
  }

  Node maps(const Node& ours, const Node& theirs, const Path& path) {
    MappingBuilder builder(ours);
    for (const Member& member : theirs.members()) {
      const Node* there = ours.find(member.key);
      if (member.value.is_null()) {
        builder.erase(member.key);
      } else {
        builder.set(
            member.key, member.key_span,
            there == nullptr ? member.value : lay(*there, member.value, below(path, member.key)));
      }
    }
    return builder.build(arena_, theirs.span());
  }

  Node lists(const Node& ours, const Node& theirs, const Path& path, std::string_view name) {
    std::vector<Node> items(ours.items().begin(), ours.items().end());
    for (const Node& item : theirs.items()) {
      const auto same = std::find_if(items.begin(), items.end(), [&](const Node& there) {
        const Node* a = there.find(name);
        const Node* b = item.find(name);
        return a != nullptr && b != nullptr && same_value(*a, *b);
      });
      if (same == items.end()) {
        items.push_back(item);
      } else {
        *same = lay(*same, item, below(path, "0"));
      }
    }
    return Node::sequence(arena_.copy(std::span<const Node>(items)), theirs.span());
  }

  Node arguments(const Node& ours, const Node& theirs) {
    std::vector<Node> words(ours.items().begin(), ours.items().end());
    for (const Node& word : theirs.items()) {
      const std::string_view name = cut(word.as_string(), '=').before;
      const auto same = std::find_if(words.begin(), words.end(), [&](const Node& there) {
        const Cut parts = cut(there.as_string(), '=');
        return parts.found && parts.before == name;
      });
      if (same == words.end()) {
        words.push_back(word);
      } else {
        *same = won(*same, word);
      }
    }
    return Node::sequence(arena_.copy(std::span<const Node>(words)), theirs.span());
  }

  Arena& arena_;
};

}  // namespace

Node laid_over(const Node& ours, const Node& theirs, Arena& arena) {
  return theirs.is_mapping() ? Laying(arena).lay(ours, theirs, {}) : ours;
}

}  // namespace launch::build
