#include "compiler/target/kubernetes/api.h"

#include <array>
#include <memory>
#include <mutex>

#include "compiler/target/kubernetes/judge.h"
#include "kubernetes_schemas.h"

namespace launch::kubernetes {
namespace {

constexpr std::array kVersions{&kBatchV1_36, &kBatchV1_35, &kBatchV1_34, &kBatchV1_33,
                               &kBatchV1_32};

constexpr std::array<std::string_view, 4> kEntries{"batch.v1.Job", "batch.v1.CronJob",
                                                   "core.v1.PodTemplateSpec", "meta.v1.ObjectMeta"};

// Made once a program: they are the same for all threads.
struct Cell {
  std::once_flag once;
  std::unique_ptr<schema::Schema> schema;
};

constexpr std::string_view kMergeKey = "x-kubernetes-patch-merge-key";

}  // namespace

const schema::Schema& api_schema(ApiType type, int minor) {
  static std::array<std::array<Cell, kEntries.size()>, kVersions.size()> cells;
  const auto version = static_cast<std::size_t>(known_minors().front() - minor);
  const auto entry = static_cast<std::size_t>(type);
  Cell& cell = cells.at(version).at(entry);
  std::call_once(cell.once, [&] {
    cell.schema = std::make_unique<schema::Schema>(*kVersions.at(version),
                                                   schema::Presence::Required, kEntries.at(entry));
  });
  return *cell.schema;
}

std::string_view list_key(std::span<const std::string> path) {
  const int newest = known_minors().front();
  for (const ApiType type : {ApiType::Job, ApiType::CronJob}) {
    const std::string_view key = api_schema(type, newest).annotation(path, kMergeKey);
    if (!key.empty()) return key;
  }
  // In other kinds a pod template may be anywhere: its own fields begin with spec or metadata.
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] != "spec") continue;
    const std::string_view key =
        api_schema(ApiType::PodTemplate, newest).annotation(path.subspan(i), kMergeKey);
    if (!key.empty()) return key;
  }
  return {};
}

}  // namespace launch::kubernetes
