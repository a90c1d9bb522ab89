#include "cli/validate/run.h"

#include <algorithm>
#include <cstdio>
#include <tuple>

#include "cli/lock/frozen.h"
#include "cli/validate/gather.h"
#include "cli/validate/progress.h"
#include "cli/validate/remembered.h"
#include "cli/validate/sums.h"
#include "cli/workers.h"

namespace launch::cli {
namespace {

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

Judged judge_all(const ValidateOptions& options, const Workspace& workspace, const Target* as,
                 Remembered* remembered) {
  InputOptions asked = options.inputs;
  asked.own = own_files(options, workspace);
  Judged judged;
  judged.inputs = inputs_of(asked, workspace);
  const std::vector<Input>& files = judged.inputs.files;
  judged.results.resize(files.size());
  if (remembered != nullptr) remembered->begin(workspace, options.target);
  FileJudge judge(options, workspace, as, remembered == nullptr ? nullptr : &remembered->stamps());
  Progress progress(files.size(), !options.quiet && !options.no_progress && is_watched_by_people());
  run_all(files.size(), thread_count(options.threads), [&](std::size_t i) {
    const FileResult* known =
        remembered == nullptr ? nullptr : remembered->find(files[i], judge.files());
    judged.results[i] = known == nullptr ? judge.judge(files[i]) : *known;
    progress.one_done();
  });
  for (std::size_t i = 0; remembered != nullptr && i < files.size(); ++i) {
    remembered->keep(files[i], judged.results[i]);
  }
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

// What is not as launch.lock has it, among the other findings.
bool add_drift(const ValidateOptions& options, bool whole, Report& report) {
  std::vector<Finding> drift = frozen_findings(
      {report.files, whole, options.code, options.target, options.common, options.threads});
  for (Finding& finding : drift) report.findings.push_back(std::move(finding));
  std::stable_sort(report.findings.begin(), report.findings.end(),
                   [](const Finding& a, const Finding& b) {
                     return std::tie(a.place.path, a.place.line, a.place.column) <
                            std::tie(b.place.path, b.place.line, b.place.column);
                   });
  return true;
}

// Whether the findings are more than the user lets pass.
bool fails(const Summary& summary, const ValidateOptions& options, const Workspace& workspace) {
  if (options.max_warnings && summary.warnings > *options.max_warnings) {
    std::fprintf(stderr, "launch: %s, and --max-warnings allows %zu\n",
                 counted(summary.warnings, "warning").c_str(), *options.max_warnings);
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
                          const Target* as, Remembered* remembered) {
  const Workspace workspace = or_report("launch.yaml", options, writer,
                                        [&] { return find_workspace(options.common.root); });
  Known known = or_report("baseline", options, writer, [&] { return Known(options, workspace); });
  if (Report unread; queue_is_unread(options, unread)) {
    writer.write(unread, options.common);
    return {kUnreachable, {options.queue}, {}};
  }
  Judged judged = judge_all(options, workspace, as, remembered);
  const bool whole = is_whole(options);
  Report report = report_of(judged, whole);
  if (options.frozen) {
    or_report("launch.lock", options, writer, [&] { return add_drift(options, whole, report); });
  }
  Aside aside;
  aside.baseline = known.path();
  aside.settled = known.settle(report, whole && report.unread.empty());
  for (const FileResult& result : judged.results) aside.passed_over += result.passed_over ? 1 : 0;
  report.summary = summarize(report.findings, report.files.size());
  report.path_from_root = [&](const Place& place) {
    return place.has_line && place.path != "<stdin>" ? workspace.from_root(place.path) : place.path;
  };

  print_unread(report);
  if (!options.quiet) print_notes(report, judged, aside);
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
