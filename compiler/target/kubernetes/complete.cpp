#include "compiler/target/kubernetes/emit.h"
#include "compiler/target/names.h"

namespace launch::kubernetes {
namespace {

void label(const Spec& spec, const Path& metadata, Tree& tree) {
  const Path labels = metadata / "labels";
  if (spec.run_id.valid()) {
    tree.complete(labels / kRunIdLabel,
                  tree.built_in(legal_label_value(spec.run_id.as_string()), "tells the run"));
  }
  tree.complete(labels / kMonitorLabel, "true", "followed by W&B's agent");
}

// One name for one run: what is submitted twice is refused by the server the second time.
void name_object(const Spec& spec, Tree& tree) {
  const Path metadata{"metadata"};
  if (tree.has(metadata / "name") || tree.has(metadata / "generateName")) return;
  // A CronJob's name is cut to 52 bytes to leave room for its jobs' own (batch/validation).
  constexpr std::size_t kLongest = 52;
  std::string text = "launch";
  for (const Node& part : {spec.entity, spec.project}) {
    if (part.valid() && !part.as_string().empty()) text += "-" + std::string(part.as_string());
  }
  if (spec.run_id.valid()) text += "-" + distinct_label(spec.run_id.as_string());
  tree.complete(metadata / "name", legal_label(text, kLongest),
                "made of entity, project and run id");
}

}  // namespace

void complete(const Spec& spec, const Places& places, Tree& tree) {
  name_object(spec, tree);
  label(spec, {"metadata"}, tree);
  for (const Pod& pod : places.pods) label(spec, pod.path / "metadata", tree);
  if (!places.has_job) return;
  // W&B's own defaults (kubernetes_runner.py): a run that failed is not tried again behind the
  // user's back, and what has finished does not stay for ever.
  constexpr std::string_view kWhy = "W&B Launch's default";
  tree.complete(places.job_spec / "backoffLimit", tree.built_in(Kind::Integer, "0", kWhy));
  tree.complete(places.job_spec / "ttlSecondsAfterFinished",
                tree.built_in(Kind::Integer, "60", kWhy));
  tree.complete(places.pods[0].path / "spec" / "restartPolicy", "Never", kWhy);
}

}  // namespace launch::kubernetes
