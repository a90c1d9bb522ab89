#include "compiler/check/dockerfile/dockerfile.h"
#include "compiler/check/dockerfile/paths.h"
#include "compiler/check/dockerfile/rules.h"
#include "compiler/target/text.h"

namespace launch {

std::optional<std::string> context_path(std::string_view source) {
  const bool open = source.find_first_of("$*?[\\") != std::string_view::npos ||
                    source.find("://") != std::string_view::npos || source.starts_with("git@") ||
                    source.starts_with("<<") || source.empty();
  if (open) return std::nullopt;
  // Paths begin at the context's root and cannot leave it.
  std::string path = clean_path("/" + std::string(source)).substr(1);
  return path.empty() ? "." : path;
}

void report_missing(std::string_view path, Span place, const CodeContext& context) {
  const CodeFiles::Presence presence = context.code.presence(path);
  if (presence == CodeFiles::Presence::Here) return;
  const bool ignored = presence == CodeFiles::Presence::Ignored;
  context.diagnostics.report(
      {&kMissingFile,
       place,
       quoted(path) + (ignored ? " is left out of the build context by .dockerignore"
                               : " is not in the build context"),
       {},
       {}});
}

void judge_dockerfile_files(const DockerfileContext& context) {
  for (const build::Instruction& each : context.file.instructions) {
    const bool copies = each.keyword.text == "copy" || each.keyword.text == "add";
    if (!copies || !build::flag_of(each, "from").empty() || each.words.size() < 2) continue;
    for (std::size_t i = 0; i + 1 < each.words.size(); ++i) {
      const build::DockerfileWord& word = each.words[i];
      const auto path = context_path(
          each.exec_form ? word.text : build::unquoted(word.text, context.file.escape));
      if (path && *path != ".") report_missing(*path, context.at(word), context.code);
    }
  }
}

}  // namespace launch
