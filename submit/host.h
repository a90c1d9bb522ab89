// This machine and its time, as they are written down.
#pragma once

#include <ctime>
#include <string>

namespace launch::submit {

// What the machine is called; empty when it does not say.
std::string host_name();

// UTC in RFC 3339: "2026-01-31T08:05:00Z".
std::string utc_text(std::time_t seconds);

}  // namespace launch::submit
