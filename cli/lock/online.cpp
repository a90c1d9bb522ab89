#include "cli/lock/online.h"

#include <algorithm>
#include <map>
#include <vector>

#include "cli/git/process.h"
#include "cli/git/remote.h"
#include "cli/workspace.h"
#include "compiler/build/repository_name.h"
#include "compiler/check/git_hash.h"
#include "compiler/diagnostic/diagnostic.h"
#include "compiler/lock/lock.h"

namespace launch::cli {
namespace {

std::string first_digest(const std::string& text) {
  constexpr std::size_t kLength = 7 + 64;
  const std::size_t at = text.find("sha256:");
  return at == std::string::npos || text.size() < at + kLength ? std::string()
                                                               : text.substr(at, kLength);
}

std::string why(const ProcessResult& result, const char* program) {
  if (result.exit_code == 127) return std::string(program) + " cannot be run: is it installed?";
  const std::string line = result.err.substr(0, result.err.find('\n'));
  return line.empty() ? std::string(program) + " did not say why" : line;
}

// "1a2b…\trefs/heads/main"
std::map<std::string, std::string> commits_in(std::string_view listed) {
  std::map<std::string, std::string> commits;
  while (!listed.empty()) {
    const std::string line = submit::first_line(listed);
    const std::size_t tab = line.find('\t');
    if (tab != std::string::npos && is_full_commit(line.substr(0, tab)))
      commits[line.substr(tab + 1)] = line.substr(0, tab);
    listed.remove_prefix(std::min(line.size() + 1, listed.size()));
  }
  return commits;
}

}  // namespace

std::string digest_online(const std::string& image) {
  // The registry first: an image of this machine may be older than its tag.
  const ProcessResult registry = run_process({"docker", "buildx", "imagetools", "inspect",
                                              "--format", "{{.Manifest.Digest}}", "--", image});
  std::string digest = registry.exit_code == 0 ? first_digest(registry.out) : std::string();
  if (digest.empty()) {
    const ProcessResult local = run_process(
        {"docker", "image", "inspect", "--format", "{{join .RepoDigests \" \"}}", "--", image});
    if (local.exit_code == 0) digest = first_digest(local.out);
  }
  if (digest.empty()) {
    throw UnreachableError{"--online: the digest of " + launch::quoted(image) +
                           " is not to be had: " + why(registry, "docker")};
  }
  return digest;
}

GitCode git_code_of(const build::Plan& plan, const SourceMap& sources) {
  const Node& named = plan.revision.valid() ? plan.revision : plan.repository;
  return {std::string(plan.repository.as_string()), std::string(plan.revision.as_string()),
          plan.is_branch, sources.describe(plan.repository.span()), sources.describe(named.span())};
}

std::string commit_online(const GitCode& code) {
  const std::string& name = code.reference;
  // The first that there is. A tag comes before a branch, as for git itself (gitrevisions(7)), and
  // what an annotated tag points to before the tag's own object.
  std::vector<std::string> names{name.empty() ? "HEAD" : name};
  if (!code.is_branch)
    names.insert(names.end(), {"refs/tags/" + name + "^{}", "refs/tags/" + name});
  names.push_back("refs/heads/" + name);
  std::vector<std::string> words{"ls-remote", "--", code.repository};
  words.insert(words.end(), names.begin(), names.end());
  const submit::Finished listed = submit::run(git_abroad(words));
  if (!listed.good()) {
    throw UnreachableError{
        code.repository_place + ": " + launch::quoted(build::without_credentials(code.repository)) +
        " cannot be asked: " + build::without_credentials(why_git_failed(listed), code.repository)};
  }
  const std::map<std::string, std::string> commits = commits_in(listed.out);
  for (const std::string& each : names) {
    const auto found = commits.find(each);
    if (found != commits.end()) return found->second;
  }
  const bool short_hash = !code.is_branch && is_short_hash(name);
  throw UnreachableError{
      code.reference_place + ": " + launch::quoted(build::without_credentials(code.repository)) +
      " has no " + (code.is_branch ? "branch " : "branch or tag ") + launch::quoted(names[0]) +
      (short_hash ? "; a commit is fetched by all 40 digits of its hash: `git "
                    "rev-parse " +
                        name + "` prints them"
                  : "")};
}

}  // namespace launch::cli
