// What a careful reviewer would say about a job that can run: reproducibility, ML slips, secrets.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "compiler/check/facts.h"
#include "compiler/diagnostic/diagnostic.h"
#include "compiler/spec/spec.h"

namespace launch {

struct CheckContext {
  const Spec& spec;
  const SourceMap& sources;
  Arena& arena;
  Diagnostics& diagnostics;
  bool judging_queue = false;  // a queue alone: what only a whole job must have is not asked for
  std::function<Role(SourceId)> role_of{};  // none: everything counts as the job's own
  bool judging_base = false;                // likewise for a base
  std::string_view target{};  // canonical name; empty: the job's `resource`, else every block
  Facts facts{};              // run_checks() collects them
};

struct Check {
  const Rule* rule = nullptr;  // the main one
  void (*run)(const CheckContext&) = nullptr;
  // Judges documents that are no whole job, too.
  bool for_parts = false;
};

// checks.cpp has the list; nothing registers itself.
std::span<const Check> checks();
void run_checks(CheckContext context);

// One file each. They read the Spec and its tree, report, and survive fields of any type: the
// schema has complained about those.
void check_git_commit(const CheckContext& context);
void check_image_tag(const CheckContext& context);
void check_base_image(const CheckContext& context);
void check_artifact_alias(const CheckContext& context);
void check_seed(const CheckContext& context);
void check_gpus_per_node(const CheckContext& context);
void check_cuda_visible_devices(const CheckContext& context);
void check_master_addr(const CheckContext& context);
void check_fp16_bf16(const CheckContext& context);
void check_number_as_text(const CheckContext& context);
void check_shm_size(const CheckContext& context);
void check_checkpoint(const CheckContext& context);
void check_resume(const CheckContext& context);
// Where images are pushed to and what they are built on.
void check_build_settings(const CheckContext& context);
void check_secrets(const CheckContext& context);

}  // namespace launch
