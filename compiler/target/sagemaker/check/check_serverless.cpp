#include "compiler/target/numbers.h"
#include "compiler/target/sagemaker/check/check.h"
#include "compiler/target/sagemaker/rules.h"

namespace launch::sagemaker {
namespace {

void check_eula(const Field& accepted, std::string_view what) {
  if (accepted.absent() || accepted.is_true() || accepted.node().kind() != Kind::Bool) return;
  accepted.report(kEula, std::string(what) + " is used only when its licence is accepted",
                  "set AcceptEula: true after reading it");
}

// 1K to 1024K.
void check_sequence(const Field& length) {
  constexpr std::uint64_t kLongest = 1024;
  std::string_view text = length.text_or_empty();
  if (length.unknown() || !text.ends_with('K')) return;
  text.remove_suffix(1);
  const Number<std::uint64_t> thousands = parse_uint(text, 10);
  if (thousands.error == NumberError::NotANumber) return;
  if (thousands.ok() && thousands.value >= 1 && thousands.value <= kLongest) return;
  length.report(kServerless, "expected a SequenceLength of 1K to 1024K, and this is " +
                                 quoted(length.text_or_empty()));
}

}  // namespace

void check_serverless(const Field& request) {
  const Field job = request["ServerlessJobConfig"];
  check_eula(job["AcceptEula"], "the base model");
  check_sequence(job["SequenceLength"]);
  if (job["JobType"].text_or_empty() == "Evaluation" && job["EvaluationType"].absent()) {
    job["JobType"].report(kServerless, "an evaluation needs its EvaluationType",
                          "set EvaluationType beside it");
  }
  for (const Field& channel : request["InputDataConfig"].items()) {
    check_eula(channel["DataSource"]["S3DataSource"]["ModelAccessConfig"]["AcceptEula"],
               "the model");
  }
}

}  // namespace launch::sagemaker
