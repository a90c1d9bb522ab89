// The ways in which people say a CustomJob, and the one in which it is kept: W&B's spec and run,
// the API's own, gcloud's --config, and single keys such as machine_type.
#pragma once

#include "compiler/target/tree.h"
#include "compiler/target/vertex/api.h"

namespace launch::vertex {

inline constexpr TreeForm kRequestForm{"the request", list_key};

// What single keys say of every worker pool: a WorkerPoolSpec, beside the request's own fields.
inline constexpr std::string_view kEveryPool = "worker_pool";
// W&B's bucket for what the job leaves behind.
inline constexpr std::string_view kStagingBucket = "staging_bucket";

// The block with every field in the place that the API has for it. Reports what is said twice.
Node normalise_forms(const Node& block, TargetContext& context);

// What is left of a normalised block as a request: without kEveryPool and what only the client
// that submits has a use for.
Node request_of(const Node& block, Arena& arena);

}  // namespace launch::vertex
