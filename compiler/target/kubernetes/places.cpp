#include "compiler/target/kubernetes/emit.h"
#include "compiler/target/kubernetes/pod_templates.h"

namespace launch::kubernetes {
namespace {

// The container named `launch`, else the first, runs the job; the others stand beside it.
std::size_t main_container(const Tree& tree, const Path& pod) {
  const Node* containers = tree.find(pod / "spec" / "containers");
  for (std::size_t i = 0; containers != nullptr && i < containers->items().size(); ++i) {
    const Node* name = containers->items()[i].find("name");
    if (name != nullptr && name->as_string() == "launch") return i;
  }
  return 0;
}

// W&B's names for containers that have none (kubernetes_runner.py).
void name_containers(const Path& pod, Tree& tree) {
  const Path containers = pod / "spec" / "containers";
  const Node* list = tree.find(containers);
  const std::size_t count = list == nullptr || list->size() == 0 ? 1 : list->size();
  if (list != nullptr && !list->is_sequence()) return;
  for (std::size_t i = 0; i < count; ++i) {
    const Path container = containers / std::to_string(i);
    const Node* there = tree.find(container);
    if (there != nullptr && !there->is_mapping()) continue;
    tree.complete(container / "name", "launch" + std::to_string(i), "names the container");
  }
}

}  // namespace

Places find_places(Tree& tree) {
  constexpr std::string_view kWhy = "a plain Job, unless the job says otherwise";
  tree.complete(Path{"apiVersion"}, "batch/v1", kWhy);
  if (tree.text(Path{"apiVersion"}) == "batch/v1") tree.complete(Path{"kind"}, "Job", kWhy);
  Places places;
  const bool batch = tree.text(Path{"apiVersion"}) == "batch/v1";
  if (batch && tree.text(Path{"kind"}) == "Job") {
    places.job_spec = {"spec"};
  } else if (batch && tree.text(Path{"kind"}) == "CronJob") {
    places.job_spec = {"spec", "jobTemplate", "spec"};
  }
  places.has_job = !places.job_spec.empty();
  if (places.has_job) {
    places.pods.push_back({places.job_spec / "template"});
  } else {
    for (Path& path : find_pod_templates(tree.root())) places.pods.push_back({std::move(path)});
  }
  for (Pod& pod : places.pods) {
    name_containers(pod.path, tree);
    pod.main = main_container(tree, pod.path);
  }
  return places;
}

}  // namespace launch::kubernetes
