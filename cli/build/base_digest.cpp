#include "cli/build/base_digest.h"

#include "cli/build/docker.h"
#include "cli/lock/online.h"
#include "cli/workspace.h"
#include "compiler/diagnostic/diagnostic.h"
#include "submit/process.h"

namespace launch::cli {
namespace {

// The manifest's digest, which is the same for everybody; of an image that no registry has, its
// id.
std::string local_digest(const DockerBases& bases, const std::string& base) {
  const submit::Command inspect{
      {bases.docker, "image", "inspect", "--format",
       "{{if .RepoDigests}}{{index .RepoDigests 0}}{{else}}{{.Id}}{{end}}", "--", base},
      {},
      ""};
  const submit::Finished local = submit::run(inspect);
  const bool needed = bases.may_pull && !bases.in_cluster;
  if (local.how == submit::Finished::How::NotFound && needed) {
    throw UnreachableError{bases.docker + " cannot be run: is it installed?"};
  }
  if (!local.good()) return {};
  const std::string line = submit::first_line(local.out);
  return line.substr(line.find('@') == std::string::npos ? 0 : line.find('@') + 1);
}

std::string digest_for_cluster(const std::string& base) {
  try {
    return digest_online(base);
  } catch (const UnreachableError&) {
    throw UnreachableError{"the digest of the base image " + launch::quoted(base) +
                           " is part of the tag, and docker cannot look it up here: name the "
                           "base with its digest"};
  }
}

std::string pulled_digest(const DockerBases& bases, const std::string& base) {
  const submit::Finished pulled = run_docker(bases.docker, {{"pull", "--quiet", "--", base}});
  std::string digest = pulled.good() ? local_digest(bases, base) : std::string();
  if (!digest.empty()) return digest;
  throw UnreachableError{"the base image " + launch::quoted(base) +
                         " is not to be had: " + submit::first_line(pulled.err)};
}

}  // namespace

std::string named_digest(const std::string& base) {
  const std::size_t at = base.find('@');
  return at == std::string::npos ? std::string() : base.substr(at + 1);
}

BaseDigest docker_digests(DockerBases bases) {
  return [bases = std::move(bases)](const std::string& base) {
    std::string digest = named_digest(base);
    if (digest.empty()) digest = local_digest(bases, base);
    if (!digest.empty() || !bases.may_pull) return digest;
    return bases.in_cluster ? digest_for_cluster(base) : pulled_digest(bases, base);
  };
}

}  // namespace launch::cli
