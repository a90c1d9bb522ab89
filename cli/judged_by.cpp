#include "cli/judged_by.h"

#include "compiler/target/kubernetes/judge.h"
#include "compiler/target/sagemaker/api.h"
#include "compiler/target/vertex/api.h"

namespace launch::cli {

std::string judged_by(std::string_view target, const TargetOptions& options) {
  if (target == "docker") {
    return "docker client " + std::string(kDockerClient) + ", engine " + std::string(kDockerEngine);
  }
  if (target == "kubernetes") {
    const std::string newest = "1." + std::to_string(kubernetes::known_minors().front());
    return "kubernetes " +
           (options.kubernetes_version.empty() ? newest : std::string(options.kubernetes_version));
  }
  if (target == "sagemaker") return "botocore " + std::string(sagemaker::botocore_version());
  if (target == "vertex") {
    return "@google-cloud/aiplatform " + std::string(vertex::package_version());
  }
  return {};
}

}  // namespace launch::cli
