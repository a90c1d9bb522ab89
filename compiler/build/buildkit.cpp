// The Job of buildkit without root
// (https://github.com/moby/buildkit/blob/master/docs/rootless.md, examples/kubernetes). buildkit
// knows no stores and no clouds: containers of the cloud's own client fetch the context and log in
// before it starts.
#include "compiler/build/cluster_job.h"

namespace launch::build {
namespace {

constexpr std::string_view kArchive = "/archive";
constexpr std::string_view kDockerConfig = "/docker";
constexpr std::string_view kCloud = "/cloud";

// Each writes the config.json of docker that holds a password of a few hours.
constexpr std::string_view kWriteConfig =
    "umask 077; auth=$(printf '%s:%s' \"$user\" \"$password\" | base64 | tr -d '\\n'); "
    "printf '{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}' \"$REGISTRY\" \"$auth\" "
    "> /docker/config.json";
constexpr std::string_view kAwsLogin = "set -e; user=AWS; password=$(aws ecr get-login-password); ";
constexpr std::string_view kGoogleLogin =
    "set -e; user=oauth2accesstoken; password=$(gcloud auth print-access-token); ";
constexpr std::string_view kAzureIdentity =
    "az login --service-principal --username \"$AZURE_CLIENT_ID\" --tenant \"$AZURE_TENANT_ID\" "
    "--federated-token \"$(cat \"$AZURE_FEDERATED_TOKEN_FILE\")\" --output none; ";
constexpr std::string_view kAzureLogin =
    "user=00000000-0000-0000-0000-000000000000; password=$(az acr login --name \"${REGISTRY%%.*}\" "
    "--expose-token --query accessToken --output tsv); ";
constexpr std::string_view kAzureFetch =
    "set -e; if [ -z \"$AZURE_STORAGE_KEY\" ]; then set -- --auth-mode login; %IDENTITY%fi; "
    "az storage blob download --account-name \"$ACCOUNT\" --container-name \"$CONTAINER\" "
    "--name \"$BLOB\" --file /archive/context.tar.gz --output none \"$@\"";
// A folder of its own, for COPY takes over the mode of what it copies, and anybody may write to the
// volume.
constexpr std::string_view kUnpack =
    "mkdir -m 755 /source/context && tar -xpzf \"$1\" -C /source/context";

class Buildkit {
 public:
  Buildkit(const ClusterJob& job, const ClusterInput& input)
      : job_(job), parts_(job.parts()), input_(input) {
    volumes_.push_back(empty("source"));
    volumes_.push_back(empty("buildkit"));
    credentials();
    if (job_.settings().claim.valid()) {
      volumes_.push_back(job_.claim_volume());
    } else {
      volumes_.push_back(empty("context"));
      steps_.push_back(fetch());
    }
    steps_.push_back(unpack());
    login();
  }

  Manifest run() {
    // No fsGroup: it would give the group's bit to every folder that is made in the volumes
    // (kubernetes/kubernetes, pkg/volume/volume_linux.go), and so to folders of the image.
    const Node id = parts_.number("1000", "the user of buildkit's image");
    const Node pod_security = parts_.map({{"runAsUser", id}, {"runAsGroup", id}});
    return {{job_.job(
        parts_.map({{"restartPolicy", parts_.text("Never", "a build that failed fails again")},
                    {"serviceAccountName", job_.settings().service_account},
                    {"securityContext", pod_security},
                    {"initContainers", parts_.list(steps_)},
                    {"containers", parts_.list({builder()})},
                    {"volumes", parts_.list(volumes_)}}),
        pod_labels_)}};
  }

 private:
  Node empty(std::string_view name) const {
    return parts_.map({{"name", parts_.text(name, "shared by the steps of the build")},
                       {"emptyDir", parts_.map({})}});
  }
  Node words(std::initializer_list<std::string_view> texts, std::string_view why) const {
    std::vector<Node> list;
    for (const std::string_view text : texts) list.push_back(parts_.text(text, why));
    return parts_.list(list);
  }
  Node image() const {
    if (job_.settings().image.valid()) return job_.settings().image;
    return parts_.text("moby/buildkit:v0.20.2-rootless", "buildkit; buildkit-image names another");
  }

  // buildkitd and its client in one container. Its mounts and namespaces need system calls that the
  // default profiles forbid; its processes need no namespace of their own.
  Node builder() const {
    const Node unconfined =
        parts_.map({{"type", parts_.text("Unconfined", "buildkit makes namespaces without root")}});
    std::vector<Node> mounts{job_.mount("source", "/source"),
                             job_.mount("buildkit", "/home/user/.local/share/buildkit")};
    if (has_config_) mounts.push_back(job_.mount("docker-config", kDockerConfig));
    return parts_.map(
        {{"name", parts_.text("wandb-container-build", "W&B Launch's name")},
         {"image", image()},
         {"command", words({"buildctl-daemonless.sh"}, "buildkit without a daemon of its own")},
         {"args", arguments()},
         {"env",
          parts_.list(
              {parts_.variable("BUILDKITD_FLAGS", parts_.text("--oci-worker-no-process-sandbox",
                                                              "buildkit runs without root")),
               has_config_ ? parts_.variable("DOCKER_CONFIG",
                                             parts_.text(kDockerConfig, "where config.json is"))
                           : Node()})},
         {"securityContext",
          parts_.map({{"seccompProfile", unconfined}, {"appArmorProfile", unconfined}})},
         {"volumeMounts", parts_.list(mounts)}});
  }

  Node arguments() const {
    std::vector<Node> all{parts_.text("build", "builds images"),
                          parts_.text("--frontend=dockerfile.v0", "reads Dockerfiles"),
                          parts_.text("--local=context=/source/context", "the unpacked context"),
                          parts_.text("--local=dockerfile=/source/context", "the unpacked context"),
                          parts_.around("--opt=filename=", job_.dockerfile())};
    if (job_.plan().platform.valid()) {
      all.push_back(parts_.around("--opt=platform=", job_.plan().platform));
    }
    for (const Node& value : job_.of_docker("--build-arg")) {
      all.push_back(parts_.around("--opt=build-arg:", value));
    }
    for (const Node& value : job_.of_docker("--label")) {
      all.push_back(parts_.around("--opt=label:", value));
    }
    all.push_back(parts_.around("--output=type=image,push=true,name=", job_.image()));
    return parts_.list(all);
  }

  struct Step {
    std::string_view name;
    Node image, command, environment;
    std::vector<Node> mounts;
  };
  Node step(Step step) const {
    if (cloud_mount_.valid() && step.name != "unpack") step.mounts.push_back(cloud_mount_);
    return parts_.map({{"name", parts_.text(step.name, "a step before the build")},
                       {"image", step.image},
                       {"command", step.command},
                       {"env", step.environment},
                       {"volumeMounts", parts_.list(step.mounts)}});
  }

  Node unpack() const {
    const Node archive = job_.store() ? parts_.text("/archive/context.tar.gz", "what was fetched")
                                      : parts_.around("/archive/", context_name(input_));
    constexpr std::string_view kWhy = "unpacks the context";
    const Node command =
        parts_.list({parts_.text("/bin/sh", kWhy), parts_.text("-c", kWhy),
                     parts_.text(kUnpack, kWhy), parts_.text("unpack", kWhy), archive});
    return step({"unpack",
                 image(),
                 command,
                 {},
                 {job_.mount("context", kArchive), job_.mount("source", "/source")}});
  }

  Node aws() const { return parts_.text("amazon/aws-cli:2.22.35", "the client of AWS"); }
  Node google() const {
    return parts_.text("gcr.io/google.com/cloudsdktool/google-cloud-cli:504.0.0-slim",
                       "the client of Google Cloud");
  }
  Node azure() const {
    return parts_.text("mcr.microsoft.com/azure-cli:2.67.0", "the client of Azure");
  }
  Node script(std::string_view text, std::string_view why) const {
    return parts_.list(
        {parts_.text("/bin/sh", why), parts_.text("-c", why), parts_.text(text, why)});
  }
  // A home that the user without a name may write to.
  Node home() const { return parts_.variable("HOME", parts_.text("/tmp", "may be written to")); }

  Node fetch() const {
    const Node from = context_name(input_);
    const Node to = parts_.text("/archive/context.tar.gz", "where the next step looks");
    const std::vector<Node> mounts{job_.mount("context", kArchive)};
    constexpr std::string_view kWhy = "fetches the context";
    if (job_.store() == StoreKind::S3) {
      const Node command = parts_.list(
          {parts_.text("aws", kWhy), parts_.text("s3", kWhy), parts_.text("cp", kWhy), from, to});
      return step({"fetch", aws(), command, cloud_variables(), mounts});
    }
    if (job_.store() == StoreKind::Gcs) {
      const Node command = parts_.list({parts_.text("gcloud", kWhy), parts_.text("storage", kWhy),
                                        parts_.text("cp", kWhy), from, to});
      return step({"fetch", google(), command, cloud_variables(), mounts});
    }
    return fetch_from_azure(mounts);
  }

  Node fetch_from_azure(const std::vector<Node>& mounts) const {
    std::string text(kAzureFetch);
    text.replace(text.find("%IDENTITY%"), 10, kAzureIdentity);
    const Store& store = job_.store_parts();
    const Node& place = job_.settings().store;
    const auto part = [&](std::string_view of) {
      return Node::string(of, place.span()).with_history(place.history());
    };
    std::string_view folder = store.key;
    while (folder.ends_with('/')) folder.remove_suffix(1);
    const Node name = parts_.around("", job_.tag(), ".tar.gz");
    const Node blob = folder.empty() ? name : parts_.joined(part(folder), "/", name);
    const Node variables = parts_.list(
        {home(), parts_.variable("ACCOUNT", part(store.account)),
         parts_.variable("CONTAINER", part(store.bucket)), parts_.variable("BLOB", blob),
         job_.has_secret() && job_.registry().kind != RegistryKind::Other
             ? job_.secret_variable("AZURE_STORAGE_KEY")
             : Node()});
    return step({"fetch", azure(), script(text, "fetches the context"), variables, mounts});
  }

  Node cloud_variables() const {
    const bool file = cloud_mount_.valid();
    const auto at = [&](const char* variable) {
      return file ? parts_.variable(
                        variable, parts_.text("/cloud/credentials", "where the secret is mounted"))
                  : Node();
    };
    const bool aws = is_aws();
    return parts_.list(
        {home(), aws ? parts_.variable("AWS_REGION", job_.region()) : Node(),
         aws ? at("AWS_SHARED_CREDENTIALS_FILE") : at("CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE"),
         parts_.variable("REGISTRY", host())});
  }
  Node host() const {
    const Node& to = job_.plan().destination;
    if (job_.registry().kind == RegistryKind::Other) return {};
    return Node::string(job_.registry().host, to.span()).with_history(to.history());
  }
  bool is_aws() const {
    const RegistryKind kind = job_.registry().kind;
    return kind == RegistryKind::Ecr ||
           (kind == RegistryKind::Other && job_.store() == StoreKind::S3);
  }

  // The secret is a config.json of docker for a registry of no cloud, else the cloud's credentials.
  void credentials() {
    const RegistryKind kind = job_.registry().kind;
    const bool azure = kind == RegistryKind::Acr || job_.store() == StoreKind::Azure;
    if (azure) {
      pod_labels_ =
          parts_.map({{"wandb", parts_.text("launch", "as the Job")},
                      {"azure.workload.identity/use",
                       parts_.text("true", "the service account's identity logs in to Azure")}});
    }
    if (kind == RegistryKind::Other) {
      if (!job_.has_secret()) return;
      has_config_ = true;
      volumes_.push_back(job_.secret_volume("docker-config", "config.json"));
      return;
    }
    has_config_ = true;
    volumes_.push_back(
        parts_.map({{"name", parts_.text("docker-config", "holds a password of a few hours")},
                    {"emptyDir", parts_.map({{"medium", parts_.text("Memory", "on no disk")}})}}));
    if (!job_.has_secret() || azure) return;
    volumes_.push_back(job_.secret_volume("cloud-credentials", "credentials"));
    cloud_mount_ = job_.mount("cloud-credentials", kCloud);
  }

  void login() {
    const std::vector<Node> mounts{job_.mount("docker-config", kDockerConfig)};
    constexpr std::string_view kWhy = "logs in to the registry";
    const auto with = [&](const Node& image, const std::string& text) {
      steps_.push_back(step({"login", image, script(text + std::string(kWriteConfig), kWhy),
                             cloud_variables(), mounts}));
    };
    switch (job_.registry().kind) {
      case RegistryKind::Ecr:
        return with(aws(), std::string(kAwsLogin));
      case RegistryKind::ArtifactRegistry:
        return with(google(), std::string(kGoogleLogin));
      case RegistryKind::Acr:
        return with(azure(), "set -e; " + std::string(kAzureIdentity) + std::string(kAzureLogin));
      case RegistryKind::Other:
        return;
    }
  }

  const ClusterJob& job_;
  const Parts& parts_;
  const ClusterInput& input_;
  std::vector<Node> steps_, volumes_;
  Node cloud_mount_, pod_labels_;
  bool has_config_ = false;
};

}  // namespace

Manifest buildkit_manifest(const ClusterJob& job, const ClusterInput& input) {
  return Buildkit(job, input).run();
}

}  // namespace launch::build
