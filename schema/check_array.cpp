// Keywords about arrays and their items.
#include <span>
#include <unordered_set>

#include "schema/walk.h"

namespace launch::schema {
namespace {

void items(Walk& walk, const Json& schema, const Json& sub, Instance value) {
  if (type(value) != Type::Array) return;
  auto rest = schema.find("additionalItems");
  for (std::size_t i = 0; i < size(value); ++i) {
    if (!sub.is_array()) {
      walk.judge_item(sub, value, i);
    } else if (i < sub.size()) {
      walk.judge_item(sub[i], value, i);
    } else if (rest != schema.end()) {
      walk.judge_item(*rest, value, i);
    }
  }
}

void contains(Walk& walk, const Json&, const Json& schema, Instance value) {
  if (type(value) != Type::Array) return;
  for (std::size_t i = 0; i < size(value); ++i) {
    if (walk.fits(schema, item(value, i))) return;
  }
  walk.report("contains", "has no item of the form that is asked for");
}

void unique_items(Walk& walk, const Json&, const Json& wanted, Instance value) {
  if (type(value) != Type::Array || wanted == false) return;
  std::unordered_set<std::string> seen;
  for (std::size_t i = 0; i < size(value); ++i) {
    if (seen.insert(canonical(item(value, i))).second) continue;
    walk.report_item("uniqueItems", i, "is in the list already");
  }
}

void min_items(Walk& walk, const Json&, const Json& limit, Instance value) {
  if (type(value) != Type::Array) return;
  check_count(walk, "minItems", size(value), limit, "item");
}

void max_items(Walk& walk, const Json&, const Json& limit, Instance value) {
  if (type(value) != Type::Array) return;
  check_count(walk, "maxItems", size(value), limit, "item");
}

constexpr NamedCheck kChecks[] = {
    {"items", items},        {"contains", contains},  {"uniqueItems", unique_items},
    {"minItems", min_items}, {"maxItems", max_items},
};

}  // namespace

std::span<const NamedCheck> array_checks() { return kChecks; }

}  // namespace launch::schema
