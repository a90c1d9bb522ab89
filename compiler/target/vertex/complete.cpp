#include "compiler/target/names.h"
#include "compiler/target/vertex/emit.h"
#include "compiler/target/vertex/forms.h"
#include "compiler/target/vertex/grammar.h"

namespace launch::vertex {
namespace {

std::string joined_name(const Spec& spec) {
  std::string text = "launch";
  for (const Node& part : {spec.entity, spec.project, spec.run_id}) {
    if (part.valid() && !part.as_string().empty()) text += "-" + std::string(part.as_string());
  }
  return text;
}

// The label by which W&B's agent finds the job (wandb/sdk/launch/runner/vertex_runner.py).
void label(const Spec& spec, Tree& tree) {
  if (!spec.run_id.valid()) return;
  const std::string id(spec.run_id.as_string());
  tree.complete(Path{"labels", "wandb-run-id"},
                tree.built_in(check_label_value(id) ? distinct_label(id) : id, "tells the run"));
}

// As Google's own client does, which takes the time for a name (google/cloud/aiplatform/jobs.py,
// CustomJob, base_output_dir).
void place_output(const Spec& spec, const Node& block, Tree& tree) {
  const Path place{"jobSpec", "baseOutputDirectory", "outputUriPrefix"};
  const auto with_scheme = [](std::string_view text) {
    return (text.find("://") == std::string_view::npos ? "gs://" : "") + std::string(text);
  };
  if (tree.has(place)) return;
  const Node* bucket = block.find(kStagingBucket);
  if (bucket == nullptr || !bucket->is_string() || !spec.run_id.valid()) return;
  std::string folder = with_scheme(bucket->as_string());
  if (!folder.ends_with('/')) folder += '/';
  folder += "aiplatform-custom-job-" + std::string(spec.run_id.as_string());
  tree.complete(place, tree.built_in(folder, "below staging_bucket").with_span(bucket->span()));
}

// Seconds as the API's durations: 3600 as "3600s".
void write_durations(Tree& tree) {
  for (const char* name : {"timeout", "maxWaitDuration"}) {
    const Path place = Path{"jobSpec", "scheduling"} / name;
    const Node* value = tree.find(place);
    if (value == nullptr || !value->is_number()) continue;
    const Node text =
        tree.built_in(std::string(value->as_string()) + "s", "seconds").with_span(value->span());
    tree.set(place, text.with_history(value->history()), value->span());
  }
}

}  // namespace

void complete(const Spec& spec, const Node& block, Tree& tree) {
  if (spec.name.valid() && !spec.name.as_string().empty()) {
    tree.complete(Path{"displayName"}, spec.name);
  }
  tree.complete(Path{"displayName"}, joined_name(spec), "made of entity, project and run id");
  label(spec, tree);
  for (const Path& pool : worker_pools(tree)) {
    tree.complete(pool / "replicaCount", tree.built_in(Kind::Integer, "1", "one replica"));
  }
  place_output(spec, block, tree);
  write_durations(tree);
}

}  // namespace launch::vertex
