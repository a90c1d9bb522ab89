#include "compiler/target/checkpoint.h"

#include "compiler/spec/spec_rules.h"
#include "compiler/target/kubernetes/emit.h"

namespace launch::kubernetes {
namespace {

constexpr std::string_view kVolume = "launch-checkpoint";
constexpr std::string_view kWhy = "keeps the job's checkpoints";

std::string_view without_end(std::string_view folder) {
  while (folder.size() > 1 && folder.ends_with('/')) folder.remove_suffix(1);
  return folder;
}

class Mounter {
 public:
  Mounter(const Member& place, const Node& path, Tree& tree, TargetContext& context)
      : place_(place), path_(path), tree_(tree), context_(context) {}

  void mount(const Pod& pod) {
    const Path volumes = pod.path / "spec" / "volumes";
    const Path mounts = pod.container() / "volumeMounts";
    if (!is_list_or_absent(volumes) || !is_list_or_absent(mounts)) return;
    if (is_taken(volumes, "name", kVolume) || is_taken(mounts, "mountPath", path_.as_string())) {
      return;
    }
    const Path volume = end_of(volumes);
    tree_.set(volume / "name", tree_.built_in(kVolume, kWhy), place_.key_span);
    fill(volume);
    const Path mount = end_of(mounts);
    tree_.set(mount / "name", tree_.built_in(kVolume, kWhy), place_.key_span);
    tree_.set(mount / "mountPath", from(path_, "checkpoint.path"), path_.span());
  }

 private:
  Node from(const Node& value, std::string_view name) const {
    return value.with_step(context_.arena, {Step::Action::Moved, value.span(), name});
  }

  void fill(const Path& volume) {
    if (place_.key == "volume") {
      return tree_.set(volume / "persistentVolumeClaim" / "claimName",
                       from(place_.value, "checkpoint.volume"), place_.key_span);
    }
    const Path folder = volume / "hostPath";
    tree_.set(folder / "path", from(place_.value, "checkpoint.host_path"), place_.key_span);
    tree_.set(folder / "type", tree_.built_in("DirectoryOrCreate", "as docker makes it"),
              place_.key_span);
  }

  // What is no list is for the API's schema to refuse.
  bool is_list_or_absent(const Path& list) const {
    const Node* there = tree_.find(list);
    return there == nullptr || there->is_sequence();
  }

  Path end_of(const Path& list) const {
    const Node* there = tree_.find(list);
    return list / std::to_string(there == nullptr ? 0 : there->size());
  }

  bool is_taken(const Path& list, std::string_view key, std::string_view value) {
    const Node* there = tree_.find(list);
    for (const Node& item : there == nullptr ? std::span<const Node>() : there->items()) {
      const Node* own = item.find(key);
      if (own == nullptr || without_end(own->as_string()) != without_end(value)) continue;
      const bool by_name = key == "name";
      context_.diagnostics.report(
          {&kSetTwice,
           by_name ? place_.key_span : path_.span(),
           by_name ? "the volume of the checkpoints is called " + quoted(value) +
                         ", and the manifest has one of that name"
                   : quoted(value) + " is where the checkpoints are mounted, and the manifest "
                                     "mounts something else there",
           {{own->span(), "the manifest's"}},
           by_name ? "rename the manifest's" : "remove one of the two"});
      return true;
    }
    return false;
  }

  const Member& place_;
  const Node& path_;
  Tree& tree_;
  TargetContext& context_;
};

}  // namespace

void mount_checkpoints(const Spec& spec, const Places& places, Tree& tree, TargetContext& context) {
  const std::optional<Checkpoint> checkpoint = checkpoint_of(spec);
  if (!checkpoint) return;
  const Member* place = judge_checkpoint(*checkpoint, "kubernetes", context.diagnostics);
  if (place == nullptr || !checkpoint->path.valid()) return;
  if (places.pods.empty()) {
    context.diagnostics.report(
        {&kDropped, place->key_span,
         "the object has no pod template, so that nothing mounts the checkpoints"});
  }
  for (const Pod& pod : places.pods) {
    Mounter(*place, checkpoint->path, tree, context).mount(pod);
  }
}

}  // namespace launch::kubernetes
