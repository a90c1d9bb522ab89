#include "compiler/check/dockerfile/dockerfile.h"
#include "compiler/check/dockerfile/rules.h"

namespace launch {

// The last one counts, and only that of the last stage
// (https://docs.docker.com/reference/dockerfile/#entrypoint).
void judge_dockerfile_entrypoint(const DockerfileContext& context) {
  const build::Instruction* last = nullptr;
  for (const build::Instruction& each : context.file.instructions) {
    if (each.keyword.text == "from") last = nullptr;
    if (each.keyword.text == "entrypoint") last = &each;
  }
  if (last == nullptr || last->exec_form || last->words.empty()) return;
  context.code.diagnostics.report(
      {&kShellEntrypoint,
       {context.source, last->keyword.begin, last->words.back().end},
       "this ENTRYPOINT is run by a shell, which drops the job's arguments; expected a list such "
       "as [\"python\", \"train.py\"]",
       {},
       {}});
}

}  // namespace launch
