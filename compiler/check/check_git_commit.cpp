#include "compiler/check/check.h"
#include "compiler/check/git_hash.h"
#include "compiler/check/rules.h"

namespace launch {
namespace {

const Node* given(const Node& git, std::string_view key) {
  const Node* node = git.find(key);
  return node != nullptr && node->is_scalar() && !node->as_string().empty() ? node : nullptr;
}

void report(const CheckContext& context, Span span, std::string message, std::string way_out) {
  context.diagnostics.report({&kGitCommit, span, std::move(message), {}, std::move(way_out)});
}

void judge_revision(const CheckContext& context, const Node& revision, std::string_view key) {
  const std::string_view text = revision.as_string();
  if (revision.is_secret() || is_open(revision) || is_full_hash(text)) return;
  const std::string field = "git " + std::string(key) + " " + quoted(text);
  if (key != "branch" && is_short_hash(text)) {
    report(context, revision.span(),
           field + " is a short hash of " +
               counted(static_cast<std::int64_t>(text.size()), "digit") + ", expected all 40",
           "`git rev-parse " + std::string(text) + "` prints the full hash");
  } else if (key == "branch") {
    report(context, revision.span(), field + " moves with every push, and no commit is named",
           "add commit: with the full hash");
  } else {
    report(context, revision.span(), field + " is a branch or tag, expected a full commit hash",
           {});
  }
}

}  // namespace

void check_git_commit(const CheckContext& context) {
  const Node* git = context.spec.root.find("git");
  if (git == nullptr || !git->is_mapping()) return;
  const Node* repository = given(*git, "repository");
  if (repository == nullptr) repository = given(*git, "repo");
  if (repository == nullptr) return;
  for (const std::string_view key : {"commit", "version", "branch"}) {
    if (const Node* revision = given(*git, key)) return judge_revision(context, *revision, key);
  }
  report(context, repository->span(),
         "the git repository is given without a commit, so the head of its default branch runs",
         "add commit: with the full hash");
}

}  // namespace launch
