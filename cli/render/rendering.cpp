#include "cli/render/rendering.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <map>

#include "cli/artifact_text.h"
#include "cli/choices.h"
#include "cli/validate/gather.h"
#include "cli/workers.h"

namespace launch::cli {
namespace {

struct RenderedFile {
  Rendering rendering;
  std::vector<std::string> passed_over;
  std::set<std::string> read;
  std::string unread;
  std::string wrong_format;  // why --format cannot be had
};

bool is_for_folder(const RenderOptions& options) {
  return !options.output_dir.empty() || !options.check.empty();
}

// --format names what only some targets have.
std::string why_not(const Artifact& artifact, const std::string& format) {
  if (format.empty()) return {};
  const std::vector<std::string_view> known = formats_of(artifact);
  if (std::find(known.begin(), known.end(), format) != known.end()) return {};
  return "--format " + format + ": target " + std::string(artifact.target) + " is rendered as " +
         one_of(known);
}

std::string_view ending_of(const Artifact& artifact, const std::string& format) {
  if (format == "json") return "json";
  if (std::holds_alternative<Argv>(artifact.content)) return "sh";
  // What a target calls its own, gcloud's configuration, is YAML.
  if (std::holds_alternative<Manifest>(artifact.content) || !format.empty()) return "yaml";
  return "json";
}

std::vector<Waiting> waiting_of(const Compiled& job, const SourceMap& sources) {
  std::vector<Waiting> waiting;
  for (const Deferred& deferred : job.deferred) {
    const SourceId source = deferred.span.source;
    waiting.push_back({deferred.name, sources.describe(deferred.span),
                       std::string(sources.name(source)),
                       sources.position(source, deferred.span.begin),
                       sources.kind(source) == SourceMap::Kind::File});
  }
  return waiting;
}

class FileRenderer {
 public:
  FileRenderer(const RenderOptions& options, JobCompiler& compiler, bool several)
      : options_(options), compiler_(compiler), several_(several) {}

  RenderedFile run(const Input& input) {
    RenderedFile file;
    const bool resolve = options_.job.resolve_environment;
    JobRun run = compile(input, resolve);
    file.unread = run.unread;
    file.passed_over = std::move(run.passed_over);
    file.read = std::move(run.read);
    file.rendering.findings = std::move(run.findings);
    file.rendering.exit_code = run.exit_code;
    // A line for a shell takes secrets from the shell's own environment: once everything is known
    // to resolve, it is the line with the macros still in it.
    const bool by_shell = resolve && run.exit_code == kOk && options_.format != "json";
    if (by_shell) run = compile(input, false);
    file.rendering.job_count = run.jobs.size();
    for (std::size_t i = 0; i < run.jobs.size(); ++i) add_job(input, run, i, file);
    if (by_shell) file.rendering.waiting.clear();
    return file;
  }

 private:
  JobRun compile(const Input& input, bool resolve) {
    return several_ ? compiler_.run_among(input, resolve) : compiler_.run(input.path, resolve);
  }

  void add_job(const Input& input, const JobRun& run, std::size_t index, RenderedFile& file) {
    const Compiled& job = run.jobs[index];
    const DocumentName& document = run.documents[index];
    Rendered rendered;
    rendered.path = is_for_folder(options_) && input.path != "-"
                        ? compiler_.workspace().from_root(input.path)
                        : name_of(input);
    rendered.document = document.number;
    if (run.document_count > 1) {
      rendered.document_name =
          document.name.empty() ? std::to_string(document.number) : document.name;
    }
    const std::string before = add_build(run, index, rendered, file);
    for (const Artifact& artifact : job.artifacts) {
      const std::string wrong = why_not(artifact, options_.format);
      if (!wrong.empty()) {
        if (file.wrong_format.empty()) file.wrong_format = wrong;
        continue;
      }
      rendered.target = artifact.target;
      rendered.ending = ending_of(artifact, options_.format);
      const bool first = &artifact == job.artifacts.data();
      rendered.text = (first ? before : std::string()) + text_of(artifact, rendered);
      file.rendering.artifacts.push_back(rendered);
    }
    for (Waiting& waiting : waiting_of(job, *run.sources)) {
      file.rendering.waiting.push_back(std::move(waiting));
    }
  }

  // What builds the image stands before what runs it where both are commands, or both objects:
  // returns it. Else it is one more artifact of the JSON, or a note.
  std::string add_build(const JobRun& run, std::size_t index, Rendered rendered,
                        RenderedFile& file) const {
    const bool none = index >= run.builds.size() || !run.builds[index];
    if (none) return {};
    const Artifact& build = *run.builds[index];
    if (options_.format == "json") {
      if (is_for_folder(options_)) return {};
      rendered.target = build.target;
      rendered.ending = "json";
      rendered.text = artifact_json(build, {rendered.path, rendered.document});
      file.rendering.artifacts.push_back(rendered);
      return {};
    }
    std::string call =
        is_for_folder(options_) ? artifact_lines(build, "shell") : artifact_text(build, "shell");
    const std::vector<Artifact>& artifacts = run.jobs[index].artifacts;
    const bool commands = std::all_of(
        artifacts.begin(), artifacts.end(),
        [](const Artifact& artifact) { return std::holds_alternative<Argv>(artifact.content); });
    const bool objects =
        std::all_of(artifacts.begin(), artifacts.end(), [](const Artifact& artifact) {
          return std::holds_alternative<Manifest>(artifact.content);
        });
    const bool builds_by_objects = std::holds_alternative<Manifest>(build.content);
    if (commands && !builds_by_objects) return call;
    if (objects && builds_by_objects) return call + "---\n";
    file.rendering.builds.push_back((builds_by_objects ? "\n" : "") +
                                    artifact_text(build, "shell"));
    return {};
  }

  std::string text_of(const Artifact& artifact, const Rendered& rendered) const {
    if (options_.format == "json") {
      const std::string json = artifact_json(artifact, {rendered.path, rendered.document});
      return is_for_folder(options_) ? indented_json(json) : json;
    }
    return is_for_folder(options_) ? artifact_lines(artifact, options_.format)
                                   : artifact_text(artifact, options_.format);
  }

  const RenderOptions& options_;
  JobCompiler& compiler_;
  bool several_;
};

// One spelling for each path.
std::string plain(const std::string& path) { return as_seen_from_here(normal_path(path)); }

// A file that another one is based on is a part of that, whatever it says of what runs. Of files
// that are based on each other neither is.
void drop_bases(const std::vector<Input>& inputs, std::vector<RenderedFile>& files) {
  std::map<std::string, std::size_t> places;
  std::vector<std::set<std::string>> reads(files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    places[plain(inputs[i].path)] = i;
    for (const std::string& path : files[i].read) reads[i].insert(plain(path));
  }
  std::set<std::size_t> bases;
  for (std::size_t i = 0; i < files.size(); ++i) {
    for (const std::string& path : reads[i]) {
      const auto base = places.find(path);
      const bool other = base != places.end() && base->second != i &&
                         reads[base->second].count(plain(inputs[i].path)) == 0;
      if (other) bases.insert(base->second);
    }
  }
  for (const std::size_t base : bases) {
    if (files[base].rendering.job_count == 0) continue;
    files[base] = {};
    files[base].passed_over.emplace_back("what other jobs are based on");
  }
}

// In the order of the files, whoever was done first.
Rendering put_together(const std::vector<Input>& inputs, std::vector<RenderedFile>& files) {
  Rendering all;
  for (std::size_t i = 0; i < files.size(); ++i) {
    RenderedFile& file = files[i];
    all.inputs.push_back(inputs[i].path);
    if (!file.unread.empty()) {
      std::fprintf(stderr, "launch: %s: %s\n", inputs[i].path.c_str(), file.unread.c_str());
    }
    if (!inputs[i].walked) {
      for (const std::string& what : file.passed_over) {
        std::fprintf(stderr, "launch: note: %s: %s is not rendered\n", name_of(inputs[i]).c_str(),
                     what.c_str());
      }
    }
    const auto move_into = [](auto& to, auto& from) {
      to.insert(to.end(), std::make_move_iterator(from.begin()),
                std::make_move_iterator(from.end()));
    };
    move_into(all.artifacts, file.rendering.artifacts);
    move_into(all.waiting, file.rendering.waiting);
    move_into(all.builds, file.rendering.builds);
    move_into(all.findings, file.rendering.findings);
    all.job_count += file.rendering.job_count;
    all.exit_code = std::max(all.exit_code, file.rendering.exit_code);
  }
  return all;
}

void refuse_formats(const std::vector<RenderedFile>& files) {
  for (const RenderedFile& file : files) {
    if (!file.wrong_format.empty()) throw UsageError{file.wrong_format};
  }
}

// Two jobs with one id would be one run to W&B.
void refuse_shared_id(const RenderOptions& options, std::size_t jobs) {
  const bool given = options.job.command->count("--run-id") > 0;
  if (given && jobs > 1) {
    throw UsageError{"--run-id names one run, and these are " + std::to_string(jobs) + " jobs"};
  }
}

}  // namespace

std::string job_name(const Rendered& artifact) {
  return artifact.document_name.empty() ? artifact.path
                                        : artifact.path + "#" + artifact.document_name;
}

Rendering render_jobs(const RenderOptions& options, JobCompiler& compiler) {
  const Inputs inputs = inputs_of({options.paths, {}, false, false, {}}, compiler.workspace());
  for (const std::string& note : inputs.notes) {
    std::fprintf(stderr, "launch: note: %s\n", note.c_str());
  }
  const std::vector<Input>& wanted = inputs.files;
  const bool several = wanted.size() != 1 || wanted[0].walked;
  std::vector<RenderedFile> files(wanted.size());
  FileRenderer renderer(options, compiler, several);
  run_all(wanted.size(), thread_count(options.threads),
          [&](std::size_t i) { files[i] = renderer.run(wanted[i]); });
  if (several) drop_bases(wanted, files);
  Rendering all = put_together(wanted, files);
  for (const UnreadFile& folder : inputs.unread) {
    std::fprintf(stderr, "launch: %s: %s\n", folder.path.c_str(), folder.why.c_str());
    all.exit_code = kUnreachable;
  }
  all.several = several || all.job_count > 1;
  const bool nothing = several && all.exit_code == kOk && all.job_count == 0 && !wanted.empty();
  if (nothing) {
    std::fprintf(stderr, "launch: note: there is no job in %zu file%s\n", wanted.size(),
                 wanted.size() == 1 ? "" : "s");
  }
  if (several) sort_once(all.findings);
  if (all.exit_code == kOk) {
    refuse_formats(files);
    refuse_shared_id(options, all.job_count);
  }
  return all;
}

}  // namespace launch::cli
