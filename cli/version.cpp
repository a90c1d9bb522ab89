#include <cstdio>

#include "cli/commands.h"
#include "compiler/check/check_schema.h"
#include "compiler/target/kubernetes/judge.h"
#include "compiler/target/sagemaker/api.h"
#include "compiler/target/target.h"
#include "compiler/target/vertex/api.h"

namespace launch::cli {

int version(bool schemas) {
  std::printf("launch %s\n", LAUNCH_VERSION);
  std::printf("renders for:");
  for (const Target* target : targets()) {
    std::printf(" %s", std::string(target->name).c_str());
  }
  std::printf("\n");
  if (!schemas) return kOk;
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

int schema(const std::string& kind) {
  constexpr DocumentKind kKinds[] = {DocumentKind::Job, DocumentKind::Queue, DocumentKind::Agent,
                                     DocumentKind::Sweep};
  for (const DocumentKind each : kKinds) {
    if (kind_name(each) != kind) continue;
    const std::string_view text = schema_text(each);
    std::fwrite(text.data(), 1, text.size(), stdout);
    return kOk;
  }
  throw UsageError{"there is no schema " + launch::quoted(kind) +
                   "; there are \"job\", \"queue\", \"agent\" and \"sweep\""};
}

}  // namespace launch::cli
