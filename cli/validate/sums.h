// What people are told of a run on standard error, beside its findings.
#pragma once

#include "cli/validate/gather.h"
#include "cli/validate/known.h"

namespace launch::cli {

// What a report says nothing of.
struct Aside {
  std::size_t passed_over = 0;
  std::string baseline;  // its file
  Known::Settled settled;
};

// "1 error", "2 errors".
std::string counted(std::size_t n, const char* what);

// All of these come after the last thread is done, so that they stand in the order of the files.
void print_unread(const Report& report);
void print_notes(const Report& report, const Judged& judged, const Aside& aside);
// The sum for people, and with --summary the counts for everyone.
void print_sums(const Report& report, const ValidateOptions& options, bool for_people,
                const Aside& aside);

}  // namespace launch::cli
