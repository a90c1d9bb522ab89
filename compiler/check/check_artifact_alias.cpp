#include <algorithm>
#include <array>

#include "compiler/check/check.h"
#include "compiler/check/image_name.h"
#include "compiler/check/rules.h"

namespace launch {
namespace {

// Aliases that teams move on purpose. An own word such as `v1.2` or `paper` usually stays.
constexpr std::array<std::string_view, 14> kMoving{
    "latest", "best", "prod",   "production", "staging", "stable",   "main",
    "master", "dev",  "newest", "current",    "nightly", "champion", "candidate"};

constexpr std::string_view kScheme = "wandb-artifact://";

// A path or another kind of address names no W&B artifact.
bool is_artifact_name(std::string_view name) {
  if (name.starts_with(kScheme)) return true;
  return !name.empty() && name.find("://") == std::string_view::npos && name.front() != '/' &&
         name.front() != '.' && name.find('@') == std::string_view::npos;
}

void judge(const CheckContext& context, const Node& artifact, std::string_view what) {
  if (!artifact.is_string() || artifact.is_secret() || is_open(artifact)) return;
  const std::string_view name = artifact.as_string();
  if (!is_artifact_name(name)) return;
  const std::string_view alias = image_tag(name);  // written as a tag is
  const std::string named = std::string(what) + " " + quoted(name);
  if (alias.empty()) {
    context.diagnostics.report({&kArtifactAlias,
                                artifact.span(),
                                named + " has no alias: it means \"latest\"",
                                {},
                                "name a version, such as " + quoted(std::string(name) + ":v0")});
  } else if (std::find(kMoving.begin(), kMoving.end(), alias) != kMoving.end()) {
    context.diagnostics.report(
        {&kArtifactAlias,
         artifact.span(),
         named + " is another version whenever the alias " + quoted(alias) + " moves",
         {},
         {}});
  }
}

void judge_input(const CheckContext& context, const Node& input) {
  const Node* name = input.is_mapping() ? input.find("name") : &input;
  if (name == nullptr) return;
  // {name: dataset, alias: v3} or {name: dataset, version: v3} says it apart.
  const bool apart = input.find("alias") != nullptr || input.find("version") != nullptr;
  if (!apart) judge(context, *name, "artifact");
}

}  // namespace

void check_artifact_alias(const CheckContext& context) {
  const Spec& spec = context.spec;
  if (spec.source == SourceKind::Artifact) judge(context, spec.source_node, "job");
  for (const Node& input : spec.input_artifacts.items()) judge_input(context, input);
  for (const Member& slot : spec.artifacts.members()) judge_input(context, slot.value);
}

}  // namespace launch
