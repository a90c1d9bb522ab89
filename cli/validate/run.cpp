#include "cli/validate/run.h"

#include <cstdio>

#include "cli/validate/gather.h"
#include "cli/validate/known.h"
#include "cli/validate/progress.h"
#include "cli/workers.h"
#include "compiler/diagnostic/display.h"

namespace launch::cli {
namespace {

std::string count(std::size_t n, const char* what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

// What a report says nothing of.
struct Aside {
  std::size_t passed_over = 0;
  Known::Settled settled;
};

void print_sum(const Summary& summary, const Aside& aside) {
  std::string line = count(summary.files, "file") + ": " + count(summary.errors, "error") + ", " +
                     count(summary.warnings, "warning");
  if (aside.passed_over > 0) {
    line += "; " + count(aside.passed_over, "other YAML file") + " passed over";
  }
  if (aside.settled.known > 0)
    line += "; " + std::to_string(aside.settled.known) + " in the baseline";
  std::fprintf(stderr, "%s\n", line.c_str());
}

// What launch itself writes, as walks name it: no documents.
std::set<std::string> own_files(const ValidateOptions& options, const Workspace& workspace) {
  std::set<std::string> own{normal_path(workspace.prefix + std::string(kBaselineFile))};
  for (const std::string& file : {options.baseline, options.write_baseline, workspace.baseline}) {
    if (!file.empty()) own.insert(normal_path(file));
  }
  for (const std::string& output : options.outputs) {
    own.insert(normal_path(output.substr(output.find('=') + 1)));
  }
  return own;
}

Judged judge_all(const ValidateOptions& options, const Workspace& workspace, const Target* as) {
  InputOptions asked = options.inputs;
  asked.own = own_files(options, workspace);
  Judged judged;
  judged.inputs = inputs_of(asked, workspace);
  const std::vector<Input>& files = judged.inputs.files;
  judged.results.resize(files.size());
  FileJudge judge(options, workspace, as);
  Progress progress(files.size(), !options.quiet && !options.no_progress && is_watched_by_people());
  run_all(files.size(), thread_count(options.threads), [&](std::size_t i) {
    judged.results[i] = judge.judge(files[i]);
    progress.one_done();
  });
  if (options.inputs.dependents) {
    keep_dependents(Dependents(options.inputs.paths, judged.inputs.named), judged);
  }
  return judged;
}

// Whether whatever reads a document has been judged as well.
bool is_whole(const ValidateOptions& options) {
  return (options.inputs.paths.empty() || options.inputs.dependents) &&
         options.inputs.exclude.empty() && options.queue.empty();
}

Report report_of(Judged& judged, bool whole) {
  Report report;
  report.version = LAUNCH_VERSION;
  report.findings = gather(judged, whole);
  report.unread = judged.inputs.unread;
  for (std::size_t i = 0; i < judged.results.size(); ++i) {
    const Input& input = judged.inputs.files[i];
    const FileResult& result = judged.results[i];
    if (result.unread) {
      report.unread.push_back({input.path, *result.unread});
    } else if (!result.passed_over) {
      report.files.push_back(name_of(input));
    }
  }
  return report;
}

void note(const std::string& text) { std::fprintf(stderr, "launch: note: %s\n", text.c_str()); }

// What people should know of the run beside its findings; after all threads are done, so that it
// stands in the order of the files.
void print_notes(const Report& report, const Judged& judged, const Known& known,
                 const Aside& aside) {
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
    note(count(aside.settled.gone, "finding") + " of the baseline " +
         (aside.settled.gone == 1 ? "is" : "are") + " gone; --write-baseline shrinks " +
         launch::quoted(known.path()));
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

// Whether the findings are more than the user lets pass.
bool fails(const Summary& summary, const ValidateOptions& options, const Workspace& workspace) {
  if (options.max_warnings && summary.warnings > *options.max_warnings) {
    std::fprintf(stderr, "launch: %s, and --max-warnings allows %zu\n",
                 count(summary.warnings, "warning").c_str(), *options.max_warnings);
    return true;
  }
  const std::string gate = options.fail_on.empty() ? workspace.fail_on : options.fail_on;
  if (gate == "none") return false;
  return summary.errors > 0 || (gate == "warning" && summary.warnings > 0);
}

// What a run cannot do without. Who reads reports gets one that says what was in the way.
template <class Make>
auto or_report(const char* what, const ValidateOptions& options, const ReportWriter& writer,
               Make make) {
  const auto tell = [&](const std::string& why) {
    Report report;
    report.version = LAUNCH_VERSION;
    report.unread.push_back({what, why});
    writer.write(report, options.common);
  };
  try {
    return make();
  } catch (const UsageError& error) {
    tell(error.message);
    throw;
  } catch (const UnreachableError& error) {
    tell(error.message);
    throw;
  }
}

// A queue that cannot be read is said once, and not once a job.
bool queue_is_unread(const ValidateOptions& options, Report& report) {
  if (options.queue.empty()) return false;
  const FileText queue = read_file(options.queue);
  if (queue.status == FileText::Status::Ok) return false;
  const bool missing = queue.status == FileText::Status::Missing;
  report.version = LAUNCH_VERSION;
  report.unread.push_back(
      {options.queue, missing ? why_missing(options.queue) : why_unreadable(queue)});
  print_unread(report);
  return true;
}

RunOutcome outcome_of(Judged& judged) {
  RunOutcome outcome;
  outcome.folders = std::move(judged.inputs.folders);
  for (const Input& input : judged.inputs.files) outcome.files.push_back(input.path);
  for (const FileResult& result : judged.results) {
    outcome.files.insert(outcome.files.end(), result.read.begin(), result.read.end());
  }
  return outcome;
}

}  // namespace

RunOutcome run_validation(const ValidateOptions& options, const ReportWriter& writer,
                          const Target* as) {
  const Workspace workspace = or_report("launch.yaml", options, writer,
                                        [&] { return find_workspace(options.common.root); });
  Known known = or_report("baseline", options, writer, [&] { return Known(options, workspace); });
  if (Report unread; queue_is_unread(options, unread)) {
    writer.write(unread, options.common);
    return {kUnreachable, {options.queue}, {}};
  }
  Judged judged = judge_all(options, workspace, as);
  const bool whole = is_whole(options);
  Report report = report_of(judged, whole);
  Aside aside;
  aside.settled = known.settle(report, whole && report.unread.empty());
  for (const FileResult& result : judged.results) aside.passed_over += result.passed_over ? 1 : 0;
  report.summary = summarize(report.findings, report.files.size());

  print_unread(report);
  if (!options.quiet) print_notes(report, judged, known, aside);
  const ExitCode written = writer.write(report, options.common);
  print_sums(report, options, writer.is_for_people(), aside);
  RunOutcome outcome = outcome_of(judged);
  const bool failed = fails(report.summary, options, workspace);
  outcome.code = !report.unread.empty()         ? kUnreachable
                 : written != kOk               ? written
                 : aside.settled.written != kOk ? aside.settled.written
                 : failed                       ? kFindings
                                                : kOk;
  return outcome;
}

}  // namespace launch::cli
