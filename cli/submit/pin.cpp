#include "cli/submit/pin.h"

#include <cstdio>

#include "compiler/build/repository_name.h"
#include "compiler/lock/lock.h"

namespace launch::cli {

std::optional<GitCode> open_code(const CodeInput& input) {
  if (!needs_image(input.job) || input.job.spec.source != SourceKind::Git) return std::nullopt;
  const build::Plan plan = plan_image(input, {});
  if (is_full_commit(plan.revision.as_string())) return std::nullopt;
  return git_code_of(plan, input.sources);
}

std::string keep_commit(const GitCode& code, const std::string& job) {
  std::string commit = commit_online(code);
  std::fprintf(stderr, "launch: note: %s: %s of %s is kept as commit %s\n", job.c_str(),
               code.reference.empty() ? "HEAD" : code.reference.c_str(),
               build::without_credentials(code.repository).c_str(), commit.c_str());
  return commit;
}

}  // namespace launch::cli
