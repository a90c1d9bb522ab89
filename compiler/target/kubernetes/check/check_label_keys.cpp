// matchLabelKeys and mismatchLabelKeys: labels of the pod itself that join its selector
// (k8s.io/kubernetes v1.36.3, pkg/apis/core/validation/validation.go,
// ValidateMatchLabelKeysAndMismatchLabelKeys and ValidateMatchLabelKeysInTopologySpread).
#include "compiler/target/kubernetes/check/pod.h"
#include "compiler/target/kubernetes/check/requirements.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

// A finding when there is no selector that the keys could join.
bool has_selector(const Field& keys, const Field& selector) {
  if (selector.present() || keys.size() == 0) return true;
  keys.report_key(kForbiddenField,
                  keys.name() + " is for use with labelSelector, which is missing");
  return false;
}

void check_keys(const Field& keys) {
  for (const Field& key : keys.items()) {
    if (key.is_text()) key.report(kBadLabel, check_qualified_name(key.text_or_empty()));
  }
}

// The keys of a selector, in order; those of matchLabels stand at their values.
template <class Visit>
void for_each_selector_key(const Field& selector, Visit visit) {
  for (const Field& label : selector["matchLabels"].members()) visit(label.key(), label);
  for (const Field& expression : selector["matchExpressions"].items()) {
    const Field key = expression["key"];
    if (key.is_text()) visit(key.text_or_empty(), key);
  }
}

SeenNames names_of(const Field& list) {
  SeenNames names;
  for (const Field& name : list.items()) {
    if (name.is_text() && !name.unknown()) names.add(name.text_or_empty(), name);
  }
  return names;
}

void report_both(const Field& key, const Field& other, std::string_view where) {
  key.report_with(kDuplicate, quoted(key.text_or_empty()) + " stands in " + std::string(where),
                  other, "here too");
}

// What joins the selector once the pod is made may stand in it only once now.
void check_twice_in_selector(const Field& keys, const Field& selector) {
  const SeenNames wanted = names_of(keys);
  if (wanted.empty()) return;
  SeenNames seen;
  for_each_selector_key(selector, [&](std::string_view name, const Field& field) {
    const Field* key = wanted.find(name);
    if (key != nullptr && seen.add(name, field) != nullptr) {
      report_both(*key, field, "matchLabelKeys, and more than once in labelSelector");
    }
  });
}

void check_in_both_lists(const Field& keys, const Field& others) {
  if (keys.size() == 0 || others.size() == 0) return;
  const SeenNames excluded = names_of(others);
  for (const Field& key : keys.items()) {
    const Field* other = key.is_text() ? excluded.find(key.text_or_empty()) : nullptr;
    if (other != nullptr) report_both(key, *other, "matchLabelKeys and in mismatchLabelKeys");
  }
}

// Servers up to 1.33 leave a spread constraint's selector as it is.
void check_in_selector(const Field& keys, const Field& selector) {
  if (keys.size() == 0) return;
  SeenNames selected;
  for_each_selector_key(
      selector, [&](std::string_view name, const Field& field) { selected.add(name, field); });
  for (const Field& key : keys.items()) {
    const Field* other = key.is_text() ? selected.find(key.text_or_empty()) : nullptr;
    if (other != nullptr) report_both(key, *other, "matchLabelKeys and in labelSelector");
  }
}

}  // namespace

void check_label_keys(const Field& term) {
  const Field keys = term["matchLabelKeys"];
  const Field others = term["mismatchLabelKeys"];
  const Field selector = term["labelSelector"];
  if (has_selector(keys, selector)) check_keys(keys);
  if (has_selector(others, selector)) check_keys(others);
  check_twice_in_selector(keys, selector);
  check_in_both_lists(keys, others);
}

void check_spread_label_keys(const Field& constraint) {
  if (constraint.judgement().minor >= 34) return check_label_keys(constraint);
  const Field keys = constraint["matchLabelKeys"];
  has_selector(keys, constraint["labelSelector"]);
  check_keys(keys);
  check_in_selector(keys, constraint["labelSelector"]);
}

}  // namespace launch::kubernetes
