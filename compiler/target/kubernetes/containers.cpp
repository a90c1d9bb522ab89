#include <algorithm>

#include "compiler/spec/spec_rules.h"
#include "compiler/spec/wandb_env.h"
#include "compiler/target/env_list.h"
#include "compiler/target/job_words.h"
#include "compiler/target/kubernetes/emit.h"

namespace launch::kubernetes {
namespace {

// What W&B's own client allows in one variable (wandb/sdk/launch/utils.py, MAX_ENV_LENGTHS).
constexpr std::size_t kLongestVariable = 32670;

class Filler {
 public:
  Filler(const Spec& spec, const Places& places, Tree& tree, TargetContext& context)
      : spec_(spec), places_(places), tree_(tree), context_(context) {
    for (const Pod& pod : places.pods) {
      has_command_.push_back(tree.has(pod.container() / "command") ||
                             tree.has(pod.container() / "args"));
    }
  }

  void run() {
    for (const Pod& pod : places_.pods) image(pod);
    words(spec_.entry, "command");
    words(spec_.args, "args");
    const std::vector<EnvVar> wandb = wandb_variables(
        spec_, {context_.arena, context_.sources, context_.options.base_url, kLongestVariable});
    for (const Pod& pod : places_.pods) variables(pod, wandb);
  }

 private:
  void image(const Pod& pod) {
    const Path place = pod.container() / "image";
    if (!spec_.image.valid()) {
      // A queue or base alone: whatever its jobs run.
      return tree_.complete(place, tree_.built_in("IMAGE", "no image is known").with_deferred());
    }
    const bool built = spec_.source != SourceKind::Image;
    const bool only_where_none = !places_.has_job || built;
    if (only_where_none && any_image(pod)) return;
    tree_.lay(place, spec_.image, spec_.image.span(), "image");
  }

  // A resource that names its own images has meant them, and so has a manifest for a job that is
  // built: ${image_uri} is there for what is built.
  bool any_image(const Pod& pod) const {
    const Node* containers = tree_.find(pod.path / "spec" / "containers");
    if (containers == nullptr) return false;
    return std::any_of(containers->items().begin(), containers->items().end(),
                       [](const Node& container) { return container.find("image") != nullptr; });
  }

  // The command goes to the main container only, never to those beside it. In a resource of several
  // templates, one that has a command of its own keeps it (an MPI worker runs its sshd), unless
  // `overrides` say another: as in W&B's client, those win everywhere (kubernetes_runner.py).
  void words(const std::vector<Node>& words, std::string_view field) {
    if (words.empty()) return;
    const Node list = list_of_texts(words, context_.arena);
    const bool some_keep_theirs = places_.pods.size() > 1 && !tree_.overrides(list);
    bool placed = false;
    for (std::size_t i = 0; i < places_.pods.size(); ++i) {
      if (some_keep_theirs && has_command_[i]) continue;
      tree_.lay(places_.pods[i].container() / field, list, list.span(), field);
      placed = true;
    }
    if (placed) return;
    context_.diagnostics.report(
        {&kDropped, list.span(),
         places_.pods.empty()
             ? "the object has no pod template, so that nothing runs the job's " +
                   std::string(field)
             : "every pod template of the object has a command of its own, and keeps it"});
  }

  void variables(const Pod& pod, const std::vector<EnvVar>& wandb) {
    const Path place = pod.container() / "env";
    const Node* list = tree_.find(place);
    if (list != nullptr && !list->is_sequence()) return;  // it is refused for that
    EnvList env(list);
    for (const EnvVar& variable : wandb) {
      // Only one process can be the run: of a resource with several pods, that of the first
      // template (wandb, kubernetes_runner.py, add_wandb_env).
      if (variable.name == "WANDB_RUN_ID" && &pod != places_.pods.data()) continue;
      if (env.find(variable.name) == nullptr) env.put(variable.name, item_of(variable));
    }
    for (const EnvVar& variable : spec_.env) user_variable(env, variable);
    if (!env.is_changed()) return;
    const Node filled = env.build(context_.arena);
    tree_.set(place, filled, filled.span());
  }

  Node item_of(const EnvVar& variable) {
    return env_item(variable, variable_text(variable, spec_, context_), context_.arena);
  }

  void user_variable(EnvList& env, const EnvVar& variable) {
    const Node* there = env.find(variable.name);
    if (there == nullptr) return env.put(variable.name, item_of(variable));
    const Node* from = there->find("valueFrom");
    if (from != nullptr && spec_.strength(*from) >= spec_.strength(variable.value)) return;
    if (from != nullptr) return env.put(variable.name, item_of(variable));
    if (variable.value.is_null()) return;
    Tree item(*there, kManifestForm, spec_, context_);
    item.lay(Path{"value"}, as_text(variable.value, context_.arena), variable.name_span,
             "env." + std::string(variable.name));
    env.put(variable.name, item.root());
  }

  const Spec& spec_;
  const Places& places_;
  Tree& tree_;
  TargetContext& context_;
  std::vector<bool> has_command_;  // by pod, as the manifest has it
};

}  // namespace

void fill_containers(const Spec& spec, const Places& places, Tree& tree, TargetContext& context) {
  Filler(spec, places, tree, context).run();
}

}  // namespace launch::kubernetes
