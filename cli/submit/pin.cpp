#include "cli/submit/pin.h"

#include <cstdio>

#include "cli/lock/online.h"
#include "compiler/lock/lock.h"

namespace launch::cli {

std::optional<OpenCode> open_code(const CodeInput& input) {
  if (!needs_image(input.job) || input.job.spec.source != SourceKind::Git) return std::nullopt;
  const build::Plan plan = plan_image(input, {});
  if (is_full_commit(plan.revision.as_string())) return std::nullopt;
  return OpenCode{std::string(plan.repository.as_string()), std::string(plan.revision.as_string())};
}

std::string keep_commit(const OpenCode& code, const std::string& job) {
  std::string commit = commit_online(code.repository, code.revision, "--enqueue");
  std::fprintf(stderr, "launch: note: %s: %s of %s is kept as commit %s\n", job.c_str(),
               code.revision.empty() ? "HEAD" : code.revision.c_str(),
               without_password(code.repository).c_str(), commit.c_str());
  return commit;
}

}  // namespace launch::cli
