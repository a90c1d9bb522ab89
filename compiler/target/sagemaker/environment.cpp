#include <algorithm>

#include "compiler/target/plain_secrets.h"
#include "compiler/target/sagemaker/emit.h"

namespace launch::sagemaker {
namespace {

// What SageMaker allows in one variable, and so W&B's own client
// (wandb/sdk/launch/utils.py, MAX_ENV_LENGTHS).
constexpr std::size_t kLongestVariable = 512;

// One variable of the job over what there is by its name.
void lay(MappingBuilder& there, const EnvVar& variable, const Spec& spec, TargetContext& context) {
  MappingBuilder alone;
  const auto old = std::find_if(there.members().begin(), there.members().end(),
                                [&](const Member& member) { return member.key == variable.name; });
  if (old != there.members().end()) alone.set(old->key, old->key_span, old->value);
  Tree laid(alone.build(context.arena, variable.name_span), {"the request"}, spec, context);
  laid.lay(Path{std::string(variable.name)}, variable.value, variable.name_span,
           "env." + std::string(variable.name));
  const Member& member = laid.root().members().front();
  there.set(member.key, member.key_span, member.value);
}

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
  MappingBuilder filled;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const EnvVar& variable = all[i];
    if (i < own) {
      filled.set(variable.name, variable.name_span, variable.value);
    } else {
      lay(filled, variable, spec, context);
    }
  }
  const Node map = filled.build(context.arena, place).with_history(given.history());
  tree.set(environment, map, place);
}

}  // namespace launch::sagemaker
