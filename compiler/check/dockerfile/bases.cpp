#include "compiler/build/from.h"
#include "compiler/check/dockerfile/dockerfile.h"

namespace launch {

void judge_dockerfile_bases(const DockerfileContext& context) {
  build::GivenValues given;
  const Node& platform = context.code.plan.platform;
  if (!platform.is_deferred()) given.platform = platform.as_string();
  for (const Member& arg : context.code.plan.args) {
    if (arg.value.is_deferred() || arg.value.is_secret()) continue;
    given.args[std::string(arg.key)] = std::string(scalar_text(arg.value, context.code.arena));
  }
  for (const build::Base& base : build::bases_of(context.file, given)) {
    if (base.open) continue;  // what it stands for is not known
    judge_base_name({base.name, context.at(base.word)}, context.code);
  }
}

}  // namespace launch
