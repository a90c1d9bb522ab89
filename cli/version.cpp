#include <cstdio>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "compiler/target/kubernetes/judge.h"
#include "compiler/target/sagemaker/api.h"
#include "compiler/target/target.h"
#include "compiler/target/vertex/api.h"

namespace launch::cli {

namespace {

struct VersionOptions {
  bool schemas = false;
};

int version(const VersionOptions& options) {
  std::printf("launch %s\n", LAUNCH_VERSION);
  std::printf("renders for:");
  for (const Target* target : targets()) {
    std::printf(" %s", std::string(target->name).c_str());
  }
  std::printf("\n");
  if (!options.schemas) return kOk;
  std::printf("job, queue, agent, sweep: as of launch %s\n", LAUNCH_VERSION);
  std::printf("docker: client 28.2.2, engine 28.5.2\n");
  std::printf("kubernetes:");
  for (const int minor : kubernetes::known_minors()) std::printf(" 1.%d", minor);
  std::printf(" (the API of batch/v1; --kubernetes-version chooses, the first by default)\n");
  const std::string botocore(sagemaker::botocore_version());
  std::printf("sagemaker: botocore %s (CreateTrainingJob of 2017-07-24)\n", botocore.c_str());
  const std::string vertex(vertex::package_version());
  std::printf("vertex: @google-cloud/aiplatform %s (CustomJob of v1)\n", vertex.c_str());
  return kOk;
}

}  // namespace

void add_version(Program& program) {
  auto [command, options] = program.add<VersionOptions>("version", "Print the version", version);
  command.add_flag("--schemas", options.schemas, "And what the targets are judged by");
}

}  // namespace launch::cli
