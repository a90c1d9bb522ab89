// The variables by which wandb.init() inside the job joins the right run.
#pragma once

#include <string_view>
#include <vector>

#include "compiler/spec/spec.h"

namespace launch {

// The key of a launch spec that is the API key of whoever pushed it: W&B's server adds it.
inline constexpr std::string_view kOwnKey = "_wandb_api_key";

struct WandbEnvContext {
  Arena& arena;
  SourceMap& sources;
  std::string_view base_url;
  std::size_t longest_value;  // a longer WANDB_CONFIG is split into WANDB_CONFIG_0, _1, …
};

// In W&B's order (wandb/sdk/launch/_project_spec.py, get_env_vars_dict). WANDB_API_KEY is null: it
// comes from the submitting environment. Variables that the job sets itself are left out: a user's
// own value wins on every target.
std::vector<EnvVar> wandb_variables(const Spec& spec, const WandbEnvContext& context);

// A text that launch itself puts in, with a place to point at. `why` is for explanations.
Node built_in_text(std::string_view text, std::string_view why, Arena& arena, SourceMap& sources);

}  // namespace launch
