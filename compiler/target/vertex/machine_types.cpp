#include "compiler/target/vertex/machine_types.h"

#include <algorithm>

#include "compiler/target/numbers.h"
#include "compiler/target/text.h"

namespace launch::vertex {
namespace {

constexpr FixedGpus kFixed[] = {
    {"a2-highgpu-1g", "NVIDIA_TESLA_A100", 1},
    {"a2-highgpu-2g", "NVIDIA_TESLA_A100", 2},
    {"a2-highgpu-4g", "NVIDIA_TESLA_A100", 4},
    {"a2-highgpu-8g", "NVIDIA_TESLA_A100", 8},
    {"a2-megagpu-16g", "NVIDIA_TESLA_A100", 16},
    {"a2-ultragpu-1g", "NVIDIA_A100_80GB", 1},
    {"a2-ultragpu-2g", "NVIDIA_A100_80GB", 2},
    {"a2-ultragpu-4g", "NVIDIA_A100_80GB", 4},
    {"a2-ultragpu-8g", "NVIDIA_A100_80GB", 8},
    {"a3-highgpu-1g", "NVIDIA_H100_80GB", 1},
    {"a3-highgpu-2g", "NVIDIA_H100_80GB", 2},
    {"a3-highgpu-4g", "NVIDIA_H100_80GB", 4},
    {"a3-highgpu-8g", "NVIDIA_H100_80GB", 8},
    {"a3-megagpu-8g", "NVIDIA_H100_MEGA_80GB", 8},
    {"a3-ultragpu-8g", "NVIDIA_H200_141GB", 8},
    {"a4-highgpu-8g", "NVIDIA_B200", 8},
    {"a4x-highgpu-4g", "NVIDIA_GB200", 4},
    {"g2-standard-4", "NVIDIA_L4", 1},
    {"g2-standard-8", "NVIDIA_L4", 1},
    {"g2-standard-12", "NVIDIA_L4", 1},
    {"g2-standard-16", "NVIDIA_L4", 1},
    {"g2-standard-24", "NVIDIA_L4", 2},
    {"g2-standard-32", "NVIDIA_L4", 1},
    {"g2-standard-48", "NVIDIA_L4", 4},
    {"g2-standard-96", "NVIDIA_L4", 8},
    {"g4-standard-48", "NVIDIA_RTX_PRO_6000", 1},
    {"g4-standard-96", "NVIDIA_RTX_PRO_6000", 2},
    {"g4-standard-192", "NVIDIA_RTX_PRO_6000", 4},
    {"g4-standard-384", "NVIDIA_RTX_PRO_6000", 8},
};

constexpr AttachedGpu kAttached[] = {
    {"NVIDIA_TESLA_K80", 8, 8}, {"NVIDIA_TESLA_P100", 4, 16}, {"NVIDIA_TESLA_V100", 8, 12},
    {"NVIDIA_TESLA_P4", 4, 24}, {"NVIDIA_TESLA_T4", 4, 24},
};

constexpr std::string_view kPlain[] = {"e2", "n2",  "n2d", "n4", "c2", "c2d", "c3", "c3d",
                                       "c4", "c4a", "c4d", "m1", "m2", "m3",  "t2d"};
constexpr std::string_view kGpu[] = {"a2", "a3", "a4", "a4x", "g2", "g4"};
constexpr std::string_view kTpu[] = {"ct2", "ct3", "ct3p", "ct4p", "ct5l", "ct5lp", "ct5p", "ct6e"};

template <std::size_t size>
bool holds(const std::string_view (&list)[size], std::string_view name) {
  return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

}  // namespace

Series series_of(std::string_view machine_type) {
  if (machine_type == "cloud-tpu") return Series::Tpu;
  const Cut parts = cut(machine_type, '-');
  // Every type is series-kind-size.
  if (parts.after.find('-') == std::string_view::npos) return Series::Unknown;
  if (parts.before == "n1") return cpus_of(machine_type) > 0 ? Series::General : Series::Unknown;
  if (holds(kPlain, parts.before)) return Series::Plain;
  if (holds(kTpu, parts.before)) return Series::Tpu;
  return holds(kGpu, parts.before) ? Series::Gpu : Series::Unknown;
}

const FixedGpus* fixed_gpus(std::string_view machine_type) {
  const auto* found =
      std::find_if(std::begin(kFixed), std::end(kFixed),
                   [&](const FixedGpus& each) { return each.machine_type == machine_type; });
  return found == std::end(kFixed) ? nullptr : found;
}

std::span<const FixedGpus> all_fixed_gpus() { return kFixed; }

const AttachedGpu* attached_gpu(std::string_view accelerator) {
  const auto* found =
      std::find_if(std::begin(kAttached), std::end(kAttached),
                   [&](const AttachedGpu& each) { return each.accelerator == accelerator; });
  return found == std::end(kAttached) ? nullptr : found;
}

bool is_known_accelerator(std::string_view accelerator) {
  return accelerator.starts_with("TPU_") || attached_gpu(accelerator) != nullptr ||
         std::any_of(std::begin(kFixed), std::end(kFixed),
                     [&](const FixedGpus& each) { return each.accelerator == accelerator; });
}

int cpus_of(std::string_view machine_type) {
  const std::size_t dash = machine_type.rfind('-');
  if (dash == std::string_view::npos) return 0;
  const Number<std::uint64_t> number = parse_uint(machine_type.substr(dash + 1), 10, 16);
  return number.ok() ? static_cast<int>(number.value) : 0;
}

}  // namespace launch::vertex
