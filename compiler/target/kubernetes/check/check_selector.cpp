// Label selectors (k8s.io/apimachinery v0.36.3, pkg/apis/meta/v1/validation/validation.go,
// ValidateLabelSelector).
#include <array>

#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/check/pod_rules.h"
#include "compiler/target/kubernetes/check/requirements.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

void check_operator(const Field& expression) {
  static constexpr std::string_view kOperators[] = {"In", "NotIn", "Exists", "DoesNotExist"};
  const Field op = expression["operator"];
  const Field values = expression["values"];
  if (!require_choice(op, kOperators)) return;
  const std::string_view text = op.text_or_empty();
  if (text == "In" || text == "NotIn") {
    if (values.empty()) {
      values.report(kOperatorValues,
                    "operator " + quoted(text) + " wants values, and there are none");
    }
  } else if (values.is_list() && values.size() > 0) {
    values.report_key(kOperatorValues, "operator " + quoted(text) + " takes no values");
  }
}

void check_expression(const Field& expression) {
  check_operator(expression);
  const Field key = expression["key"];
  if (require_text(key)) key.report(kBadLabel, check_qualified_name(key.text_or_empty()));
  for (const Field value : expression["values"].items()) {
    if (value.is_text()) value.report(kBadLabel, check_label_value(value.text_or_empty()));
  }
}

}  // namespace

void check_label_selector(const Field& selector) {
  check_labels(selector["matchLabels"]);
  for (const Field expression : selector["matchExpressions"].items()) {
    if (is_object(expression)) check_expression(expression);
  }
}

}  // namespace launch::kubernetes
