// Where built images are pushed to, and where build contexts are kept: names of registries and
// stores taken apart.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/target/trouble.h"

namespace launch::build {

enum class RegistryKind : std::uint8_t { Ecr, ArtifactRegistry, Acr, Other };

// [https://]HOST[:PORT]/PATH[:TAG][@DIGEST]. Parts that a kind does not have are empty.
struct ImageName {
  RegistryKind kind = RegistryKind::Other;
  std::string_view host;        // with its port; empty: Docker Hub
  std::string_view account;     // of AWS
  std::string_view region;      // of AWS; of Google, a location
  std::string_view registry;    // of Azure
  std::string project;          // of Google: "team", or "example.com:team"
  std::string_view repository;  // the path; of Google what stands between project and image
  std::string_view image;       // of Google, may be nested
  std::string_view tag, digest;
  std::string_view name;  // all before tag and digest, without https://
};

// Takes any text; check_destination() says whether it is a name at all.
ImageName parse_image_name(std::string_view text);

// Whether images can be pushed to `text`, which names a repository: no tag, no digest, and a whole
// name of its kind of registry.
Check check_destination(std::string_view text);

// How people log docker in to the registry, with a helper where there is one; nobody's password is
// part of it.
std::string login_of(const ImageName& name);
// localhost, 127.0.0.1:5000, [::1]: this machine, which docker speaks plain HTTP to.
bool is_loopback(std::string_view host);

enum class StoreKind : std::uint8_t { S3, Gcs, Azure };

// s3://BUCKET[/KEY], gs://BUCKET[/KEY], https://ACCOUNT.blob.core.windows.net/CONTAINER[/KEY].
struct Store {
  StoreKind kind = StoreKind::S3;
  std::string_view bucket;  // of Azure, the container
  std::string_view account;
  std::string_view key;
};
// `store` is set when there is no trouble.
Check check_store(std::string_view text, Store* store = nullptr);

// A job's name as the last part of an image's name: lower case, "__" for any other character and
// for several separators (wandb/util.py, make_docker_image_name_safe).
std::string safe_image_name(std::string_view name);

}  // namespace launch::build
