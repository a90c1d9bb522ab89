#include "compiler/target/sagemaker/instance_types.h"

#include <algorithm>

namespace launch::sagemaker {
namespace {

// Families with instance store volumes
// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/InstanceStorage.html).
constexpr std::string_view kLocal[] = {
    "g4dn", "g5",   "g6",      "g6e",     "g7",        "g7e", "p3dn", "p4d",   "p4de", "p5",
    "p5e",  "p5en", "p6-b200", "p6-b300", "p6e-gb200", "r5d", "trn1", "trn1n", "trn2"};

}  // namespace

std::string_view instance_family(std::string_view instance_type) {
  if (!instance_type.starts_with("ml.")) return {};
  instance_type.remove_prefix(3);
  const std::size_t dot = instance_type.find('.');
  return dot == std::string_view::npos ? std::string_view() : instance_type.substr(0, dot);
}

bool has_local_storage(std::string_view instance_type) {
  const std::string_view family = instance_family(instance_type);
  return std::find(std::begin(kLocal), std::end(kLocal), family) != std::end(kLocal);
}

}  // namespace launch::sagemaker
