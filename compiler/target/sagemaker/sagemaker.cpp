#include "compiler/target/sagemaker/sagemaker.h"

#include <algorithm>

#include "compiler/spec/schema_rules.h"
#include "compiler/target/plain_secrets.h"
#include "compiler/target/portability.h"
#include "compiler/target/sagemaker/emit.h"
#include "compiler/target/sagemaker/judge.h"
#include "compiler/target/sagemaker/placement.h"
#include "compiler/target/sagemaker/rules.h"

namespace launch {
namespace {

// As AWS's reference has them.
constexpr std::string_view kFirst[] = {"TrainingJobName",
                                       "HyperParameters",
                                       "AlgorithmSpecification",
                                       "RoleArn",
                                       "InputDataConfig",
                                       "OutputDataConfig",
                                       "ResourceConfig",
                                       "VpcConfig",
                                       "StoppingCondition",
                                       "Tags",
                                       "Environment"};

// Without nulls, which take away what a weaker layer set and say nothing to AWS's client.
Node without_nulls(const Node& node, Arena& arena) {
  if (node.is_scalar()) return node;
  if (node.is_sequence()) {
    std::vector<Node> items;
    for (const Node& item : node.items()) items.push_back(without_nulls(item, arena));
    return Node::sequence(arena.copy(std::span<const Node>(items)), node.span())
        .with_history(node.history());
  }
  std::vector<Member> members;
  for (const Member& member : node.members()) {
    if (member.value.is_null()) continue;
    members.push_back({member.key, member.key_span, without_nulls(member.value, arena)});
  }
  return Node::mapping(arena.copy(std::span<const Member>(members)), node.span())
      .with_history(node.history());
}

Node in_customary_order(const Node& request, Arena& arena) {
  std::vector<Member> members(request.members().begin(), request.members().end());
  const auto rank = [](const Member& member) {
    return std::find(std::begin(kFirst), std::end(kFirst), member.key) - std::begin(kFirst);
  };
  std::stable_sort(members.begin(), members.end(),
                   [&](const Member& a, const Member& b) { return rank(a) < rank(b); });
  return Node::mapping(arena.copy(std::span<const Member>(members)), request.span())
      .with_history(request.history());
}

// What AWS says of the request. A queue or base alone is a part of one, and lacks what it likes.
void judge_rendered(const Spec& spec, const Node& request, TargetContext& context) {
  Diagnostics found;
  sagemaker::judge_request(request, &spec.root,
                           {context.arena, context.sources, found, context.options});
  for (Diagnostic diagnostic : found.all()) {
    const bool lacks = diagnostic.message.starts_with(sagemaker::kLacks);
    const bool no_instances = diagnostic.rule == &sagemaker::kInstances;
    if (spec.source == SourceKind::None && (lacks || no_instances)) continue;
    if (lacks) diagnostic.rule = &kIncomplete;
    context.diagnostics.report_as(diagnostic.severity, diagnostic);
  }
}

Artifact emit(const Spec& spec, TargetContext& context) {
  const Node* given = spec.resource_args.find("sagemaker");
  const Node block = given != nullptr && given->is_mapping()
                         ? *given
                         : Node::mapping({}, spec.source_node.valid() ? spec.source_node.span()
                                                                      : spec.root.span());
  const Node* region = block.find("region");
  // The request as the layers have it, then what the job says in other words, then what is missing.
  Tree tree(without_nulls(sagemaker::without_agent_settings(block, context.arena), context.arena),
            {"the request"}, spec, context);
  sagemaker::fill_algorithm(spec, tree, context);
  sagemaker::fill_environment(spec, tree, context);
  sagemaker::keep_checkpoints(spec, tree, context);
  sagemaker::complete(spec, region == nullptr ? std::string_view() : region->as_string(), tree,
                      context);
  const Node request = in_customary_order(tree.root(), context.arena);

  judge_rendered(spec, request, context);
  report_plain_secrets(request, context);
  report_dropped_fields(spec, "sagemaker", context.diagnostics);
  return {"sagemaker", Request{"CreateTrainingJob", request}};
}

void judge(const FinishedInput& input) {
  sagemaker::judge_request(input.root, nullptr, input.context);
}

}  // namespace

const Target sagemaker_target{"sagemaker",
                              {},
                              "an Amazon SageMaker CreateTrainingJob request",
                              sagemaker::kRules,
                              sagemaker::place_keys,
                              emit,
                              judge,
                              nullptr};

}  // namespace launch
