#include "compiler/target/plain_secrets.h"
#include "compiler/target/sagemaker/emit.h"

namespace launch::sagemaker {
namespace {

// What SageMaker allows in one variable, and so W&B's own client
// (wandb/sdk/launch/utils.py, MAX_ENV_LENGTHS).
constexpr std::size_t kLongestVariable = 512;

}  // namespace

// W&B's variables first, then those of the request, then the job's own.
void fill_environment(const Spec& spec, Tree& tree, TargetContext& context) {
  const Path environment{"Environment"};
  const Node* block = tree.find(environment);
  const Node given = block != nullptr ? *block : Node();
  // What is no map stays, for the schema to refuse.
  if (given.valid() && !given.is_mapping()) return;

  Spec user = spec;
  user.env.clear();
  for (const Member& member : given.members()) {
    user.env.push_back({member.key, member.key_span, member.value});
  }
  const std::size_t requested = user.env.size();
  user.env.insert(user.env.end(), spec.env.begin(), spec.env.end());
  const Span head = tree.root().span();
  const std::vector<EnvVar> all = request_variables(user, kLongestVariable, head, context);
  const std::size_t own = all.size() - user.env.size() + requested;

  const Span place = given.valid() ? given.span() : head;
  tree.set(environment, Node::mapping({}, place).with_history(given.history()), place);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const EnvVar& variable = all[i];
    const Path path = environment / variable.name;
    if (i < own) {
      tree.set(path, variable.value, variable.name_span);
    } else {
      tree.lay(path, variable.value, variable.name_span, "env." + std::string(variable.name));
    }
  }
}

}  // namespace launch::sagemaker
