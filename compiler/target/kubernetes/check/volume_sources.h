// The kinds of volumes there are, and what each must say.
#pragma once

#include <span>
#include <string_view>

#include "compiler/target/field.h"

namespace launch::kubernetes {

struct VolumeSource {
  std::string_view name;                       // the field of a volume
  std::span<const std::string_view> required;  // its texts and lists that may not be empty
  void (*check)(const Field& source);          // the rest; null when there is none
};

// In the order in which the server looks at them: of two the first counts
// (k8s.io/kubernetes, pkg/apis/core/validation/validation.go, validateVolumeSource).
std::span<const VolumeSource> volume_sources();

// Those with rules of their own.
void check_secret_volume(const Field& secret);
void check_config_map_volume(const Field& config_map);
void check_downward_api_volume(const Field& downward_api);
void check_projected_volume(const Field& projected);  // check_projected.cpp
void check_ephemeral_volume(const Field& ephemeral);  // check_claim.cpp

// Parts that several of them share.
void check_file_mode(const Field& mode);
void check_key_to_path(const Field& item);
void check_downward_api_file(const Field& file);
// A path below the volume: relative, without "..", and not beginning with "..".
void check_path_below(const Field& path);
// A path without "..".
void check_no_backsteps(const Field& path);
// What the server only warns about (check_volume_advice.cpp).
void warn_of_volume(const Field& volume);
void require(const Field& owner, std::string_view key);

}  // namespace launch::kubernetes
