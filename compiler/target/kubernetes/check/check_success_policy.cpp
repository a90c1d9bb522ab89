// successPolicy (k8s.io/kubernetes v1.36.3, pkg/apis/batch/validation/validation.go,
// validateSuccessPolicy and validateIndexesFormat).
#include "compiler/target/kubernetes/check/job.h"
#include "compiler/target/kubernetes/check/job_rules.h"
#include "compiler/target/kubernetes/check/requirements.h"
#include "compiler/target/kubernetes/rules.h"
#include "compiler/target/numbers.h"
#include "compiler/target/text.h"

namespace launch::kubernetes {
namespace {

constexpr std::size_t kMostRules = 20;              // maxSuccessPolicyRule
constexpr std::size_t kMostIndexBytes = 64 * 1024;  // maxJobSuccessPolicySucceededIndexesLimit

// A list of indexes and ranges of them, read from the front.
struct Indexes {
  std::int64_t completions = 0;
  std::int64_t last = -1;  // the greatest so far
  std::int64_t total = 0;

  // What is wrong with one part, such as "3" or "5-7", at `offset` of the whole.
  Check add(std::string_view part, std::size_t offset);

 private:
  // One index; reports into `trouble`.
  std::int64_t read(std::string_view text, std::size_t offset, Check& trouble) const;
};

std::int64_t Indexes::read(std::string_view text, std::size_t offset, Check& trouble) const {
  const Number<std::int64_t> index = parse_int(text, 10);
  if (index.ok() && index.value < completions) return index.value;
  const std::string seen = text.empty() ? std::string("nothing") : quoted(text);
  trouble = Trouble{seen + " is no index of a Job with " + std::to_string(completions) +
                        (completions == 1 ? " completion" : " completions"),
                    "", offset, offset + text.size()};
  return 0;
}

Check Indexes::add(std::string_view part, std::size_t offset) {
  Check trouble;
  const Cut range = cut(part, '-');
  if (range.after.find('-') != std::string_view::npos) {
    return Trouble{quoted(part) + " is no range, expected FIRST-LAST", "", offset,
                   offset + part.size()};
  }
  const std::int64_t from = read(range.before, offset, trouble);
  if (trouble) return trouble;
  std::int64_t to = from;
  if (range.found) to = read(range.after, offset + range.before.size() + 1, trouble);
  if (trouble) return trouble;
  if ((range.found && from >= to) || from <= last) {
    return Trouble{quoted(part) + " is not in ascending order", "", offset, offset + part.size()};
  }
  total += to - from + 1;
  last = to;
  return {};
}

// The number of indexes in the text; nothing when it is wrong, which is reported.
std::optional<std::int64_t> count_indexes(const Field& field, std::int64_t completions) {
  const std::string_view text = field.text_or_empty();
  Indexes indexes{completions};
  for (std::size_t begin = 0; !text.empty() && begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    if (field.report(kSuccessPolicy, indexes.add(text.substr(begin, end - begin), begin)))
      return {};
    begin = end + 1;
  }
  return indexes.total;
}

void refuse_above(const Field& count, std::int64_t most, std::string_view what) {
  count.report(kSuccessPolicy, count.name() + " is " + std::to_string(*count.integer()) +
                                   ", expected " + std::to_string(most) +
                                   " at most, the number of " + std::string(what));
}

void check_rule(const Field& rule, std::optional<std::int64_t> completions) {
  const Field count = rule["succeededCount"];
  const Field indexes = rule["succeededIndexes"];
  if (count.absent() && indexes.absent()) {
    rule.report(kMissingField, "a rule has neither succeededCount nor succeededIndexes");
  }
  if (indexes.is_text() && indexes.text_or_empty().size() > kMostIndexBytes) {
    indexes.report(kOutOfRange, indexes.name() + " is longer than " +
                                    std::to_string(kMostIndexBytes) + " bytes");
    return;
  }
  check_not_negative(count);
  if (!completions) return;
  const std::int64_t wanted = count.integer().value_or(0);
  const bool known = indexes.is_text() && !indexes.unknown();
  const std::int64_t total = known ? count_indexes(indexes, *completions).value_or(wanted) : wanted;
  if (wanted > *completions) {
    refuse_above(count, *completions, "completions");
  } else if (wanted > total) {
    refuse_above(count, total, "succeededIndexes");
  }
}

}  // namespace

// Without indexes all of it is out of place, which is said of the policy as a whole.
void check_success_policy(const JobSpec& job) {
  const Field policy = job["successPolicy"];
  if (!policy.is_map() || !job.indexed()) return;
  const Field rules = policy["rules"];
  if (!require_content(rules)) return;
  if (rules.size() > kMostRules) {
    rules.report_key(kOutOfRange, rules.name() + " has " + std::to_string(rules.size()) +
                                      " items, expected " + std::to_string(kMostRules) +
                                      " at most");
  }
  for (const Field rule : rules.items()) {
    if (is_object(rule)) check_rule(rule, job.completions());
  }
}

}  // namespace launch::kubernetes
