#include "cli/validate/sums.h"

#include <cstdio>

#include "compiler/diagnostic/display.h"

namespace launch::cli {
namespace {

void note(const std::string& text) { std::fprintf(stderr, "launch: note: %s\n", text.c_str()); }

void print_sum(const Summary& summary, const Aside& aside) {
  std::string line = counted(summary.files, "file") + ": " + counted(summary.errors, "error") +
                     ", " + counted(summary.warnings, "warning");
  if (aside.passed_over > 0) {
    line += "; " + counted(aside.passed_over, "other YAML file") + " passed over";
  }
  if (aside.settled.known > 0)
    line += "; " + std::to_string(aside.settled.known) + " in the baseline";
  std::fprintf(stderr, "%s\n", line.c_str());
}

}  // namespace

std::string counted(std::size_t n, const char* what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

void print_notes(const Report& report, const Judged& judged, const Aside& aside) {
  const Inputs& inputs = judged.inputs;
  for (const std::string& text : inputs.notes) note(text);
  if (inputs.files.empty() && inputs.notes.empty() && report.unread.empty()) {
    note("nothing here to validate");
  }
  for (std::size_t i = 0; i < judged.results.size(); ++i) {
    if (judged.results[i].is_empty) {
      note(printable(name_of(inputs.files[i])) + " holds no document");
    }
  }
  if (aside.settled.gone > 0) {
    note(counted(aside.settled.gone, "finding") + " of the baseline " +
         (aside.settled.gone == 1 ? "is" : "are") + " gone; --write-baseline shrinks " +
         launch::quoted(aside.baseline));
  }
}

void print_unread(const Report& report) {
  for (const UnreadFile& file : report.unread) {
    std::fprintf(stderr, "launch: %s: %s\n", printable(file.path).c_str(), file.why.c_str());
  }
}

void print_sums(const Report& report, const ValidateOptions& options, bool for_people,
                const Aside& aside) {
  if (options.summary) std::fputs(render_summary(report).c_str(), stderr);
  const bool wanted = options.summary || (for_people && !options.quiet);
  if (wanted && report.summary.files > 0) print_sum(report.summary, aside);
}

}  // namespace launch::cli
