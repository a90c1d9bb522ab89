// Keywords that judge one value by several schemas. When none of several forms fits, one of them is
// what the writer meant, and only its violations are worth reading.
#include <algorithm>
#include <span>
#include <utility>

#include "schema/walk.h"

namespace launch::schema {
namespace {

// The types of values that the schema can accept, as far as its own keywords tell.
TypeSet accepted_types(const Rules& rules, const Json& schema_or_reference) {
  const Json& schema = dereference(rules.root, schema_or_reference);
  if (schema.is_boolean()) return schema.get<bool>() ? kAnyType : 0;
  TypeSet types = kAnyType;
  if (auto at = schema.find("type"); at != schema.end()) types = type_set(*at);
  // An integer among the types accepts whole numbers; a number accepts integers.
  if (auto at = schema.find("const"); at != schema.end()) types &= types_of(as_instance(*at));
  if (auto at = schema.find("enum"); at != schema.end()) {
    TypeSet choices = 0;
    for (const Json& choice : *at) choices |= types_of(as_instance(choice));
    types &= choices;
  }
  if (auto at = schema.find("allOf"); at != schema.end()) {
    for (const Json& part : *at) types &= accepted_types(rules, part);
  }
  for (const char* keyword : {"anyOf", "oneOf"}) {
    auto at = schema.find(keyword);
    if (at == schema.end()) continue;
    TypeSet any = 0;
    for (const Json& branch : *at) any |= accepted_types(rules, branch);
    types &= any;
  }
  return types;
}

// Whether all that is wrong is that this very value is not one of those listed.
bool only_wrong_value(const Walk& walk, const Findings& findings) {
  const std::string& keyword = findings[0].violation.keyword;
  return findings.size() == 1 && findings[0].order.size() == walk.depth() &&
         (keyword == "enum" || keyword == "const");
}

// How far a value is from a form: a wrong constant one level down counts most, since that is where
// forms say which one they are.
std::size_t distance(const Walk& walk, const Findings& findings) {
  std::size_t sum = 0;
  for (const Finding& finding : findings) {
    const std::string& keyword = finding.violation.keyword;
    bool tells_apart =
        finding.order.size() == walk.depth() + 1 && (keyword == "enum" || keyword == "const");
    sum += tells_apart ? 10 : 1;
  }
  return sum;
}

// Reports what keeps the value from the form that it comes closest to.
void report_closest(Walk& walk, const Json& branches, std::vector<Findings> opinions,
                    Instance value) {
  std::vector<Findings> same_type;
  TypeSet all_types = 0;
  for (std::size_t i = 0; i < branches.size(); ++i) {
    TypeSet types = accepted_types(walk.rules(), branches[i]);
    all_types |= types;
    if ((types & types_of(value)) != 0) same_type.push_back(std::move(opinions[i]));
  }
  if (same_type.empty()) {
    if (all_types == 0) return walk.report("not", "is not allowed here");
    return walk.report_types(all_types);
  }
  bool wrong_value = std::all_of(same_type.begin(), same_type.end(),
                                 [&](const Findings& f) { return only_wrong_value(walk, f); });
  if (wrong_value) {
    std::vector<std::string> values;
    for (Findings& findings : same_type) {
      for (std::string& v : findings[0].violation.allowed) values.push_back(std::move(v));
    }
    return walk.report_values("enum", std::move(values));
  }
  walk.add(std::move(*std::min_element(same_type.begin(), same_type.end(),
                                       [&](const Findings& a, const Findings& b) {
                                         return distance(walk, a) < distance(walk, b);
                                       })));
}

void all_of(Walk& walk, const Json&, const Json& parts, Instance value) {
  for (const Json& part : parts) walk.judge(part, value);
}

void any_of(Walk& walk, const Json&, const Json& branches, Instance value) {
  std::vector<Findings> opinions;
  for (const Json& branch : branches) {
    opinions.push_back(walk.opinion(branch, value));
    if (opinions.back().empty()) return;
  }
  report_closest(walk, branches, std::move(opinions), value);
}

void one_of(Walk& walk, const Json&, const Json& branches, Instance value) {
  std::vector<Findings> opinions;
  std::size_t fitting = 0;
  for (const Json& branch : branches) {
    opinions.push_back(walk.opinion(branch, value));
    if (opinions.back().empty()) ++fitting;
  }
  if (fitting == 0) report_closest(walk, branches, std::move(opinions), value);
  if (fitting > 1) walk.report("oneOf", "fits several of the forms allowed here, not just one");
}

void none_of(Walk& walk, const Json&, const Json& schema, Instance value) {
  if (walk.fits(schema, value)) walk.report("not", "has a form that is not allowed here");
}

void condition(Walk& walk, const Json& schema, const Json& test, Instance value) {
  auto branch = schema.find(walk.fits(test, value) ? "then" : "else");
  if (branch != schema.end()) walk.judge_in_full(*branch, value);
}

constexpr NamedCheck kChecks[] = {
    {"allOf", all_of}, {"anyOf", any_of}, {"oneOf", one_of}, {"not", none_of}, {"if", condition},
};

}  // namespace

std::span<const NamedCheck> branch_checks() { return kChecks; }

}  // namespace launch::schema
