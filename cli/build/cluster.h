// Builds in a Kubernetes cluster: the context handed over, the Job created and waited for.
#pragma once

#include <string>

#include "cli/build/image.h"
#include "cli/job_run.h"
#include "cli/workspace.h"

namespace launch::cli {

struct InCluster {
  Image& image;
  const std::string& job;  // its file, for messages
  const Workspace& workspace;
  JobRun& run;
  int stop = -1;  // once this file descriptor can be read, nobody waits for the build any more
};

// Sets the objects to create. Throws UsageError for a plan that no cluster can carry out, or whose
// objects the Kubernetes API would refuse.
void describe_in_cluster(const InCluster& build);
// The image is in the registry when it comes back. Throws UnreachableError where a client or the
// cluster is not to be had, and BuildError for a build that failed.
BuildResult build_in_cluster(const InCluster& build);
// What build_in_cluster does, as lines for a shell.
std::string shell_of_cluster(const Image& image);

}  // namespace launch::cli
