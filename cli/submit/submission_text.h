// Submissions as people and programs read them.
#pragma once

#include "cli/submit/office.h"

namespace launch::cli {

// "running"; of one that never came to be, "refused", "not created".
std::string state_of(const submit::Submission& submission);
// "3f2a9c81d0b4 running docker jobs/train.yaml", and why it is so.
std::string one_line(const submit::Submission& submission);
// A table with a head; empty without submissions.
std::string table_of(const std::vector<submit::Submission>& submissions);
// A job that was not submitted, and why.
struct Unsubmitted {
  std::string job;
  std::string why;
};
// {"format_version":1,"submissions":[…]}, and "not_submitted":[{"job":…,"why":…}] if any are.
std::string json_of(const std::vector<submit::Submission>& submissions,
                    const std::vector<Unsubmitted>& others = {});

// What the submission's program printed, on our standard output and error.
submit::Finished show_log(const Office& office, const submit::Submission& submission, bool follow,
                          const std::optional<std::chrono::milliseconds>& timeout);

}  // namespace launch::cli
