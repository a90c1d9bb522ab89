#include <algorithm>

#include "compiler/target/sagemaker/check/check.h"
#include "compiler/target/sagemaker/rules.h"

namespace launch::sagemaker {

void check_debugger(const Field& request) {
  for (const char* list : {"DebugRuleConfigurations", "ProfilerRuleConfigurations"}) {
    check_unique(request[list], "RuleConfigurationName", "rules");
  }
  constexpr std::int64_t kIntervals[] = {100, 200, 500, 1000, 5000, 60'000};
  const Field interval = request["ProfilerConfig"]["ProfilingIntervalInMilliseconds"];
  const auto given = interval.integer();
  if (!given ||
      std::find(std::begin(kIntervals), std::end(kIntervals), *given) != std::end(kIntervals)) {
    return;
  }
  interval.report(kProfiler,
                  "expected 100, 200, 500, 1000, 5000 or 60000 milliseconds, and this is " +
                      std::to_string(*given));
}

}  // namespace launch::sagemaker
