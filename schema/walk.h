// The walk behind explain(): a value and a schema side by side. Private to explain.cpp and the
// check_*.cpp files, which hold one small function a keyword.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/explain.h"
#include "schema/values.h"

namespace launch::schema {

struct Finding {
  Violation violation;
  std::vector<std::size_t> order;  // the violation's place, as positions among siblings
};
using Findings = std::vector<Finding>;

class Walk {
 public:
  // only_ours: leave out what valijson has judged already.
  Walk(const Rules& rules, bool only_ours) : rules_(rules), only_ours_(only_ours) {}

  const Rules& rules() const { return rules_; }
  std::size_t depth() const { return at_.size(); }

  void judge(const Json& schema, Instance value);
  void judge_member(const Json& schema, Instance object, std::size_t index);
  // For schemas that valijson has not seen.
  void judge_in_full(const Json& schema, Instance value);
  void judge_member_in_full(const Json& schema, Instance object, std::size_t index);
  void judge_item(const Json& schema, Instance array, std::size_t index);

  // What one schema alone says about the value, in full.
  Findings opinion(const Json& schema, Instance value);
  bool fits(const Json& schema, Instance value) { return opinion(schema, value).empty(); }

  // A violation by the value the walk stands at.
  void report(std::string_view keyword, std::string message, std::vector<std::string> allowed = {});
  // One about a key of it, present at `index` among its members or missing.
  static constexpr std::size_t kMissing = static_cast<std::size_t>(-1);
  void report_key(std::string_view keyword, std::string_view key, std::size_t index,
                  std::string message, std::vector<std::string> allowed = {});
  void report_item(std::string_view keyword, std::size_t index, std::string message);
  void report_types(TypeSet types);
  void report_values(std::string_view keyword, std::vector<std::string> values);
  void add(Findings findings);

  Findings take() { return std::move(found_); }

 private:
  struct Step {
    std::string_view key;  // of a member
    std::size_t index = 0;
    bool is_member = false;
  };

  bool right_kind(const Json& schema, Instance value);
  Finding& new_finding(std::string_view keyword, std::string message);
  bool full() const { return found_.size() >= kMostViolations; }

  const Rules& rules_;
  bool only_ours_;
  std::vector<Step> at_;
  Findings found_;
};

// Judges `value` by one keyword of `schema`, whose value is `limit`.
using Check = void (*)(Walk& walk, const Json& schema, const Json& limit, Instance value);

// Null for a keyword that judges nothing on its own.
Check find_check(std::string_view keyword);

// By file.
struct NamedCheck {
  std::string_view keyword;
  Check check;
};
std::span<const NamedCheck> scalar_checks();
std::span<const NamedCheck> object_checks();
std::span<const NamedCheck> array_checks();
std::span<const NamedCheck> branch_checks();

// Whether a constant of a schema equals the value.
bool equals_any(const Json& constants, Instance value);

std::string in_quotes(std::string_view key);
// Reports a length or count outside its limit; `keyword` begins with min or max.
void check_count(Walk& walk, std::string_view keyword, std::size_t count, const Json& limit,
                 std::string_view thing);

inline Type type(Instance value) { return value.access->type(value.value); }
inline std::size_t size(Instance value) { return value.access->size(value.value); }
inline std::string_view text(Instance value) { return value.access->as_string(value.value); }
inline Instance item(Instance array, std::size_t index) {
  return {array.access->item(array.value, index), array.access};
}
inline std::string_view key(Instance object, std::size_t index) {
  return object.access->member(object.value, index).first;
}
inline bool has(Instance object, std::string_view name) {
  return object.access->find(object.value, name) != nullptr;
}

}  // namespace launch::schema
