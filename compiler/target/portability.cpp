#include "compiler/target/portability.h"

#include <algorithm>

#include "compiler/spec/spec_rules.h"
#include "compiler/target/needs.h"
#include "compiler/target/spelling.h"
#include "compiler/target/target.h"

namespace launch {
namespace {

void report(Span place, std::string_view target, std::string_view what, std::string way_out,
            Diagnostics& diagnostics) {
  diagnostics.report({&kDropped,
                      place,
                      "target " + std::string(target) + " cannot " + std::string(what),
                      {},
                      std::move(way_out)});
}

// Maps whose keys are the user's own words.
constexpr std::string_view kFreeMaps[] = {"labels",       "annotations", "env",
                                          "environment",  "limits",      "requests",
                                          "nodeselector", "matchlabels", "hyperparameters"};

bool holds(std::span<const std::string_view> words, std::string_view key) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return same_key(word, key); });
}

// Said, but not asked for: off, nothing, or one of what there is one of anyway.
bool asks_for_nothing(const Node& value) {
  if (value.is_null() || (value.kind() == Kind::Bool && !value.as_bool())) return true;
  if (value.kind() == Kind::Integer) return value.as_integer().value_or(0) <= 1;
  return value.is_scalar() ? value.as_string().empty() : value.size() == 0;
}

// Every member at any depth whose key is among the words.
template <class Each>
void find_members(const Node& block, std::span<const std::string_view> words, const Each& each) {
  for (const Member& member : block.members()) {
    if (holds(words, member.key) && !asks_for_nothing(member.value)) {
      each(member);
    } else if (!holds(kFreeMaps, member.key)) {
      find_members(member.value, words, each);
    }
  }
  for (const Node& item : block.items()) find_members(item, words, each);
}

}  // namespace

void report_foreign_needs(const Spec& spec, std::span<const std::string_view> targets,
                          Diagnostics& diagnostics) {
  for (const Member& block : spec.resource_args.members()) {
    for (const Need& need : needs()) {
      find_members(block.value, need.words_of(block.key), [&](const Member& member) {
        for (const std::string_view target : targets) {
          if (target == block.key || !need.words_of(target).empty()) continue;
          report(member.key_span, target, need.what, {}, diagnostics);
        }
      });
    }
  }
}

void report_unused_blocks(const Spec& spec, std::string_view target, Diagnostics& diagnostics) {
  if (spec.resource_args.find(target) != nullptr) return;
  for (const Member& block : spec.resource_args.members()) {
    // W&B keeps its builder there as well.
    if (block.value.size() == 0 || canonical_resource(block.key).empty()) continue;
    diagnostics.report({&kDropped,
                        block.key_span,
                        "target " + std::string(target) + " has no use for what is said to " +
                            std::string(block.key),
                        {},
                        target == "local-process"
                            ? std::string()
                            : "say it in resource_args." + std::string(target)});
  }
}

void report_dropped_fields(const Spec& spec, std::string_view target, Diagnostics& diagnostics) {
  for (const Node& artifact : spec.input_artifacts.items()) {
    const Member* path = artifact.find_member("path");
    if (path == nullptr || path->value.is_null()) continue;
    report(path->key_span, target, "place an artifact at a path; the job has to download it itself",
           "call run.use_artifact(…).download(root=…) in the job", diagnostics);
  }
  for (const Node& artifact : spec.output_artifacts.items()) {
    const Member* path = artifact.find_member("path");
    if (path == nullptr || path->value.is_null()) continue;
    report(path->key_span, target, "log an artifact from a path; the job has to log it itself",
           "call run.log_artifact(…) in the job", diagnostics);
  }
  const Node* overrides = spec.root.find("overrides");
  const Member* folder = overrides == nullptr ? nullptr : overrides->find_member("working_dir");
  if (folder != nullptr && !folder->value.is_null()) {
    report(folder->key_span, target,
           "start in overrides.working_dir: only W&B's base-image jobs have it",
           target == "docker" ? "set resource_args.docker.workdir"
                              : "change the folder in the command",
           diagnostics);
  }
  const Member* classes = spec.root.find_member("priority_classes");
  if (classes != nullptr && classes->value.size() > 0 && target != "kubernetes") {
    report(classes->key_span, target, "order jobs by priority; only Kubernetes has classes of it",
           {}, diagnostics);
  }
  const Member* services = spec.root.find_member("additional_services");
  if (services != nullptr && services->value.size() > 0 && target != "kubernetes") {
    report(services->key_span, target, "run additional_services; only Kubernetes has them", {},
           diagnostics);
  }
}

}  // namespace launch
