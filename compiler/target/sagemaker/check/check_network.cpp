#include "compiler/target/sagemaker/check/check.h"
#include "compiler/target/sagemaker/rules.h"

namespace launch::sagemaker {
namespace {

void check_ids(const Field& list, std::string_view prefix, std::string_view what) {
  check_unique(list, {}, what);
  for (const Field& id : list.items()) {
    if (!id.is_text() || id.unknown() || id.empty()) continue;
    if (id.text_or_empty().starts_with(prefix)) continue;
    id.report(kVpcId, "ids of " + std::string(what) + " begin with " + quoted(prefix) +
                          ", and this is " + quoted(id.text_or_empty()));
  }
}

void needs_vpc(const Field& request, const Field& field, std::string_view what) {
  if (field.absent() || request["VpcConfig"].present()) return;
  field.report_key(
      kNeedsVpc, std::string(what) + " is reached through a VPC, and the request has no VpcConfig",
      "set VpcConfig with SecurityGroupIds and Subnets");
}

}  // namespace

void check_network(const Field& request) {
  check_ids(request["VpcConfig"]["SecurityGroupIds"], "sg-", "security groups");
  check_ids(request["VpcConfig"]["Subnets"], "subnet-", "subnets");
  for (const Field& channel : request["InputDataConfig"].items()) {
    needs_vpc(request, channel["DataSource"]["FileSystemDataSource"], "a file system");
  }
  const Field image = request["AlgorithmSpecification"]["TrainingImageConfig"];
  const Field mode = image["TrainingRepositoryAccessMode"];
  if (mode.text_or_empty() == "Vpc") needs_vpc(request, mode, "a private registry");
}

}  // namespace launch::sagemaker
