#include <array>

#include "compiler/build/rules.h"
#include "compiler/check/check.h"
#include "compiler/check/rules.h"

namespace launch {
namespace {

constexpr std::array kChecks{
    Check{&kSecretLiteral, check_secrets, true},
    Check{&kGitCommit, check_git_commit},
    Check{&kImageTag, check_image_tag},
    Check{&kBaseImage, check_base_image, true},
    Check{&build::kDestination, check_build_settings, true},
    Check{&kArtifactAlias, check_artifact_alias},
    Check{&kSeed, check_seed},
    Check{&kGpusPerNode, check_gpus_per_node},
    Check{&kCudaVisibleDevices, check_cuda_visible_devices, true},
    Check{&kMasterAddr, check_master_addr},
    Check{&kFp16AndBf16, check_fp16_bf16, true},
    Check{&kNumberAsText, check_number_as_text, true},
    Check{&kShmSize, check_shm_size},
    Check{&kNoCheckpoint, check_checkpoint},
    Check{&kNeverResumes, check_resume},
};

}  // namespace

std::span<const Check> checks() { return kChecks; }

void run_checks(CheckContext context) {
  context.facts = facts_of(context);
  const bool part = context.judging_queue || context.judging_base;
  for (const Check& check : kChecks) {
    if (!part || check.for_parts) check.run(context);
  }
}

}  // namespace launch
