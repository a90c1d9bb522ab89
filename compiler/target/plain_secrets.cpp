#include "compiler/target/plain_secrets.h"

#include <algorithm>

#include "compiler/target/job_words.h"
#include "compiler/target/words.h"

namespace launch {
namespace {

void report(const Node& node, Diagnostics& diagnostics) {
  if (node.is_secret() || awaits_environment(node)) {
    diagnostics.report({&kSecretInRequest,
                        node.span(),
                        "a value from the environment would stand in the request in plain text",
                        {},
                        "let the job fetch it, or use --allow-plain-secrets"});
  }
  for (const Node& item : node.items()) report(item, diagnostics);
  for (const Member& member : node.members()) report(member.value, diagnostics);
}

}  // namespace

std::vector<EnvVar> request_variables(const Spec& spec, std::size_t longest_value, Span head,
                                      TargetContext& context) {
  std::vector<EnvVar> variables = wandb_variables(
      spec, {context.arena, context.sources, context.options.base_url, longest_value});
  const auto is_key = [](const EnvVar& variable) { return variable.name == "WANDB_API_KEY"; };
  if (!context.options.allow_plain_secrets && std::erase_if(variables, is_key) > 0) {
    context.diagnostics.report(
        {&kNoApiKey,
         head,
         "WANDB_API_KEY is left out of the request, which would show it in plain text",
         {},
         "let the job fetch it, or use --allow-plain-secrets"});
  }
  variables.insert(variables.end(), spec.env.begin(), spec.env.end());
  for (EnvVar& variable : variables) variable.value = variable_text(variable, spec, context);
  return variables;
}

void report_plain_secrets(const Node& body, const TargetContext& context) {
  if (!context.options.allow_plain_secrets) report(body, context.diagnostics);
}

}  // namespace launch
