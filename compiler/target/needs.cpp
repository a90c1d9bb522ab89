#include "compiler/target/needs.h"

namespace launch {

std::span<const std::string_view> Need::words_of(std::string_view target) const {
  if (target == "docker") return docker;
  if (target == "kubernetes") return kubernetes;
  if (target == "sagemaker") return sagemaker;
  if (target == "vertex") return vertex;
  return {};
}

std::span<const Need> needs() {
  static const std::vector<Need> kNeeds{
      {"size the shared memory", {"shm-size"}, {}, {}, {}},
      {"choose nodes",
       {},
       {"nodeSelector", "affinity", "tolerations", "nodeName", "topologySpreadConstraints"},
       {},
       {}},
      {"set limits of processes", {"ulimit", "pids-limit"}, {}, {}, {}},
      {"change what a container is allowed to do",
       {"privileged", "cap-add", "cap-drop", "security-opt", "device"},
       {"securityContext", "podSecurityContext", "hostPID", "hostIPC"},
       {},
       {}},
      {"publish ports", {"publish", "publish-all", "expose"}, {"ports"}, {}, {}},
      {"take variables from files or other objects", {"env-file"}, {"envFrom"}, {}, {}},
      {"mount volumes",
       {"volume", "mount", "tmpfs", "volumes-from"},
       {"volumes", "volumeMounts"},
       {"FileSystemDataSource"},
       {"nfsMounts", "lustreMounts"}},
      {"choose the working folder", {"workdir"}, {"workingDir"}, {}, {}},
      {"run containers beside the job's", {}, {"initContainers"}, {}, {}},
      {"order jobs by priority", {}, {"priorityClass", "priorityClassName"}, {}, {}},
      {"pull images with credentials of their own",
       {},
       {"imagePullSecrets"},
       {"TrainingRepositoryAuthConfig"},
       {}},
      {"run under an account of its own",
       {},
       {"serviceAccount", "serviceAccountName"},
       {"RoleArn"},
       {"serviceAccount"}},
      {"limit the running time",
       {},
       {"activeDeadlineSeconds"},
       {"MaxRuntimeInSeconds"},
       {"timeout"}},
      {"run on several machines",
       {},
       {"parallelism", "completions"},
       {"InstanceCount"},
       {"replicaCount"}},
      {"use spare machines", {}, {}, {"EnableManagedSpotTraining"}, {"strategy"}},
      {"keep what the job writes",
       {},
       {},
       {"OutputDataConfig", "CheckpointConfig"},
       {"baseOutputDirectory"}},
      {"encrypt with a key of its own",
       {},
       {},
       {"KmsKeyId", "VolumeKmsKeyId", "EnableInterContainerTrafficEncryption"},
       {"encryptionSpec"}},
      {"bring data to the machine", {}, {}, {"InputDataConfig"}, {}},
      {"read metrics from the log", {}, {}, {"MetricDefinitions"}, {}},
      {"write to TensorBoard", {}, {}, {"TensorBoardOutputConfig"}, {"tensorboard"}},
      {"open a shell in the container", {}, {}, {"RemoteDebugConfig"}, {"enableWebAccess"}},
  };
  return kNeeds;
}

}  // namespace launch
