#include "compiler/target/kubernetes/judge.h"

#include <algorithm>
#include <array>

#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/judge_schema.h"
#include "compiler/target/kubernetes/pod_templates.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

constexpr std::array kMinors{36, 35, 34, 33, 32};

std::string_view text_of(const Node& root, std::string_view key) {
  const Node* value = root.find(key);
  return value != nullptr && value->is_string() ? value->as_string() : std::string_view();
}

Field at(const Field& root, const Path& path) {
  Field field = root;
  for (const std::string& step : path) {
    field = field.is_list() ? field.item(std::stoul(step)) : field[step];
  }
  return field;
}

// The kinds whose every field is known.
void judge_known(const Field& object, std::string_view kind) {
  const bool job = kind == "Job";
  judge_schema(object, job ? ApiType::Job : ApiType::CronJob);
  job ? check_job(object) : check_cron_job(object);
}

// Whatever its fields mean: where it describes pods, they are to become pods.
void judge_other(const Field& object, Judgement& judgement) {
  judgement.advice = true;
  for (const Path& path : find_pod_templates(judgement.root)) {
    const Field pod = at(object, path);
    judge_schema(pod, ApiType::PodTemplate);
    check_pod_template(pod, {});
  }
}

}  // namespace

std::span<const int> known_minors() { return kMinors; }

int minor_of(std::string_view version) {
  if (version.empty()) return kMinors.front();
  if (version.starts_with('v')) version.remove_prefix(1);
  if (!version.starts_with("1.")) return 0;
  const std::string_view minor = version.substr(2, version.find('.', 2) - 2);
  const auto found = std::find_if(kMinors.begin(), kMinors.end(),
                                  [&](int known) { return std::to_string(known) == minor; });
  return found == kMinors.end() ? 0 : *found;
}

void judge_object(const Node& root, const TargetContext& context) {
  Judgement judgement{root, context.sources, context.diagnostics,
                      minor_of(context.options.kubernetes_version)};
  const std::string_view version = text_of(root, "apiVersion");
  const std::string_view kind = text_of(root, "kind");
  const Field object(judgement);
  if (version == "batch/v1" && (kind == "Job" || kind == "CronJob")) {
    judge_known(object, kind);
  } else {
    judge_other(object, judgement);
  }
}

void judge_finished(const FinishedInput& input) { judge_object(input.root, input.context); }

}  // namespace launch::kubernetes
