// What the text and the markdown of a report of changes share.
#pragma once

#include <string>
#include <vector>

#include "compiler/change/report.h"

namespace launch::change {

// Jobs whose lines would be the same but for the jobs' names.
struct Group {
  std::vector<const JobChange*> jobs;  // in their order; the first stands for all
};
std::vector<Group> groups_of(const ChangeReport& report);

// "jobs/a.yaml (docker)", "jobs/all.yaml#eval (kubernetes)".
std::string title_of(const JobChange& job);

// A value on one line, shortened; never a control character.
std::string short_text(const FieldValue& value, std::size_t most);

// Where the change was written: "bases/gpu.yaml:7 (was queues/prod.yaml:12)".
std::string place_of(const Change& change);

std::string counted(std::size_t count, std::string_view noun);

}  // namespace launch::change
