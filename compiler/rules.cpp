#include "compiler/rules.h"

#include <algorithm>

#include "compiler/agent/rules.h"
#include "compiler/build/rules.h"
#include "compiler/check/dockerfile/rules.h"
#include "compiler/check/document_rules.h"
#include "compiler/check/rules.h"
#include "compiler/document/yaml_rules.h"
#include "compiler/import/rules.h"
#include "compiler/lock/rules.h"
#include "compiler/resolve/resolve_rules.h"
#include "compiler/spec/checkpoint.h"
#include "compiler/spec/schema_rules.h"
#include "compiler/spec/spec_rules.h"
#include "compiler/sweep/rules.h"
#include "compiler/target/plain_secrets.h"
#include "compiler/target/target.h"
#include "compiler/target/words.h"
#include "compiler/wandb/rules.h"

namespace launch {
namespace {

constexpr std::array kSharedTargetRules{&kSecretInArgv, &kSecretInRequest, &kNoApiKey};

std::vector<const Rule*> gather() {
  std::vector<const Rule*> rules;
  const auto add = [&](std::span<const Rule* const> more) {
    rules.insert(rules.end(), more.begin(), more.end());
  };
  add(kYamlRules);
  add(kDocumentRules);
  add(kSchemaRules);
  add(kResolveRules);
  add(kSpecRules);
  add(kCheckpointRules);
  add(kCheckRules);
  add(kDockerfileRules);
  add(kSharedTargetRules);
  add(kLockRules);
  add(sweep::kSweepRules);
  add(wandb::kWandbRules);
  add(kImportRules);
  add(build::kBuildRules);
  add(agent::kAgentRules);
  for (const Target* target : targets()) add(target->rules);
  std::sort(rules.begin(), rules.end(), [](const Rule* a, const Rule* b) { return a->id < b->id; });
  rules.erase(std::unique(rules.begin(), rules.end()), rules.end());
  return rules;
}

}  // namespace

std::span<const Rule* const> all_rules() {
  static const std::vector<const Rule*> rules = gather();
  return rules;
}

const Rule* find_rule(std::string_view id) {
  for (const Rule* rule : all_rules()) {
    if (rule->id == id) return rule;
  }
  return nullptr;
}

}  // namespace launch
