#include <algorithm>

#include "compiler/spec/spec_rules.h"
#include "compiler/target/env_list.h"
#include "compiler/target/job_words.h"
#include "compiler/target/plain_secrets.h"
#include "compiler/target/vertex/emit.h"
#include "compiler/target/vertex/forms.h"

namespace launch::vertex {
namespace {

// What W&B's own client allows in one variable (wandb/sdk/launch/utils.py, MAX_ENV_LENGTHS).
constexpr std::size_t kLongestVariable = 32670;

class Filler {
 public:
  Filler(const Spec& spec, Tree& tree, TargetContext& context)
      : spec_(spec), tree_(tree), context_(context), pools_(worker_pools(tree)) {}

  void run() {
    std::size_t own_images = 0;
    for (const Path& pool : pools_) own_images += image(pool) ? 0 : 1;
    if (own_images > 0 && own_images == pools_.size() && spec_.source == SourceKind::Image &&
        spec_.image.valid() && !image_is_used()) {
      context_.diagnostics.report({&kDropped, spec_.image.span(),
                                   "every worker pool names an image of its own, and keeps it"});
    }
    words(spec_.entry, "command");
    words(spec_.args, "args");
    const std::vector<EnvVar> variables =
        request_variables(spec_, kLongestVariable, head(), context_);
    for (const Path& pool : pools_) {
      add_variables(task(pool) / "env", variables);
    }
  }

 private:
  Span head() const {
    return spec_.source_node.valid() ? spec_.source_node.span() : spec_.root.span();
  }

  bool runs_package(const Path& pool) const { return tree_.has(pool / "pythonPackageSpec"); }
  Path task(const Path& pool) const {
    return pool / (runs_package(pool) ? "pythonPackageSpec" : "containerSpec");
  }

  // A pool that names an image has meant it, as in W&B's client: ${image_uri} is there for the
  // job's. False when the pool keeps its own.
  bool image(const Path& pool) {
    if (runs_package(pool)) return false;
    const Path place = pool / "containerSpec" / "imageUri";
    if (tree_.has(place)) return false;
    // A queue or base alone: whatever its jobs run.
    tree_.complete(place, spec_.image.valid()
                              ? spec_.image
                              : tree_.built_in("IMAGE", "no image is known").with_deferred());
    return true;
  }

  bool image_is_used() const {
    return std::any_of(pools_.begin(), pools_.end(), [&](const Path& pool) {
      return tree_.text(pool / "containerSpec" / "imageUri") == spec_.image.as_string();
    });
  }

  // A package is run by its module, and takes no command.
  void words(const std::vector<Node>& words, std::string_view field) {
    if (words.empty()) return;
    const Node list = list_of_texts(words, context_.arena);
    bool placed = false;
    for (const Path& pool : pools_) {
      if (field == "command" && runs_package(pool)) continue;
      tree_.lay(task(pool) / field, list, list.span(), field);
      placed = true;
    }
    if (placed) return;
    context_.diagnostics.report(
        {&kDropped, list.span(), "every worker pool runs a Python package, which has no command"});
  }

  // New ones go behind the pool's own. Of those that it has, W&B's give way, and the job's are laid
  // over them.
  void add_variables(const Path& place, const std::vector<EnvVar>& variables) {
    const Node* list = tree_.find(place);
    if (variables.empty() || (list != nullptr && !list->is_sequence())) return;
    EnvList env(list);
    for (const EnvVar& variable : variables) {
      const Node* there = env.find(variable.name);
      if (there == nullptr) {
        env.put(variable.name, env_item(variable, variable.value, context_.arena));
      } else if (is_of_job(variable)) {
        Tree item(*there, kRequestForm, spec_, context_);
        item.lay(Path{"value"}, variable.value, variable.name_span,
                 "env." + std::string(variable.name));
        env.put(variable.name, item.root());
      }
    }
    const Node filled = env.build(context_.arena);
    tree_.set(place, filled, filled.span());
  }

  bool is_of_job(const EnvVar& variable) const {
    return std::any_of(spec_.env.begin(), spec_.env.end(),
                       [&](const EnvVar& own) { return own.name == variable.name; });
  }

  const Spec& spec_;
  Tree& tree_;
  TargetContext& context_;
  std::vector<Path> pools_;
};

}  // namespace

void fill_tasks(const Spec& spec, Tree& tree, TargetContext& context) {
  Filler(spec, tree, context).run();
}

}  // namespace launch::vertex
