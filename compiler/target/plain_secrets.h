// Secrets in requests of cloud providers, whose fields are plain text: whoever may describe a job
// there reads them.
#pragma once

#include "compiler/spec/wandb_env.h"
#include "compiler/target/target.h"

namespace launch {

inline constexpr Rule kSecretInRequest{
    "secret/in-request", Severity::Error, "a value from the environment in a plain request field",
    "SageMaker and Vertex AI keep a job's request as plain text: everybody who may describe the "
    "job reads its variables, and the consoles show them. Let the job fetch the secret from the "
    "provider's secret manager, or accept it with --allow-plain-secrets "
    "(https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html: do not "
    "include security-sensitive information in Environment)."};
inline constexpr Rule kNoApiKey{
    "secret/no-api-key", Severity::Warning, "a job that is sent without the key to W&B",
    "The request has only plain text for WANDB_API_KEY, so it is left out unless "
    "--allow-plain-secrets is given. wandb.init() then needs the key from elsewhere: from the "
    "provider's secret manager, fetched by the job before it starts, or from a file in the image."};

// W&B's variables, then the job's own, each once and as text. WANDB_API_KEY is W&B's only with
// --allow-plain-secrets; without, secret/no-api-key stands at `head`.
std::vector<EnvVar> request_variables(const Spec& spec, std::size_t longest_value, Span head,
                                      TargetContext& context);

// Reports every text of the request that is, or will be, secret; nothing with
// --allow-plain-secrets.
void report_plain_secrets(const Node& body, const TargetContext& context);

}  // namespace launch
