// What the name of a base image stands for, which is part of an image's tag.
#pragma once

#include <functional>
#include <string>

namespace launch::cli {

// "sha256:…" of a name; empty where it is not known.
using BaseDigest = std::function<std::string(const std::string& base)>;

// The one that stands in the name.
std::string named_digest(const std::string& base);

struct DockerBases {
  std::string docker;       // its client
  bool may_pull = false;    // what is not there is pulled
  bool in_cluster = false;  // somebody else pulls it: what only this machine has is of no use
};
// As docker knows it. The function throws UnreachableError when it may pull and cannot.
BaseDigest docker_digests(DockerBases bases);

}  // namespace launch::cli
