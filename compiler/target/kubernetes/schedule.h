// When a CronJob runs: nothing when the API server takes the text, else what is wrong with it.
#pragma once

#include "compiler/target/trouble.h"

namespace launch::kubernetes {

// "*/5 0 * * 1-5" or "@daily" (schedule.cpp).
Check check_schedule(std::string_view text);
// "Europe/Berlin" (time_zones.cpp).
Check check_time_zone(std::string_view text);

}  // namespace launch::kubernetes
