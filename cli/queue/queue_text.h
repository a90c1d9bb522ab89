// Queues and what waits in them, as people and programs read them.
#pragma once

#include <string>
#include <vector>

#include "submit/queue/store.h"

namespace launch::cli {

// Of --priority. Throws UsageError for what is none.
queue::Priority priority_flag(const std::string& text);

// What a held entry waits for, and what became of that.
std::string waits_text(const queue::Entry& entry);
// "2026-11-26T09:05:25Z"
std::string utc_text(queue::Time time);

std::string table_of(const std::vector<queue::Queue>& queues);
// {"format_version":1,"queues":[…]}
std::string json_of(const std::vector<queue::Queue>& queues);

// "17 waiting gpu high jobs/train.yaml"
std::string one_line(const queue::Entry& entry);
// Empty without entries.
std::string table_of(const std::vector<queue::Entry>& entries);
// One object, without what is for agents only.
std::string json_of(const queue::Entry& entry);
// {"format_version":1,"entries":[…]}
std::string json_of(const std::vector<queue::Entry>& entries);

}  // namespace launch::cli
