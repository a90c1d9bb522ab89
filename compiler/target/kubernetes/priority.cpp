#include "compiler/spec/priority.h"

#include "compiler/target/kubernetes/emit.h"
#include "compiler/target/kubernetes/emit_rules.h"

namespace launch::kubernetes {
namespace {

// Where the class goes. Kueue orders by the label, and only without it by the pods' class
// (https://kueue.sigs.k8s.io/docs/concepts/workload_priority_class/); Volcano's Job has a field of
// its own (https://volcano.sh/en/docs/vcjob/).
std::vector<Path> places_of_class(const Places& places, const Tree& tree) {
  const Path labels{"metadata", "labels"};
  if (tree.has(labels / "kueue.x-k8s.io/queue-name")) {
    return {labels / "kueue.x-k8s.io/priority-class"};
  }
  if (tree.text(Path{"apiVersion"}).starts_with("batch.volcano.sh/") &&
      tree.text(Path{"kind"}) == "Job") {
    return {Path{"spec", "priorityClassName"}};
  }
  std::vector<Path> result;
  for (const Pod& pod : places.pods) result.push_back(pod.path / "spec" / "priorityClassName");
  return result;
}

}  // namespace

void set_priority(const Spec& spec, const Places& places, Tree& tree, TargetContext& context) {
  const PriorityClass priority = priority_class_of(spec);
  if (priority.classes == nullptr) return;
  if (priority.mapped == nullptr) {
    if (priority.priority == nullptr || priority.word.empty()) return;
    std::vector<std::string_view> known;
    for (const Member& member : priority.classes->value.members()) {
      if (!member.value.is_null()) known.push_back(member.key);
    }
    context.diagnostics.report({&kPriorityUnmapped,
                                priority.priority->value.span(),
                                "priority " + std::string(priority.word) +
                                    " has no class in this queue, which has classes for " +
                                    all_of(known),
                                {{priority.classes->key_span, "the queue's classes"}}});
    return;
  }
  const std::string name = "priority_classes." + std::string(priority.word);
  for (const Path& place : places_of_class(places, tree)) {
    tree.lay(place, priority.mapped->value, priority.mapped->key_span, name);
  }
}

}  // namespace launch::kubernetes
