#include <re2/re2.h>

#include "compiler/target/sagemaker/check/check.h"
#include "compiler/target/sagemaker/rules.h"

namespace launch::sagemaker {
namespace {

// The hosts of Amazon ECR, and the names under which it is reached with FIPS or both IP versions
// (https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html).
bool is_in_ecr(std::string_view image) {
  static const RE2 kHost(
      R"([0-9]{12}\.dkr[.-]ecr(-fips)?\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn|[a-z0-9.-]+)/.+)");
  return RE2::FullMatch(re2::StringPiece(image.data(), image.size()), kHost);
}

}  // namespace

void check_algorithm(const Field& request) {
  const Field algorithm = request["AlgorithmSpecification"];
  if (!algorithm.is_map()) return;
  const Field image = algorithm["TrainingImage"];
  const Field name = algorithm["AlgorithmName"];
  if (image.absent() && name.absent()) {
    algorithm.report(kImageOrAlgorithm,
                     "AlgorithmSpecification has neither TrainingImage nor AlgorithmName");
  } else if (image.present() && name.present()) {
    name.report_key_with(kImageOrAlgorithm,
                         "AlgorithmSpecification has both an image and an algorithm's name",
                         {{image.span(), "the image"}}, "keep one of the two");
  }
  const bool private_registry = algorithm["TrainingImageConfig"].present();
  if (!image.is_text() || image.unknown() || image.empty() || private_registry) return;
  if (is_in_ecr(image.text_or_empty())) return;
  image.report(kImageRegistry, quoted(image.text_or_empty()) + " is not in Amazon ECR",
               "push it to ACCOUNT.dkr.ecr.REGION.amazonaws.com");
}

}  // namespace launch::sagemaker
