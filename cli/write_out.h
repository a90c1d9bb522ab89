// Where results go.
#pragma once

#include <string>

#include "cli/exit_code.h"
#include "cli/options.h"
#include "compiler/diagnostic/report.h"

namespace launch::cli {

// To the file, or to standard output where `path` is empty or "-". kUnreachable, and a word on
// standard error, when it cannot be written.
ExitCode write_out(const std::string& text, const std::string& path);

// Writes beside the file and puts the result in its place, so that nobody sees half of it; creates
// the folders above. Throws UnreachableError.
void replace_file(const std::string& path, const std::string& text);

// A report in every format asked for: `format` on standard output, each of `outputs`
// (`FORMAT=FILE`) in its file.
class ReportWriter {
 public:
  // Throws UsageError for a format that is not known or a file that is not named.
  ReportWriter(const std::string& format, const std::vector<std::string>& outputs);

  // In a step of GitHub Actions, people's formats come with annotations on standard error.
  ExitCode write(const Report& report, const CommonOptions& common) const;
  // People are told the sum as well.
  bool is_for_people() const { return shown_->name == "text" || shown_->name == "concise"; }

 private:
  struct Output {
    const ReportFormat* format;
    std::string path;
  };
  const ReportFormat* shown_;
  std::vector<Output> outputs_;
};

}  // namespace launch::cli
