#include "compiler/target/kubernetes/block_keys.h"

#include <algorithm>

#include "compiler/target/kubernetes/rules.h"
#include "compiler/target/kubernetes/short_form.h"

namespace launch::kubernetes {
namespace {

// The fields of a Job and of a CronJob (https://kubernetes.io/docs/reference/kubernetes-api/).
constexpr std::string_view kObjectFields[] = {"apiVersion", "kind", "metadata", "spec", "status"};

// What people write because another target or another layer calls it so. A "#" in `way` stands for
// what they wrote.
struct OtherWord {
  std::string_view word;
  std::string_view way;
};
constexpr OtherWord kOtherWords[] = {
    {"gpu", "ask for devices under limits: {nvidia.com/gpu: #}"},
    {"gpus", "ask for devices under limits: {nvidia.com/gpu: #}"},
    {"cpu", "write requests: {cpu: #}"},
    {"cpus", "write requests: {cpu: #}"},
    {"mem", "write limits: {memory: #}"},
    {"memory", "write limits: {memory: #}"},
    {"shm_size", "mount an emptyDir volume of medium Memory and sizeLimit # at /dev/shm"},
    {"replicas", "write parallelism: #"},
    {"timeout", "write active_deadline_seconds, in seconds"},
    {"retries", "write backoff_limit: #"},
    {"env", "env stands beside resource_args, at the top of the job"},
    {"image", "image stands beside resource_args, at the top of the job"},
    {"command", "command stands beside resource_args, at the top of the job"},
    {"args", "args stands beside resource_args, at the top of the job"},
    {"containers", "write it under spec.template.spec"},
    {"template", "write it under spec"},
    {"volume", "write volumes and volume_mounts"},
    {"secret_ref", "write env_from: [{secret_ref: {name: …}}]"},
};

bool is_job(const Node& block) {
  const auto says = [&](std::string_view key, std::span<const std::string_view> words) {
    const Node* value = block.find(key);
    return value == nullptr || value->is_null() ||
           std::find(words.begin(), words.end(), value->as_string()) != words.end();
  };
  constexpr std::string_view kVersions[] = {"batch/v1"};
  constexpr std::string_view kKinds[] = {"Job", "CronJob"};
  return says("apiVersion", kVersions) && says("kind", kKinds);
}

std::string way_out(const Member& member, std::span<const std::string_view> known) {
  for (const OtherWord& other : kOtherWords) {
    if (other.word != member.key) continue;
    std::string way(other.way);
    const auto gap = way.find('#');
    const bool shown = member.value.is_scalar() && !member.value.is_secret();
    if (gap != std::string::npos) {
      way.replace(gap, 1, shown ? std::string(member.value.as_string()) : "…");
    }
    return way;
  }
  return suggest(did_you_mean(member.key, known));
}

}  // namespace

Node with_known_keys(const Node& block, TargetContext& context) {
  if (!is_job(block)) return block;
  std::vector<std::string_view> known = short_form_keys();
  known.insert(known.end(), std::begin(kObjectFields), std::end(kObjectFields));
  MappingBuilder kept;
  for (const Member& member : block.members()) {
    if (std::find(known.begin(), known.end(), member.key) != known.end()) {
      kept.set(member.key, member.key_span, member.value);
      continue;
    }
    context.diagnostics.report(
        {&kUnknownField,
         member.key_span,
         quoted(member.key) + " is no field of a Job, and no key of the short form either",
         {},
         way_out(member, known)});
  }
  return kept.build(context.arena, block.span()).with_history(block.history());
}

}  // namespace launch::kubernetes
