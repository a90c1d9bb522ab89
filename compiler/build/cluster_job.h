// What the Jobs of all builders in a cluster share.
#pragma once

#include <optional>

#include "compiler/build/cluster.h"
#include "compiler/build/parts.h"

namespace launch::build {

inline constexpr std::string_view kContextFolder = "/context";

class ClusterJob {
 public:
  explicit ClusterJob(const ClusterInput& input);

  const Plan& plan() const { return input_.plan; }
  const ClusterSettings& settings() const { return input_.settings; }
  const Parts& parts() const { return parts_; }
  const ImageName& registry() const { return registry_; }
  bool has_secret() const {
    return settings().secret_name.valid() && settings().secret_key.valid();
  }
  // Of the place that keeps the context; nothing for a claim.
  std::optional<StoreKind> store() const { return store_; }
  const Store& store_parts() const { return store_parts_; }

  Node image() const;  // the destination with its tag
  Node dockerfile() const;
  Node tag() const;
  Node region() const;  // of AWS; not valid when nobody says
  // The values of a flag of docker that says what goes into the image: --label, --build-arg.
  std::vector<Node> of_docker(std::string_view flag) const;

  // Metadata of an object that belongs to the build; `kind` is in its name.
  Node metadata(std::string_view kind = {}) const;
  // A Job around the pod; what the builder's configuration says is laid over it.
  Node job(const Node& pod, const Node& pod_labels = {}) const;

  Node mount(std::string_view volume, std::string_view path, const Node& sub_path = {}) const;
  Node claim_volume() const;
  // A volume with the one file of the secret, under the name `file`.
  Node secret_volume(std::string_view volume, std::string_view file) const;
  // A variable that holds the secret's one value.
  Node secret_variable(std::string_view name) const;

 private:
  const ClusterInput& input_;
  Parts parts_;
  ImageName registry_;
  std::optional<StoreKind> store_;
  Store store_parts_;
};

Manifest kaniko_manifest(const ClusterJob& job, const ClusterInput& input);
Manifest buildkit_manifest(const ClusterJob& job, const ClusterInput& input);

}  // namespace launch::build
