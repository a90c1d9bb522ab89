#include "compiler/target/choose.h"

#include <algorithm>

#include "compiler/spec/spec_rules.h"

namespace launch {
namespace {

// What --target means beside the targets of jobs, to some commands.
constexpr std::string_view kWandb = "wandb";

std::vector<std::string_view> target_names() {
  std::vector<std::string_view> names;
  for (const Target* target : targets()) names.push_back(target->name);
  return names;
}

void report_unknown(std::string_view name, Span place, Diagnostics& diagnostics) {
  if (name == kWandb) {
    diagnostics.report({&kTargetUnknown,
                        place,
                        "target \"wandb\" is a job's launch spec, which only `launch render`, "
                        "`explain` and `submit` make",
                        {},
                        "name the target that the job runs on, or leave --target out"});
    return;
  }
  std::vector<std::string_view> known = target_names();
  known.push_back(kWandb);
  diagnostics.report({&kTargetUnknown,
                      place,
                      "unknown target " + quoted(name) + "; known are " + all_of(known),
                      {},
                      suggest(did_you_mean(name, known))});
}

// The target of a name, or what is wrong with the name.
const Target* named(std::string_view name, Span place, bool every, Diagnostics& diagnostics) {
  if (const Target* target = find_target(name)) return target;
  // A `resource` that is none has been refused by the schema.
  if (!every && !diagnostics.has_errors()) report_unknown(name, place, diagnostics);
  return nullptr;
}

// A block that holds nothing for a target: W&B's `resource_args.builder`.
bool is_target_block(const Member& member) {
  return !canonical_resource(member.key).empty() && !member.value.is_null();
}

}  // namespace

void report_unknown_target(const Node& resource, Diagnostics& diagnostics) {
  const std::string_view name = resource.as_string();
  if (!name.empty() && find_target(name) == nullptr)
    report_unknown(name, resource.span(), diagnostics);
}

std::vector<const Target*> choose_targets(const Spec& spec, const Node& asked, bool every,
                                          Diagnostics& diagnostics) {
  const Span head = spec.source_node.valid() ? spec.source_node.span() : spec.root.span();
  const bool all = asked.as_string() == kAllTargets;
  const Node& by_name = asked.valid() && !all ? asked : spec.resource;
  if (!all && !by_name.as_string().empty()) {
    const Target* target = named(by_name.as_string(), by_name.span(), every, diagnostics);
    return target == nullptr ? std::vector<const Target*>{} : std::vector{target};
  }
  std::vector<std::string_view> blocks;
  for (const Member& member : spec.resource_args.members()) {
    if (is_target_block(member)) blocks.push_back(member.key);
  }
  const std::string_view own = canonical_resource(spec.resource.as_string());
  if (all && !own.empty() && std::find(blocks.begin(), blocks.end(), own) == blocks.end()) {
    blocks.push_back(own);
  }
  std::vector<const Target*> chosen;
  if (every || blocks.size() == 1 || (all && !blocks.empty())) {
    for (const std::string_view block : blocks) {
      if (const Target* target = named(block, spec.resource_args.span(), every, diagnostics)) {
        chosen.push_back(target);
      }
    }
    return chosen;
  }
  const std::vector<std::string_view> known = target_names();
  diagnostics.report(
      {&kTargetUnclear,
       blocks.empty() ? head : spec.resource_args.span(),
       blocks.empty()
           ? "the job does not say where it runs: no resource, no block of resource_args"
           : "the job has blocks for " + all_of(blocks) + " and does not say which is meant",
       {},
       "set resource, or use --target with " + one_of(blocks.empty() ? known : blocks)});
  return {};
}

}  // namespace launch
