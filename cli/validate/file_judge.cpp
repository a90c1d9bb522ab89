#include "cli/validate/file_judge.h"

#include "cli/validate/remembered.h"

namespace launch::cli {

std::string place_key(std::string_view path, std::uint32_t line, std::uint32_t column) {
  return path_beside("", std::string(path)) + ':' + std::to_string(line) + ':' +
         std::to_string(column);
}

std::string ignore_key(std::string_view place_key, std::string_view unused_message) {
  return std::string(place_key) + '\n' + std::string(unused_message);
}

FileJudge::FileJudge(const ValidateOptions& options, const Workspace& workspace, const Target* as,
                     Stamps* stamps)
    : stamps_(stamps),
      targets_(options.target, workspace.base_url),
      disk_(workspace),
      files_(stamped(disk_.files())),
      code_(existing_folders(options.code.artifact_dirs)),
      grounds_{workspace,
               files_,
               targets_.options(),
               as,
               options.queue.empty() ? std::nullopt : std::optional(options.queue),
               options.inputs.dependents || !options.watch.empty(),
               &code_,
               options.code.agent_config,
               options.code.context_limit} {}

Files FileJudge::stamped(Files files) const {
  if (stamps_ == nullptr) return files;
  return {[stamps = stamps_, read = std::move(files.read)](const std::string& path) {
            stamps->of(path);
            return read(path);
          },
          std::move(files.find_queue)};
}

FileResult FileJudge::judge(const Input& input) {
  FileResult result;
  if (stamps_ != nullptr) stamps_->of(input.path);
  FileText file = read_file(input.path);
  if (file.status != FileText::Status::Ok) {
    const bool missing = file.status == FileText::Status::Missing;
    result.unread = missing ? why_missing(input.path) : why_unreadable(file);
    return result;
  }
  Judgement judgement;
  judge_file(grounds_, input, std::move(file.text), judgement);
  const SourceMap& sources = judgement.sources;
  const auto key_of = [&](Span span) {
    const Position at = sources.position(span.source, span.begin);
    return place_key(sources.name(span.source), at.line, at.column);
  };
  result.bases = std::move(judgement.bases);
  result.read = std::move(judgement.read);
  result.searches = std::move(judgement.searches);
  result.holds_part = judgement.holds_part;
  for (const Span name : judgement.used_declarations) result.used.insert(key_of(name));
  result.passed_over = input.walked && !judgement.ours && judgement.document_count > 0;
  if (result.passed_over) return result;
  result.is_empty = judgement.document_count == 0 && judgement.diagnostics.empty() && !input.walked;
  for (const UsedIgnore& use : apply_comments(judgement)) {
    result.silenced_by.insert(ignore_key(key_of(use.comment), unused_ignore_message(use.rule)));
  }
  result.findings = resolve(judgement.diagnostics.sorted(), sources);
  return result;
}

}  // namespace launch::cli
