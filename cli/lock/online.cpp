#include "cli/lock/online.h"

#include "cli/git/process.h"
#include "cli/workspace.h"
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

}  // namespace

std::string without_password(const std::string& repository) {
  const std::size_t scheme = repository.find("://");
  if (scheme == std::string::npos) return repository;
  const std::size_t begin = scheme + 3;
  const std::size_t at = repository.substr(0, repository.find('/', begin)).rfind('@');
  const bool password = at != std::string::npos && repository.find(':', begin) < at;
  return password ? repository.substr(0, begin) + repository.substr(at + 1) : repository;
}

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

std::string commit_online(const std::string& repository, const std::string& reference,
                          const std::string& asker) {
  const std::string wanted = reference.empty() ? "HEAD" : reference;
  const ProcessResult result =
      run_process({"git", "ls-remote", "--", repository, wanted, "refs/tags/" + wanted + "^{}"});
  // "1a2b…\trefs/heads/main"; a tag's own object comes before the commit it points to.
  std::string commit;
  for (std::size_t begin = 0; begin < result.out.size();) {
    const std::size_t end = std::min(result.out.find('\n', begin), result.out.size());
    const std::string line = result.out.substr(begin, end - begin);
    const std::string name = line.substr(std::min(line.find('\t'), line.size() - 1) + 1);
    const bool peeled = name == "refs/tags/" + wanted + "^{}";
    const bool exact =
        name == wanted || name == "refs/heads/" + wanted || name == "refs/tags/" + wanted;
    if (peeled || (exact && commit.empty())) commit = line.substr(0, line.find('\t'));
    begin = end + 1;
  }
  if (result.exit_code != 0 || !is_full_commit(commit)) {
    throw UnreachableError{
        asker + ": " + launch::quoted(wanted) + " of " +
        launch::quoted(without_password(repository)) + " is not to be had: " +
        (result.exit_code == 0 ? "there is no such branch or tag" : why(result, "git"))};
  }
  return commit;
}

}  // namespace launch::cli
