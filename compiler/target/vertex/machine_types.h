// What machine types go with which accelerators
// (https://cloud.google.com/vertex-ai/docs/training/configure-compute, read in 2026).
#pragma once

#include <span>
#include <string_view>

namespace launch::vertex {

enum class Series : std::uint8_t {
  Unknown,
  Plain,    // takes no accelerator
  General,  // n1: takes GPUs of several kinds
  Gpu,      // comes with GPUs
  Tpu       // is made of TPUs
};
Series series_of(std::string_view machine_type);

// The GPUs that a machine of Series::Gpu has; null for other types and unknown ones.
struct FixedGpus {
  std::string_view machine_type, accelerator;
  int count;
};
const FixedGpus* fixed_gpus(std::string_view machine_type);
std::span<const FixedGpus> all_fixed_gpus();

// How an n1 machine takes a kind of GPU: 1, 2, 4 … up to `most`, with at most so many vCPUs each.
struct AttachedGpu {
  std::string_view accelerator;
  int most, cpus_each;
};
const AttachedGpu* attached_gpu(std::string_view accelerator);
// Whether it is an accelerator that a machine here is known to take.
bool is_known_accelerator(std::string_view accelerator);
// The number at the end of n1-standard-16; 0 when there is none.
int cpus_of(std::string_view machine_type);

}  // namespace launch::vertex
