#include "compiler/target/vertex/judge.h"

#include <algorithm>

#include "compiler/spec/schema_rules.h"
#include "compiler/target/vertex/check/check.h"
#include "compiler/target/vertex/proto_json.h"
#include "compiler/target/vertex/rules.h"

namespace launch::vertex {
namespace {

bool has_null(const Node& node) {
  return node.is_null() || std::any_of(node.items().begin(), node.items().end(), has_null) ||
         std::any_of(node.members().begin(), node.members().end(),
                     [](const Member& member) { return has_null(member.value); });
}

bool has_any(const Node& root, std::span<const std::string_view> names) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view name) { return root.find(name) != nullptr; });
}

// Its own fields tell which object it is.
ApiType type_of(const Node& root) {
  constexpr std::string_view kJob[] = {"jobSpec", "job_spec"};
  constexpr std::string_view kSpec[] = {"workerPoolSpecs", "worker_pool_specs"};
  constexpr std::string_view kPool[] = {
      "machineSpec",       "machine_spec",        "containerSpec", "container_spec",
      "pythonPackageSpec", "python_package_spec", "replicaCount",  "replica_count"};
  if (has_any(root, kJob)) return ApiType::CustomJob;
  if (has_any(root, kSpec)) return ApiType::CustomJobSpec;
  return has_any(root, kPool) ? ApiType::WorkerPoolSpec : ApiType::CustomJob;
}

}  // namespace

void judge_object(const Node& root, ApiType type, const TargetContext& context,
                  const Node* written) {
  Judgement judgement{root, context.sources, context.diagnostics};
  judgement.inside = "jobSpec.";
  judgement.written = written;
  const Field object(judgement);
  const Node judged = has_null(root) ? without_nulls(root, {}, type, context.arena) : root;
  judge_request(object, judged,
                {api_schema(type), proto_access(), kMissingField, expected_format,
                 takes_enum_number, nearest_format});
  switch (type) {
    case ApiType::CustomJob:
      return check_custom_job(object);
    case ApiType::CustomJobSpec:
      return check_job_spec(object);
    case ApiType::WorkerPoolSpec:
      return check_worker_pool(object, -1, false);
  }
}

void judge_finished(const FinishedInput& input) {
  TargetContext context = input.context;
  if (!input.root.is_mapping()) {
    context.diagnostics.report({&kWrongType, input.root.span(),
                                "expected a map with displayName and jobSpec, and this is " +
                                    std::string(kind_phrase(input.root.kind()))});
    return;
  }
  const ApiType type = type_of(input.root);
  judge_object(with_json_names(input.root, {}, type, context), type, context);
}

}  // namespace launch::vertex
