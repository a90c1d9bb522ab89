// Manifests of Kubernetes: Jobs, CronJobs, Pods, and custom resources with pod templates.
#pragma once

#include "compiler/import/import.h"

namespace launch {

extern const Importer kubernetes_importer;

}  // namespace launch
