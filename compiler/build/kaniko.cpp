// The Job of kaniko (https://github.com/GoogleContainerTools/kaniko), as W&B's agent makes it
// (wandb/sdk/launch/builder/kaniko_builder.py) where that works.
#include "compiler/build/cluster_job.h"

namespace launch::build {
namespace {

constexpr std::string_view kDockerConfig = "/kaniko/.docker";

class Kaniko {
 public:
  Kaniko(const ClusterJob& job, const ClusterInput& input)
      : job_(job), parts_(job.parts()), input_(input) {
    credentials();
    if (job_.settings().claim.valid())
      add(job_.claim_volume(), job_.mount("context", kContextFolder));
  }

  Manifest run() {
    std::vector<Node> documents;
    if (config_map_.valid()) documents.push_back(config_map_);
    const Node container =
        parts_.map({{"name", parts_.text("wandb-container-build", "W&B Launch's name")},
                    {"image", image()},
                    {"args", arguments()},
                    {"env", parts_.list(environment_)},
                    {"volumeMounts", parts_.list(mounts_)}});
    Node account = job_.settings().service_account;
    if (!account.valid()) account = parts_.text("default", "W&B Launch's default");
    documents.push_back(job_.job(
        parts_.map({{"restartPolicy", parts_.text("Never", "a build that failed fails again")},
                    {"serviceAccountName", account},
                    {"containers", parts_.list({container})},
                    {"volumes", parts_.list(volumes_)}}),
        pod_labels_));
    return {documents};
  }

 private:
  void add(const Node& volume, const Node& mount) {
    volumes_.push_back(volume);
    mounts_.push_back(mount);
  }

  Node image() const {
    if (job_.settings().image.valid()) return job_.settings().image;
    return parts_.text("gcr.io/kaniko-project/executor:v1.23.2",
                       "kaniko; kaniko-image names another");
  }

  Node arguments() const {
    const Node context = job_.store() ? context_name(input_)
                                      : parts_.around("tar:///context/", context_name(input_));
    std::vector<Node> words{
        parts_.around("--context=", context),
        parts_.around("--dockerfile=", job_.dockerfile()),
        parts_.around("--destination=", job_.image()),
        parts_.text("--cache=true", "W&B Launch's default"),
        parts_.around("--cache-repo=", repository()),
        parts_.text("--snapshot-mode=redo", "W&B Launch's default: quicker"),
        parts_.text("--compressed-caching=false", "W&B Launch's default: takes less memory")};
    if (job_.plan().platform.valid()) {
      words.push_back(parts_.around("--custom-platform=", job_.plan().platform));
    }
    for (const char* flag : {"--build-arg", "--label"}) {
      for (const Node& value : job_.of_docker(flag)) {
        words.push_back(parts_.around(std::string(flag) + "=", value));
      }
    }
    return parts_.list(words);
  }
  Node repository() const {
    const Node& to = job_.plan().destination;
    return Node::string(job_.registry().name, to.span()).with_history(to.history());
  }

  // kaniko finds the credentials of nodes and service accounts itself; the rest is here.
  void credentials() {
    const RegistryKind kind = job_.registry().kind;
    const bool aws =
        kind == RegistryKind::Ecr || (kind == RegistryKind::Acr && job_.store() == StoreKind::S3);
    // Where no cloud keeps the context, the secret can only be about the registry.
    const bool docker = kind == RegistryKind::Other || (kind == RegistryKind::Acr && !job_.store());
    if (kind == RegistryKind::Acr && !(docker && job_.has_secret())) azure_registry();
    if (job_.store() == StoreKind::S3 || kind == RegistryKind::Ecr) {
      environment_.push_back(parts_.variable("AWS_REGION", job_.region()));
    }
    if (!job_.has_secret()) return;
    if (docker) return docker_secret();
    if (job_.store() == StoreKind::Azure) {
      environment_.push_back(job_.secret_variable("AZURE_STORAGE_ACCESS_KEY"));
    } else if (aws) {
      add(job_.secret_volume("cloud-credentials", "credentials"),
          job_.mount("cloud-credentials", "/root/.aws"));
    } else {
      add(job_.secret_volume("cloud-credentials", "config.json"),
          job_.mount("cloud-credentials", "/kaniko/.config/gcloud"));
      environment_.push_back(parts_.variable(
          "GOOGLE_APPLICATION_CREDENTIALS",
          parts_.text("/kaniko/.config/gcloud/config.json", "where the secret is mounted")));
    }
  }

  // The secret logs in to the registry, with a config.json as docker writes it.
  void docker_secret() {
    add(job_.secret_volume("docker-config", "config.json"),
        job_.mount("docker-config", kDockerConfig));
  }

  // https://github.com/GoogleContainerTools/kaniko#pushing-to-azure-container-registry
  void azure_registry() {
    const Node helper =
        parts_.around("{\"credHelpers\":{\"",
                      Node::string(job_.registry().host, job_.plan().destination.span())
                          .with_history(job_.plan().destination.history()),
                      "\":\"acr-env\"}}");
    config_map_ =
        parts_.map({{"apiVersion", parts_.text("v1", "a ConfigMap")},
                    {"kind", parts_.text("ConfigMap", "tells kaniko how to log in to Azure")},
                    {"metadata", job_.metadata("config")},
                    {"data", parts_.map({{"config.json", helper}})}});
    const Node name = *job_.metadata("config").find("name");
    add(parts_.map({{"name", parts_.text("docker-config", "holds the credential helper's name")},
                    {"configMap", parts_.map({{"name", name}})}}),
        job_.mount("docker-config", kDockerConfig));
    pod_labels_ =
        parts_.map({{"wandb", parts_.text("launch", "as the Job")},
                    {"azure.workload.identity/use",
                     parts_.text("true", "the service account's identity logs in to Azure")}});
  }

  const ClusterJob& job_;
  const Parts& parts_;
  const ClusterInput& input_;
  std::vector<Node> volumes_, mounts_, environment_;
  Node config_map_, pod_labels_;
};

}  // namespace

Manifest kaniko_manifest(const ClusterJob& job, const ClusterInput& input) {
  return Kaniko(job, input).run();
}

}  // namespace launch::build
