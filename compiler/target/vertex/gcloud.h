// A CustomJob as `gcloud ai custom-jobs create` takes it.
#pragma once

#include <string>

#include "compiler/target/target.h"

namespace launch::vertex {

// The content of the file for --config, which is the jobSpec. The fields beside it are flags: a
// comment says with which ones to call gcloud.
std::string write_gcloud_config(const Artifact& artifact);

}  // namespace launch::vertex
