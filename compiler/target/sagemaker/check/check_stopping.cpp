#include "compiler/target/sagemaker/check/check.h"
#include "compiler/target/sagemaker/rules.h"

namespace launch::sagemaker {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kLongestRun = 28 * kDay;

}  // namespace

void check_stopping(const Field& request) {
  const Field condition = request["StoppingCondition"];
  if (condition.present() && !condition.is_map()) return;
  const Field run = condition["MaxRuntimeInSeconds"];
  const Field wait = condition["MaxWaitTimeInSeconds"];
  const std::int64_t seconds = run.integer().value_or(kDay);
  if (seconds > kLongestRun) {
    run.report(kRunTime, "a job runs at most 28 days, 2419200 seconds, and this is " +
                             std::to_string(seconds));
  }
  if (!is_spot(request)) {
    if (wait.absent()) return;
    return wait.report_key(kSpotWait,
                           "MaxWaitTimeInSeconds is for spot training, which is not asked for",
                           "set EnableManagedSpotTraining: true, or remove it");
  }
  if (wait.absent()) {
    return request["EnableManagedSpotTraining"].report(
        kSpotWait, "spot training needs StoppingCondition.MaxWaitTimeInSeconds",
        "set it to " + std::to_string(seconds) + " or more");
  }
  if (run.unknown() || wait.integer().value_or(seconds) >= seconds) return;
  wait.report_with(kSpotWait,
                   "MaxWaitTimeInSeconds covers waiting and running: expected at least " +
                       std::to_string(seconds) + ", and this is " + std::to_string(*wait.integer()),
                   run, run.present() ? "the time to run" : "which runs for up to a day");
}

}  // namespace launch::sagemaker
