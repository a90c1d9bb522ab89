#include "compiler/target/vertex/api.h"

#include <array>
#include <memory>
#include <mutex>

#include "vertex_schemas.h"

namespace launch::vertex {
namespace {

constexpr std::array<std::string_view, 3> kEntries{"CustomJob", "CustomJobSpec", "WorkerPoolSpec"};

// Made once a program: they are the same for all threads.
struct Cell {
  std::once_flag once;
  std::unique_ptr<schema::Schema> schema;
};

}  // namespace

const schema::Schema& api_schema(ApiType type) {
  static std::array<Cell, kEntries.size()> cells;
  const auto entry = static_cast<std::size_t>(type);
  Cell& cell = cells.at(entry);
  std::call_once(cell.once, [&] {
    cell.schema = std::make_unique<schema::Schema>(kVertexCustomJob, schema::Presence::Required,
                                                   kEntries.at(entry));
  });
  return *cell.schema;
}

std::string_view package_version() {
  constexpr std::string_view kBefore = "@google-cloud/aiplatform ";
  const std::size_t begin = kVertexCustomJob.text.find(kBefore) + kBefore.size();
  return kVertexCustomJob.text.substr(begin, kVertexCustomJob.text.find('"', begin) - begin);
}

std::string_view list_key(std::span<const std::string> path) {
  return !path.empty() && path.back() == "env" ? "name" : std::string_view();
}

}  // namespace launch::vertex
