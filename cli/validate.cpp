#include <algorithm>
#include <cstdio>
#include <set>
#include <tuple>

#include "cli/commands.h"
#include "cli/disk.h"
#include "cli/inputs.h"
#include "cli/target_setup.h"
#include "cli/workers.h"
#include "cli/write_out.h"
#include "compiler/check/ignores.h"
#include "compiler/compile.h"
#include "compiler/diagnostic/render.h"
#include "compiler/resolve/resolve_rules.h"
#include "compiler/rules.h"
#include "compiler/spec/spec_rules.h"

namespace launch::cli {
namespace {

struct ValidateOptions {
  InputOptions inputs;
  std::string queue;
  std::string as;                    // judge finished objects of this target
  std::string format = "text";       // one of formats()
  std::vector<std::string> outputs;  // FORMAT=FILE
  std::string fail_on;               // error, warning; empty: the workspace's, else error
  std::size_t threads = 0;
  TargetFlags target;
  CommonOptions common;
};

struct FileResult {
  std::vector<Finding> findings;
  std::vector<std::string> bases;  // files that its documents name as base_config
  std::set<std::string> read;      // files that it was judged with
  std::set<std::string> used;      // place_key()s of queues' declarations that it uses
  bool holds_part = false;         // a base or queue: what it ignores may concern whole jobs only
  std::optional<std::string> unread;  // why it could not be read
  bool passed_over = false;
};

std::string place_key(std::string_view path, std::uint32_t line, std::uint32_t column) {
  return path_beside("", std::string(path)) + ':' + std::to_string(line) + ':' +
         std::to_string(column);
}

class Validation {
 public:
  Validation(const ValidateOptions& options, const Workspace& workspace, const Target* as)
      : options_(options),
        workspace_(workspace),
        as_(as),
        targets_(options.target, workspace.base_url),
        disk_(workspace),
        files_(disk_.files()) {}

  FileResult judge(const Input& input) {
    FileResult result;
    SourceMap sources;
    Arena arena;
    Diagnostics diagnostics;
    FileText file = read_file(input.path);
    if (!is_readable(input.path, file)) {
      result.unread = why_unreadable(file);
      return result;
    }
    const std::string name = name_of(input);
    const SourceId id = sources.add(name, std::move(file.text));
    const std::vector<Document> documents =
        read_yaml(id, sources, arena, diagnostics, {}, as_ == nullptr ? nullptr : as_->dialect);
    std::vector<Directive> directives;
    bool any = false;
    for (const Document& document : documents) {
      directives.insert(directives.end(), document.directives.begin(), document.directives.end());
      any =
          judge_document(document, input, {sources, arena, diagnostics, directives, result}) || any;
    }
    if (input.walked && !any && !documents.empty()) {
      result.passed_over = true;
      return result;
    }
    if (documents.empty() && diagnostics.empty() && !input.walked) {
      std::fprintf(stderr, "launch: note: %s holds no document\n", name.c_str());
    }
    apply_ignores(directives, result.holds_part ? std::nullopt : std::optional(id), sources,
                  all_rules(), diagnostics);
    result.findings = resolve(diagnostics.sorted(), sources);
    return result;
  }

 private:
  struct Parts {
    SourceMap& sources;
    Arena& arena;
    Diagnostics& diagnostics;
    std::vector<Directive>& directives;
    FileResult& result;
  };

  // False when the document is somebody else's.
  bool judge_document(const Document& document, const Input& input, const Parts& parts) {
    if (as_ != nullptr) {
      as_->judge(
          {document.root, {parts.arena, parts.sources, parts.diagnostics, targets_.options()}});
      return true;
    }
    const ExpectedKind expected =
        input.path == "-" ? ExpectedKind() : workspace_.expected_kind(input.path);
    const KindResult kind = kind_of(document, expected, input.walked, parts.diagnostics);
    if (!kind.kind) return !kind.unlike_any;
    switch (*kind.kind) {
      case DocumentKind::Agent:
      case DocumentKind::Sweep:
        check_schema(document.root, *kind.kind, schema::Presence::Required, parts.diagnostics);
        break;
      default:
        judge_job(document, *kind.kind, input, parts);
    }
    return true;
  }

  void judge_job(const Document& document, DocumentKind kind, const Input& input,
                 const Parts& parts) {
    note_bases(document.root, input.path, parts.result);
    parts.result.holds_part = parts.result.holds_part || kind != DocumentKind::Job;
    Diagnostics found;
    SourceKind source = compile_as(document, kind, input, parts, found);
    const bool is_job = kind == DocumentKind::Job;
    const bool nothing_to_run = is_job && source == SourceKind::None && reports(found, kNoSource);
    if (nothing_to_run) {
      // A job that is complete only as a base of others: judged as one, and said once.
      Diagnostics as_base;
      compile_as(document, DocumentKind::Base, input, parts, as_base);
      for (const Diagnostic& diagnostic : found.all()) {
        if (diagnostic.rule == &kNoSource) as_base.report_as(Severity::Warning, diagnostic);
      }
      found = std::move(as_base);
      parts.result.holds_part = true;
    }
    parts.diagnostics.take(std::move(found));
  }

  static bool reports(const Diagnostics& diagnostics, const Rule& rule) {
    return std::any_of(diagnostics.all().begin(), diagnostics.all().end(),
                       [&](const Diagnostic& diagnostic) { return diagnostic.rule == &rule; });
  }

  SourceKind compile_as(const Document& document, DocumentKind kind, const Input& input,
                        const Parts& parts, Diagnostics& found) {
    CompileInput compile_input;
    compile_input.kind = kind;
    compile_input.load = {input.path,
                          document.root,
                          document.directives,
                          std::nullopt,
                          {},
                          kind == DocumentKind::Base};
    if (!options_.queue.empty()) compile_input.load.queue_path = options_.queue;
    compile_input.targets = CompileInput::Targets::Every;
    compile_input.options = targets_.options();
    compile_input.defaults = workspace_.defaults;
    const Files noting{[&](const std::string& path) {
                         parts.result.read.insert(path);
                         return files_.read(path);
                       },
                       files_.find_queue};
    Compiled compiled = compile(compile_input, options_.inputs.dependents ? noting : files_,
                                parts.sources, parts.arena, found);
    parts.directives.insert(parts.directives.end(), compiled.directives.begin(),
                            compiled.directives.end());
    for (const Span name : compiled.used_declarations) {
      const Position at = parts.sources.position(name.source, name.begin);
      parts.result.used.insert(place_key(parts.sources.name(name.source), at.line, at.column));
    }
    return compiled.spec.source;
  }

  static void note_bases(const Node& root, const std::string& path, FileResult& result) {
    const Node* bases = root.find("base_config");
    if (bases == nullptr) return;
    if (bases->is_string()) result.bases.push_back(path_beside(path, bases->as_string()));
    for (const Node& base : bases->items()) {
      if (base.is_string()) result.bases.push_back(path_beside(path, base.as_string()));
    }
  }

  const ValidateOptions& options_;
  const Workspace& workspace_;
  const Target* as_;
  TargetSetup targets_;
  Disk disk_;
  Files files_;
};

// Findings of all files, each once, in the order of the files and places: a base that many jobs
// share is blamed once. What one file lacks and another has is nobody's mistake.
std::vector<Finding> gather(const std::vector<Input>& inputs, std::vector<FileResult>& results) {
  std::set<std::string> bases;
  std::set<std::string> used;
  for (const FileResult& result : results) {
    bases.insert(result.bases.begin(), result.bases.end());
    bases.insert(result.read.begin(), result.read.end());
    used.insert(result.used.begin(), result.used.end());
  }
  const auto is_used = [&](const Place& place) {
    return used.count(place_key(place.path, place.line, place.column)) > 0;
  };
  std::vector<Finding> all;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const bool is_base = bases.count(path_beside("", inputs[i].path)) > 0;
    for (Finding& finding : results[i].findings) {
      if (is_base && finding.rule == &kNoSource) continue;
      if (finding.rule == &kVariableUnused && is_used(finding.place)) continue;
      all.push_back(std::move(finding));
    }
  }
  const auto key = [](const Finding& finding) {
    return std::tie(finding.place.path, finding.place.line, finding.place.column, finding.rule->id,
                    finding.message);
  };
  std::stable_sort(all.begin(), all.end(),
                   [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
  const auto last = std::unique(
      all.begin(), all.end(), [&](const Finding& a, const Finding& b) { return key(a) == key(b); });
  all.erase(last, all.end());
  return all;
}

void keep_dependents(const Dependents& dependents, std::vector<Input>& inputs,
                     std::vector<FileResult>& results) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (!dependents.concern(inputs[i].path, results[i].read)) continue;
    if (kept != i) {
      inputs[kept] = std::move(inputs[i]);
      results[kept] = std::move(results[i]);
    }
    ++kept;
  }
  inputs.resize(kept);
  results.resize(kept);
}

const Target* finished_target(const std::string& name) {
  if (name.empty()) return nullptr;
  const Target* target = find_target(name);
  if (target != nullptr && target->judge != nullptr) return target;
  std::vector<std::string_view> known;
  for (const Target* each : targets()) {
    if (each->judge != nullptr) known.push_back(each->name);
  }
  throw UsageError{"--as " + launch::quoted(name) + ": finished objects can be judged for " +
                   one_of(known)};
}

void print_summary(const Summary& summary, std::size_t passed_over) {
  const auto count = [](std::size_t n, const char* what) {
    return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
  };
  std::string line = count(summary.files, "file") + ": " + count(summary.errors, "error") + ", " +
                     count(summary.warnings, "warning");
  if (passed_over > 0) line += "; " + count(passed_over, "other YAML file") + " passed over";
  std::fprintf(stderr, "%s\n", line.c_str());
}

// Without a workspace there is nothing to judge by, but who reads reports gets one that says so.
Workspace workspace_of(const ValidateOptions& options, const ReportWriter& writer, Report report) {
  try {
    return find_workspace(options.common.root);
  } catch (const UsageError& error) {
    report.unread.push_back({"launch.yaml", error.message});
    writer.write(report, options.common);
    throw;
  }
}

int validate(const ValidateOptions& options) {
  const ReportWriter writer(options.format, options.outputs);
  const Target* as = finished_target(options.as);
  Report report;
  report.version = LAUNCH_VERSION;
  const Workspace workspace = workspace_of(options, writer, report);
  if (!options.queue.empty()) {
    const FileText queue = read_file(options.queue);
    if (!is_readable(options.queue, queue)) {
      report.unread.push_back({options.queue, why_unreadable(queue)});
      writer.write(report, options.common);
      return kUnreachable;
    }
  }
  std::vector<Input> inputs = inputs_of(options.inputs, workspace);
  if (inputs.empty()) std::fprintf(stderr, "launch: note: nothing here to validate\n");
  std::vector<FileResult> results(inputs.size());
  Validation validation(options, workspace, as);
  run_all(inputs.size(), thread_count(options.threads),
          [&](std::size_t i) { results[i] = validation.judge(inputs[i]); });
  if (options.inputs.dependents) keep_dependents(Dependents(options.inputs.paths), inputs, results);

  std::size_t passed_over = 0;
  report.findings = gather(inputs, results);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (results[i].unread) {
      report.unread.push_back({inputs[i].path, *results[i].unread});
    } else if (results[i].passed_over) {
      ++passed_over;
    } else {
      report.files.push_back(name_of(inputs[i]));
    }
  }
  report.summary = summarize(report.findings, report.files.size());
  const ExitCode written = writer.write(report, options.common);
  if (writer.is_for_people() && report.summary.files > 0) {
    print_summary(report.summary, passed_over);
  }
  if (!report.unread.empty()) return kUnreachable;
  if (written != kOk) return written;
  const std::string gate = options.fail_on.empty() ? workspace.fail_on : options.fail_on;
  const bool failed =
      report.summary.errors > 0 || (gate == "warning" && report.summary.warnings > 0);
  return failed ? kFindings : kOk;
}

}  // namespace

void add_validate(Program& program) {
  auto [command, options] = program.add<ValidateOptions>(
      "validate", "Check files, folders, or the whole workspace", validate);
  command.add_option("PATH", options.inputs.paths, "Files, folders, or - for standard input");
  command.add_flag("--dependents", options.inputs.dependents,
                   "Also check every file of the workspace that reads one of PATH");
  command
      .add_option("--exclude", options.inputs.exclude,
                  "Glob of files to pass over, such as 'old/**'; may be repeated")
      ->allow_extra_args(false);
  command.add_option("-q,--queue", options.queue, "Queue file to judge the jobs by");
  command.add_option("--as", options.as,
                     "Judge finished objects of a target: docker, kubernetes or vertex");
  add_target_flags(command, options.target);
  command.add_option("--format", options.format,
                     "text, concise, json, jsonl, sarif, junit, tap, github, gitlab or "
                     "checkstyle");
  command
      .add_option("--output", options.outputs,
                  "FORMAT=FILE: the findings in another format; may be repeated")
      ->allow_extra_args(false);
  command.add_option("--fail-on", options.fail_on, "error or warning")
      ->check(CLI::IsMember({"error", "warning"}));
  command.add_option("-j,--jobs", options.threads, "Threads; one a core by default");
  add_common_flags(command, options.common);
}

}  // namespace launch::cli
