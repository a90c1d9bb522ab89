// What the flags about targets mean, and what they name on disk.
#pragma once

#include <memory>

#include "cli/options.h"
#include "compiler/target/kubernetes/resource_schemas.h"
#include "compiler/target/target.h"

namespace launch::cli {

// Lives as long as what is compiled with its options; several threads may read them.
class TargetSetup {
 public:
  // Throws UsageError for a flag that names what is not known, UnreachableError for a schema that
  // cannot be read. `base_url` is the W&B server's and must outlive the object. Schemas that are of
  // no use are named on standard error.
  TargetSetup(const TargetFlags& flags, std::string_view base_url);

  const TargetOptions& options() const { return options_; }

 private:
  void read_schemas(const std::string& path);
  void read_schema(const std::string& file);

  std::string kubernetes_version_;
  std::string aws_account_;
  kubernetes::ResourceSchemas schemas_;
  TargetOptions options_;
};

}  // namespace launch::cli
