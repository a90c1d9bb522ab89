// A Job's selector and the labels of its pods, which belong together (k8s.io/kubernetes v1.36.3,
// pkg/registry/batch/job/strategy.go, generateSelector; pkg/apis/batch/validation/validation.go,
// validateGeneratedSelector and ValidateJobSpec).
#include <algorithm>
#include <array>
#include <unordered_map>

#include "compiler/target/kubernetes/check/job.h"
#include "compiler/target/kubernetes/check/job_rules.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

constexpr std::array<std::string_view, 2> kNameLabels{"job-name", "batch.kubernetes.io/job-name"};
constexpr std::string_view kUidLabel = "batch.kubernetes.io/controller-uid";
constexpr std::array<std::string_view, 2> kUidLabels{"controller-uid", kUidLabel};

// What nobody can have written: no label value holds blanks.
constexpr std::string_view kNewUid = "(the uid of the new Job)";
constexpr std::string_view kNewName = "(the name of the new Job)";

using Labels = std::unordered_map<std::string_view, std::string_view>;

// Null makes an empty text of a label, as for the server's decoder.
bool add_labels(const Field& labels, Labels& all) {
  bool known = true;
  for (const Field label : labels.members()) {
    known = known && !label.unknown();
    all.insert_or_assign(label.key(), label.text_or_empty());
  }
  return known;
}

bool holds(const Field& values, std::string_view wanted) {
  for (const Field value : values.items()) {
    if (value.text_or_empty() == wanted) return true;
  }
  return false;
}

// Source: k8s.io/apimachinery, pkg/labels/selector.go, Requirement.Matches
bool meets(const Field& expression, const Labels& labels) {
  const std::string_view op = expression["operator"].text_or_empty();
  const auto label = labels.find(expression["key"].text_or_empty());
  const bool there = label != labels.end();
  if (op == "Exists") return there;
  if (op == "DoesNotExist") return !there;
  const bool among = there && holds(expression["values"], label->second);
  return op == "In" ? among : !among;
}

bool matches(const Field& selector, const Labels& labels) {
  for (const Field wanted : selector["matchLabels"].members()) {
    const auto label = labels.find(wanted.key());
    if (label == labels.end() || label->second != wanted.text_or_empty()) return false;
  }
  for (const Field expression : selector["matchExpressions"].items()) {
    if (!meets(expression, labels)) return false;
  }
  return true;
}

// Values that only the submit knows may select anything.
bool is_known(const Field& selector) {
  for (const Field value : selector["matchLabels"].members()) {
    if (value.unknown()) return false;
  }
  for (const Field expression : selector["matchExpressions"].items()) {
    for (const Field value : expression["values"].items()) {
      if (value.unknown()) return false;
    }
  }
  return true;
}

// The name that the Job will have; nothing when that is not known yet.
std::optional<std::string_view> name_of(const Field& metadata) {
  const Field name = metadata["name"];
  if (name.unknown()) return {};
  return name.empty() ? kNewName : name.text();
}

bool report_label(const Field& label, std::string_view is, const std::string& made_of) {
  label.report(kGeneratedLabel,
               "label " + quoted(label.key()) + " is " + quoted(is) +
                   ", and the server makes it of the Job's " + made_of,
               "remove it");
  return false;
}

// Whether the labels that the server makes are not given, or as it would make them.
bool check_generated_labels(const Field& labels, std::string_view name) {
  if (!labels.is_map()) return true;
  bool right = true;
  for (const Field label : labels.members()) {
    const auto is_one_of = [&](const auto& keys) {
      return std::find(keys.begin(), keys.end(), label.key()) != keys.end();
    };
    const std::string_view value = label.text_or_empty();
    if (label.unknown()) continue;
    if (is_one_of(kUidLabels)) right = report_label(label, value, "uid, which is a new one");
    if (is_one_of(kNameLabels) && value != name) {
      right =
          report_label(label, value, name == kNewName ? "generated name" : "name " + quoted(name));
    }
  }
  return right;
}

// The selector and the labels that the server makes, with those that are given.
void check_made_selector(const Field& selector, const Field& labels, std::string_view name) {
  Labels made;
  for (const std::string_view key : kNameLabels) made[key] = name;
  for (const std::string_view key : kUidLabels) made[key] = kNewUid;
  if (!matches(selector, made)) {
    selector.report_key(
        kGeneratedLabel, "the server makes the selector of a Job, and this one asks for more",
        "remove it; with manualSelector: true it would be yours, and the labels too");
    return;
  }
  if (add_labels(labels, made) && !matches(selector, made)) {
    labels.report_key_with(kSelectorMismatch, "the Job's selector does not select these labels",
                           {{selector.key_span(), "the selector"}}, "remove the selector");
  }
}

void check_manual_selector(const Field& selector, const Field& labels) {
  Labels given;
  if (!add_labels(labels, given) || matches(selector, given)) return;
  labels.report_key_with(kSelectorMismatch,
                         labels.empty()
                             ? "the pods have no labels, and the Job's selector wants some"
                             : "the Job's selector does not select these labels",
                         {{selector.key_span(), "the selector"}});
}

// Whether the selector is well-formed, and all of it known.
bool check_selector(const Field& selector) {
  const std::size_t before = selector.judgement().findings;
  check_label_selector(selector);
  return selector.judgement().findings == before && is_known(selector);
}

}  // namespace

void check_job_selector(const Field& metadata, const JobSpec& job) {
  const Field selector = job["selector"];
  const Field labels = job["template"]["metadata"]["labels"];
  const bool manual = job["manualSelector"].is_true();
  if (manual && selector.absent()) {
    // Without one nothing is selected, whatever the labels.
    selector.report_key_with(kMissingField, "manualSelector is true, and there is no selector",
                             {{job["manualSelector"].key_span(), "set here"},
                              {labels.key_span(), "the labels it has to select"}},
                             "remove manualSelector: the server makes selector and labels");
    return;
  }
  const bool judgeable = selector.is_map() && check_selector(selector);
  if (manual) {
    if (judgeable) check_manual_selector(selector, labels);
    return;
  }
  const std::optional<std::string_view> name = name_of(metadata);
  if (!name || !check_generated_labels(labels, *name)) return;
  if (judgeable) check_made_selector(selector, labels, *name);
}

}  // namespace launch::kubernetes
