#include "schema/explain.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>

#include "schema/prepare.h"
#include "schema/walk.h"

namespace launch::schema {

Rules::Rules(const Json& schema)
    : root(schema), ours(marked(root, has_our_keyword)), patterns(ours) {}

Check find_check(std::string_view keyword) {
  static const std::unordered_map<std::string_view, Check> kChecks = [] {
    std::unordered_map<std::string_view, Check> all;
    for (auto list : {scalar_checks(), object_checks(), array_checks(), branch_checks()}) {
      for (const NamedCheck& named : list) all.emplace(named.keyword, named.check);
    }
    return all;
  }();
  auto found = kChecks.find(keyword);
  return found == kChecks.end() ? nullptr : found->second;
}

void Walk::judge(const Json& schema, Instance value) {
  if (schema.is_boolean()) {
    if (!schema.get<bool>()) report("not", "is not allowed here");
    return;
  }
  if (is_nothing(value)) return;
  if (only_ours_ && !rules_.ours.contains(&schema)) return;
  if (schema.contains("$ref")) return judge(dereference(rules_.root, schema), value);
  if (!only_ours_ && !right_kind(schema, value)) return;
  for (const auto& [name, limit] : schema.get_ref<const Json::object_t&>()) {
    if (Check check = find_check(name)) check(*this, schema, limit, value);
  }
}

void Walk::judge_member(const Json& schema, Instance object, std::size_t index) {
  auto [key, child] = object.access->member(object.value, index);
  at_.push_back({key, index, true});
  judge(schema, {child, object.access});
  at_.pop_back();
}

void Walk::judge_in_full(const Json& schema, Instance value) {
  bool only_ours = std::exchange(only_ours_, false);
  judge(schema, value);
  only_ours_ = only_ours;
}

void Walk::judge_member_in_full(const Json& schema, Instance object, std::size_t index) {
  bool only_ours = std::exchange(only_ours_, false);
  judge_member(schema, object, index);
  only_ours_ = only_ours;
}

void Walk::judge_item(const Json& schema, Instance array, std::size_t index) {
  at_.push_back({{}, index, false});
  judge(schema, item(array, index));
  at_.pop_back();
}

Findings Walk::opinion(const Json& schema, Instance value) {
  Findings before = std::exchange(found_, {});
  judge_in_full(schema, value);
  return std::exchange(found_, std::move(before));
}

// A value of the wrong kind has one thing wrong with it, and the other keywords have no say.
bool Walk::right_kind(const Json& schema, Instance value) {
  for (const char* keyword : {"enum", "const"}) {
    auto at = schema.find(keyword);
    if (at == schema.end()) continue;
    const Json constants = keyword == std::string_view("enum") ? *at : Json::array({*at});
    if (equals_any(constants, value)) continue;
    std::vector<std::string> values;
    for (const Json& constant : constants) values.push_back(plain_text(constant));
    report_values(keyword, std::move(values));
    return false;
  }
  auto at = schema.find("type");
  if (at == schema.end() || (type_set(*at) & types_of(value)) != 0) return true;
  report_types(type_set(*at));
  return false;
}

Finding& Walk::new_finding(std::string_view keyword, std::string message) {
  Finding& finding = found_.emplace_back();
  finding.violation.keyword = keyword;
  finding.violation.message = std::move(message);
  for (const Step& step : at_) {
    std::string name = step.is_member ? std::string(step.key) : std::to_string(step.index);
    finding.violation.path.push_back(std::move(name));
    finding.order.push_back(step.index);
  }
  return finding;
}

void Walk::report(std::string_view keyword, std::string message, std::vector<std::string> allowed) {
  if (!full()) new_finding(keyword, std::move(message)).violation.allowed = std::move(allowed);
}

void Walk::report_key(std::string_view keyword, std::string_view key, std::size_t index,
                      std::string message, std::vector<std::string> allowed) {
  if (full()) return;
  Finding& finding = new_finding(keyword, std::move(message));
  finding.violation.subject = key;
  finding.violation.allowed = std::move(allowed);
  if (index != kMissing) finding.order.push_back(index);
}

void Walk::report_item(std::string_view keyword, std::size_t index, std::string message) {
  at_.push_back({{}, index, false});
  report(keyword, std::move(message));
  at_.pop_back();
}

void Walk::report_types(TypeSet types) {
  report("type", "expected " + type_words(types), type_names(types));
}

void Walk::report_values(std::string_view keyword, std::vector<std::string> values) {
  std::string message = "expected " + one_of(values);
  report(keyword, std::move(message), std::move(values));
}

void Walk::add(Findings findings) {
  std::move(findings.begin(), findings.end(), std::back_inserter(found_));
}

bool equals_any(const Json& constants, Instance value) {
  std::string wanted = canonical(value);
  return std::any_of(constants.begin(), constants.end(), [&](const Json& constant) {
    return canonical(as_instance(constant)) == wanted;
  });
}

std::string in_quotes(std::string_view key) { return "\"" + std::string(key) + "\""; }

std::vector<Violation> explain(const Rules& rules, Instance instance) {
  Walk walk(rules, false);
  walk.judge(rules.root, instance);
  Findings findings = walk.take();
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& a, const Finding& b) { return a.order < b.order; });
  std::vector<Violation> result;
  for (Finding& finding : findings) {
    Violation& next = finding.violation;
    // Two parts of an allOf may say the same.
    bool repeats = std::any_of(result.rbegin(), result.rend(), [&](const Violation& v) {
      return v.path == next.path && v.subject == next.subject && v.message == next.message;
    });
    if (!repeats && result.size() < kMostViolations) result.push_back(std::move(next));
  }
  return result;
}

bool keeps_ours(const Rules& rules, Instance instance) {
  Walk walk(rules, true);
  walk.judge(rules.root, instance);
  return walk.take().empty();
}

}  // namespace launch::schema
