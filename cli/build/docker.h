// docker's client, asked to build and push images.
#pragma once

#include <string>
#include <vector>

#include "cli/build/image.h"
#include "submit/process.h"

namespace launch::cli {

struct DockerCall {
  std::vector<std::string> words;  // behind the client's name
  std::string input{};
  std::vector<std::pair<std::string, std::string>> environment{};
  bool shown = false;  // what it prints goes to standard error as it comes
  int stop = -1;       // once this file descriptor can be read, it is killed
};
// Throws UnreachableError without a client, or when its engine is not there.
submit::Finished run_docker(const std::string& docker, const DockerCall& call);

struct BuildManner {
  bool push = false;
  bool shown = false;  // what docker prints is shown as it comes, else only of a failure
  int stop = -1;       // once this file descriptor can be read, docker is killed
};
// Builds what is not there, and pushes it when asked to; what the registry has is neither built nor
// pushed. Throws UnreachableError without a client or engine, BuildError for a build or push that
// failed.
BuildResult build_image(const Image& image, const std::string& docker, const BuildManner& manner);

}  // namespace launch::cli
