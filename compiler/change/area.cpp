#include "compiler/change/area.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace launch {
namespace {

struct Named {
  std::string_view key;  // lower case letters and digits only
  Area area;
};

// Keys of docker's flags, of Kubernetes' objects and of what operators for ML add to them, of
// CreateTrainingJob and of CustomJob; sorted.
constexpr Named kNamed[] = {
    {"accelerators", Area::Cost},
    {"activedeadlineseconds", Area::Cost},
    {"addhost", Area::Env},
    {"affinity", Area::Cost},
    {"annotation", Area::Cosmetic},
    {"annotations", Area::Cosmetic},
    {"args", Area::Code},
    {"artifact", Area::Code},
    {"artifacts", Area::Data},
    {"backofflimit", Area::Cost},
    {"baseoutputdirectory", Area::Data},
    {"checkpointconfig", Area::Data},
    {"command", Area::Code},
    {"completions", Area::Cost},
    {"configmap", Area::Env},
    {"containerarguments", Area::Code},
    {"containerentrypoint", Area::Code},
    {"cpuperiod", Area::Cost},
    {"cpuquota", Area::Cost},
    {"cpurtperiod", Area::Cost},
    {"cpurtruntime", Area::Cost},
    {"cpus", Area::Cost},
    {"cpusetcpus", Area::Cost},
    {"cpusetmems", Area::Cost},
    {"cpushares", Area::Cost},
    {"device", Area::Cost},
    {"devicerequests", Area::Cost},
    {"diskspec", Area::Cost},
    {"displayname", Area::Cosmetic},
    {"elasticpolicy", Area::Cost},
    {"enablemanagedspottraining", Area::Cost},
    {"entrypoint", Area::Code},
    {"env", Area::Env},
    {"envfile", Area::Env},
    {"envfrom", Area::Env},
    {"environment", Area::Env},
    {"executorimageuri", Area::Code},
    {"files", Area::Data},
    {"git", Area::Code},
    {"gpus", Area::Cost},
    {"hostname", Area::Cosmetic},
    {"hyperparameters", Area::Hyperparameters},
    {"image", Area::Code},
    {"imagepullpolicy", Area::Code},
    {"imagepullsecrets", Area::Env},
    {"imageuri", Area::Code},
    {"inputartifacts", Area::Data},
    {"inputdataconfig", Area::Data},
    {"instancecount", Area::Cost},
    {"instancegroups", Area::Cost},
    {"instancetype", Area::Cost},
    {"job", Area::Code},
    {"label", Area::Cosmetic},
    {"labelfile", Area::Cosmetic},
    {"labels", Area::Cosmetic},
    {"limits", Area::Cost},
    {"machinespec", Area::Cost},
    {"maxreplicas", Area::Cost},
    {"memory", Area::Cost},
    {"memoryreservation", Area::Cost},
    {"memoryswap", Area::Cost},
    {"minavailable", Area::Cost},
    {"minreplicas", Area::Cost},
    {"mount", Area::Data},
    {"name", Area::Cosmetic},
    {"namespace", Area::Env},
    {"network", Area::Env},
    {"nfsmounts", Area::Data},
    {"nodename", Area::Cost},
    {"nodeselector", Area::Cost},
    {"numnodes", Area::Cost},
    {"numofhosts", Area::Cost},
    {"outputartifacts", Area::Data},
    {"outputdataconfig", Area::Data},
    {"parallelism", Area::Cost},
    {"pidslimit", Area::Cost},
    {"platform", Area::Code},
    {"priorityclassname", Area::Cost},
    {"pull", Area::Code},
    {"pythonpackagespec", Area::Code},
    {"replicacount", Area::Cost},
    {"replicas", Area::Cost},
    {"requests", Area::Cost},
    {"resourceconfig", Area::Cost},
    {"resources", Area::Cost},
    {"restart", Area::Cost},
    {"retrystrategy", Area::Cost},
    {"rolearn", Area::Env},
    {"rundeadline", Area::Cost},
    {"runid", Area::Env},
    {"runtime", Area::Cost},
    {"runtimeclassname", Area::Cost},
    {"scheduling", Area::Cost},
    {"secret", Area::Env},
    {"service", Area::Env},
    {"serviceaccount", Area::Env},
    {"serviceaccountname", Area::Env},
    {"shmsize", Area::Cost},
    {"stoppingcondition", Area::Cost},
    {"storageopt", Area::Cost},
    {"tags", Area::Cosmetic},
    {"tensorboard", Area::Data},
    {"tensorboardoutputconfig", Area::Data},
    {"tmpfs", Area::Data},
    {"tolerations", Area::Cost},
    {"topologyspreadconstraints", Area::Cost},
    {"trainingimage", Area::Code},
    {"traininginputmode", Area::Data},
    {"trainingjobname", Area::Cosmetic},
    {"volume", Area::Data},
    {"volumedevices", Area::Data},
    {"volumemounts", Area::Data},
    {"volumes", Area::Data},
    {"volumesfrom", Area::Data},
    {"vpcconfig", Area::Env},
    {"warmpoolstatus", Area::Cost},
    {"workdir", Area::Code},
    {"workingdir", Area::Code},
};
static_assert(std::ranges::is_sorted(kNamed, {}, &Named::key));

// Labels and notes that steer where and when something runs:
// https://kueue.sigs.k8s.io/docs/reference/labels-and-annotations/, https://karpenter.sh/docs/,
// https://kubernetes.io/docs/reference/labels-annotations-taints/ (cluster autoscaler).
constexpr std::array<std::string_view, 5> kSteering{"kueue.x-k8s.io/", "karpenter.sh/",
                                                    "cluster-autoscaler.kubernetes.io/",
                                                    "scheduling.", "volcano.sh/"};

std::string letters_of(std::string_view key) {
  std::string letters;
  for (const char c : key) {
    if (c >= 'A' && c <= 'Z') letters += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) letters += c;
  }
  return letters;
}

bool steers(std::string_view key) {
  return std::ranges::any_of(kSteering,
                             [&](std::string_view start) { return key.starts_with(start); });
}

}  // namespace

std::string_view area_name(Area area) {
  constexpr std::string_view kNames[] = {"cost",        "code",  "data",    "hyperparameters",
                                         "environment", "other", "cosmetic"};
  return kNames[static_cast<std::size_t>(area)];
}

Area area_of(std::span<const std::string> path) {
  for (std::size_t i = 0; i < path.size(); ++i) {
    const auto* found = std::ranges::lower_bound(kNamed, letters_of(path[i]), {}, &Named::key);
    if (found == std::end(kNamed) || found->key != letters_of(path[i])) continue;
    const bool noted = found->area == Area::Cosmetic && i + 1 < path.size();
    if (noted && steers(path[i + 1])) return Area::Cost;
    // What W&B shows as the run's name.
    const bool run_name = found->key == "env" || found->key == "environment";
    if (run_name && i + 1 < path.size() && path[i + 1] == "WANDB_NAME") return Area::Cosmetic;
    return found->area;
  }
  return Area::Other;
}

}  // namespace launch
