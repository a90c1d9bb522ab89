#include "cli/submit/refusal.h"

#include <cstdio>

#include "compiler/target/kubernetes/server_words.h"

namespace launch::cli {

bool show_refusal(const submit::Failure& failure, const Artifact& artifact,
                  const SourceMap& sources) {
  const auto* manifest = std::get_if<Manifest>(&artifact.content);
  if (manifest == nullptr || failure.kind != submit::Failure::Kind::Refused) return false;
  const std::vector<kubernetes::Blame> blames =
      kubernetes::blames(kubernetes::server_complaints(failure.words), *manifest, sources);
  for (const kubernetes::Blame& each : blames) {
    std::fprintf(stderr, "%s: error: the API server refuses it: %s\n",
                 sources.describe(each.span).c_str(), each.message.c_str());
  }
  return !blames.empty();
}

}  // namespace launch::cli
