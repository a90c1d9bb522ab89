#include "compiler/target/vertex/check/check.h"
#include "compiler/target/vertex/proto_json.h"
#include "compiler/target/vertex/rules.h"

namespace launch::vertex {
namespace {

void check_duration(const Field& field) {
  const std::optional<double> seconds = proto_seconds(field);
  if (seconds && *seconds < 0) {
    field.report(kOutOfRange, std::string(field.key()) + " is " +
                                  std::string(field.text_or_empty()) +
                                  ", expected no negative duration");
  }
}

// custom_job.proto, Scheduling.Strategy: the two have other names now.
void check_deprecated(const Field& strategy) {
  const std::string_view text = strategy.text_or_empty();
  if (text == "ON_DEMAND")
    strategy.report(kDeprecated, "ON_DEMAND is deprecated", suggest("STANDARD"));
  if (text == "LOW_COST") strategy.report(kDeprecated, "LOW_COST is deprecated", suggest("SPOT"));
}

// Machines of the Dynamic Workload Scheduler are lent for a week
// (https://cloud.google.com/vertex-ai/docs/training/schedule-jobs-dws).
void check_flex_start(const Field& scheduling) {
  constexpr double kWeek = 7 * 24 * 3600;
  const Field timeout = scheduling["timeout"];
  const std::optional<double> seconds = proto_seconds(timeout);
  if (seconds && *seconds > kWeek) {
    timeout.report(kOutOfRange, "timeout is " + std::string(timeout.text_or_empty()) +
                                    ", expected at most 604800s, 7 days, with FLEX_START");
  }
}

}  // namespace

void check_scheduling(const Field& scheduling) {
  check_duration(scheduling["timeout"]);
  const Field wait = scheduling["maxWaitDuration"];
  check_duration(wait);
  const Field strategy = scheduling["strategy"];
  check_deprecated(strategy);
  const bool by_number = strategy.present() && !strategy.is_text();
  const bool flexible = strategy.text_or_empty() == "FLEX_START";
  if (flexible) check_flex_start(scheduling);
  if (wait.present() && !flexible && !by_number && !strategy.unknown()) {
    wait.report_key(kNoEffectField, "maxWaitDuration has a meaning with strategy FLEX_START only");
  }
  // custom_job.proto, Scheduling.disable_retries.
  const Field restart = scheduling["restartJobOnWorkerRestart"];
  if (scheduling["disableRetries"].is_true() && restart.is_true()) {
    restart.report_key(kNoEffectField, "restartJobOnWorkerRestart is off with disableRetries");
  }
}

}  // namespace launch::vertex
