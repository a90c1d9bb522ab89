// What Vertex AI refuses in a CustomJob that its schema allows.
#pragma once

#include <array>

#include "compiler/diagnostic/diagnostic.h"

namespace launch::vertex {

inline constexpr Rule kMissingField{
    "vertex/missing-field", Severity::Error, "a required field that is not there",
    "The API calls the field required (google.api.field_behavior in "
    "google/cloud/aiplatform/v1/custom_job.proto and the files it imports) and refuses the job "
    "without it (INVALID_ARGUMENT)."};
inline constexpr Rule kOutOfRange{
    "vertex/out-of-range", Severity::Error, "a number, list or text outside the allowed range",
    "The API bounds counts, sizes, durations and lengths "
    "(https://cloud.google.com/vertex-ai/docs/reference/rest/v1/CustomJobSpec)."};
inline constexpr Rule kReplicaCount{
    "vertex/replica-count", Severity::Error, "worker pools of sizes that Vertex AI does not run",
    "The first worker pool is the primary replica and has exactly one; workers, parameter servers "
    "and evaluators follow in the second, third and fourth pool, and there is no fifth "
    "(https://cloud.google.com/vertex-ai/docs/training/distributed-training)."};
inline constexpr Rule kAccelerator{
    "vertex/accelerator", Severity::Error, "accelerators that do not go with the machine type",
    "acceleratorType and acceleratorCount are set together. a2, a3, a4, g2 and g4 machines have "
    "one kind and number of GPUs, n1 machines take 1, 2, 4 or 8 of some kinds depending on their "
    "vCPUs, and no other type takes any "
    "(https://cloud.google.com/vertex-ai/docs/training/configure-compute)."};
inline constexpr Rule kNoAccelerator{
    "vertex/no-accelerator", Severity::Warning, "a GPU machine type without its accelerator",
    "a2, a3, a4, g2 and g4 machines come with GPUs, and a job names them as well: acceleratorType "
    "and acceleratorCount as in the table of "
    "https://cloud.google.com/vertex-ai/docs/training/configure-compute."};
inline constexpr Rule kUnknownMachineType{
    "vertex/unknown-machine-type", Severity::Warning, "a machine type that is not known here",
    "Names change faster than this program: the machine types for training are listed at "
    "https://cloud.google.com/vertex-ai/docs/training/configure-compute."};
inline constexpr Rule kUnsupportedValue{
    "vertex/unsupported-value", Severity::Error, "a value outside the closed set of the field",
    "The field is a text of which only a few are taken "
    "(google/cloud/aiplatform/v1/machine_resources.proto). Case is told apart."};
inline constexpr Rule kBadName{
    "vertex/bad-name", Severity::Error, "a name of a form that Google Cloud does not take",
    "Resources are named by their whole path, variables as C identifiers, service accounts by "
    "their e-mail address (google/cloud/aiplatform/v1/custom_job.proto and env_var.proto; "
    "https://cloud.google.com/apis/design/resource_names)."};
inline constexpr Rule kBadLabel{
    "vertex/bad-label", Severity::Error, "a label of a form that Google Cloud does not take",
    "Keys and values have at most 63 characters: lower-case letters, digits, _ and -; a key begins "
    "with a letter, and there are at most 64 of them "
    "(https://cloud.google.com/compute/docs/labeling-resources#requirements)."};
inline constexpr Rule kBadBucket{
    "vertex/bad-bucket", Severity::Error, "a place that is not in Cloud Storage",
    "Outputs and packages are at gs://BUCKET/PATH. Bucket names have 3 to 63 lower-case letters, "
    "digits, -, _ and dots, with a letter or digit at both ends "
    "(https://cloud.google.com/storage/docs/buckets#naming)."};
inline constexpr Rule kConflict{
    "vertex/conflict", Severity::Error, "fields that do not go together",
    "One of the fields needs another one, or rules it out "
    "(google/cloud/aiplatform/v1/custom_job.proto; "
    "https://cloud.google.com/vertex-ai/docs/training/create-custom-job)."};
inline constexpr Rule kNoEffectField{
    "vertex/no-effect", Severity::Warning, "a field that has no effect in a request",
    "The API fills this field in itself, or another field makes it useless "
    "(google.api.field_behavior OUTPUT_ONLY; google/cloud/aiplatform/v1/custom_job.proto). Remove "
    "it."};
inline constexpr Rule kDeprecated{
    "vertex/deprecated", Severity::Warning, "a value that Google has deprecated",
    "It may stop working at any time (deprecated in google/cloud/aiplatform/v1). STANDARD stands "
    "for ON_DEMAND, SPOT for LOW_COST."};

inline constexpr std::array kRules{
    &kMissingField,       &kOutOfRange,       &kReplicaCount, &kAccelerator, &kNoAccelerator,
    &kUnknownMachineType, &kUnsupportedValue, &kBadName,      &kBadLabel,    &kBadBucket,
    &kConflict,           &kNoEffectField,    &kDeprecated};

}  // namespace launch::vertex
