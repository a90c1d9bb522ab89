// What is known of SageMaker's instance types beside their names.
#pragma once

#include <string_view>

namespace launch::sagemaker {

// "g5" of "ml.g5.xlarge"; empty when it is no such name.
std::string_view instance_family(std::string_view instance_type);

// Whether the instances of the type have disks of their own, which SageMaker then uses in place of
// EBS volumes (ResourceConfig, VolumeSizeInGB).
bool has_local_storage(std::string_view instance_type);

}  // namespace launch::sagemaker
