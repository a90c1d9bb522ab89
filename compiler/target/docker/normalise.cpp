#include "compiler/target/docker/normalise.h"

#include "compiler/spec/env_map.h"
#include "compiler/target/docker/emit_rules.h"
#include "compiler/target/docker/flags.h"

namespace launch::docker {
namespace {

void report_duplicate(std::string_view name, const Member& first, const Member& second,
                      TargetContext& context) {
  context.diagnostics.report(
      {&kDuplicateFlag,
       second.key_span,
       quoted(second.key) + " is the flag --" + std::string(name) + ", which is set already",
       {{first.key_span, "first set here, as " + quoted(first.key)}},
       "keep one of the two"});
}

}  // namespace

Node normalise_args(const Node& args, TargetContext& context) {
  MappingBuilder result;
  std::vector<std::pair<std::string_view, Member>> seen;
  for (const Member& member : args.members()) {
    const Flag* flag = find_flag_for_key(member.key);
    const std::string_view name = flag == nullptr ? member.key : canonical_flag(*flag).name;
    const Member* before = nullptr;
    for (const auto& [known, first] : seen) {
      if (known == name) before = &first;
    }
    if (before != nullptr) {
      report_duplicate(name, *before, member, context);
      continue;
    }
    seen.emplace_back(name, member);
    Node value = member.value;
    if (name == "env")
      value = env_as_map(value, {context.arena, context.sources, context.diagnostics});
    if (name != member.key) {
      value = value.with_step(context.arena, {Step::Action::Moved, member.key_span, member.key});
    }
    result.set(name, member.key_span, value);
  }
  return result.build(context.arena, args.span()).with_history(args.history()).with_tag(args.tag());
}

}  // namespace launch::docker
