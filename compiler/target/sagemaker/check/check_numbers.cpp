#include <limits>

#include "compiler/target/sagemaker/api.h"
#include "compiler/target/sagemaker/check/check.h"
#include "compiler/target/sagemaker/rules.h"
#include "compiler/target/tree.h"

namespace launch::sagemaker {
namespace {

void check_number(const Field& field, const Path& path) {
  const std::string_view width = request_schema().annotation(path, "format");
  if (width.empty()) return;
  const Node& node = field.node();
  if (node.kind() == Kind::Bool) {
    return field.report(kNumber, "expected a number, and this is " + std::string(node.as_string()));
  }
  using Limits = std::numeric_limits<std::int32_t>;
  const auto value = field.integer();
  const bool fits = value && *value >= Limits::min() && *value <= Limits::max();
  if (fits || (width == "int64" && value)) return;
  field.report(kNumber, "the service reads numbers of " +
                            std::string(width == "int64" ? "64" : "32") + " bits, and this is " +
                            std::string(node.as_string()));
}

void walk(const Field& field, const Path& path) {
  if (field.absent()) return;
  const Kind kind = field.node().kind();
  if (kind == Kind::Bool || kind == Kind::Integer) check_number(field, path);
  for (std::size_t i = 0; field.is_list() && i < field.size(); ++i) {
    walk(field.item(i), path / std::to_string(i));
  }
  for (const Field& member : field.members()) walk(member, path / member.key());
}

}  // namespace

void check_numbers(const Field& request) { walk(request, {}); }

}  // namespace launch::sagemaker
