#include <array>
#include <limits>

#include "compiler/target/kubernetes/check/container.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

constexpr std::array<std::string_view, 4> kCounts{"initialDelaySeconds", "timeoutSeconds",
                                                  "periodSeconds", "failureThreshold"};

// 0 counts as not given (SetDefaults_Probe, pkg/apis/core/v1/defaults.go).
void check_success(const Field& threshold, bool must_be_one) {
  const std::int64_t number = threshold.integer().value_or(0);
  if (!must_be_one || number == 0) {
    check_not_negative(threshold);
  } else if (number != 1) {
    threshold.report(kOutOfRange, threshold.name() + " is " + std::to_string(number) +
                                      ", expected 1: only a readinessProbe takes more");
  }
}

void check_grace(const Field& period, bool is_readiness) {
  if (!is_readiness) {
    check_range(period, 1, std::numeric_limits<std::int64_t>::max());
  } else if (period.present()) {
    period.report(kForbiddenField,
                  period.name() + " cannot be set: a readinessProbe ends no container");
  }
}

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validateProbe,
// validateLivenessProbe, validateReadinessProbe, validateStartupProbe
void check_probe(const Field& probe, bool is_readiness) {
  if (!probe.is_map()) return;
  check_probe_handler(probe);
  for (const std::string_view count : kCounts) check_not_negative(probe[count]);
  check_success(probe["successThreshold"], !is_readiness);
  check_grace(probe["terminationGracePeriodSeconds"], is_readiness);
}

}  // namespace

void check_probes(const Field& container) {
  check_probe(container["livenessProbe"], false);
  check_probe(container["readinessProbe"], true);
  check_probe(container["startupProbe"], false);
}

}  // namespace launch::kubernetes
