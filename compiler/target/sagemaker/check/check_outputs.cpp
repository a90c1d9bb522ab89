#include "compiler/target/sagemaker/check/check.h"
#include "compiler/target/sagemaker/rules.h"

namespace launch::sagemaker {

void check_outputs(const Field& request) {
  const Field outputs[] = {
      request["OutputDataConfig"]["S3OutputPath"], request["CheckpointConfig"]["S3Uri"],
      request["TensorBoardOutputConfig"]["S3OutputPath"],
      request["DebugHookConfig"]["S3OutputPath"], request["ProfilerConfig"]["S3OutputPath"]};
  for (const Field& output : outputs) {
    if (!output.is_text() || output.unknown()) continue;
    if (!output.text_or_empty().starts_with("https:")) continue;
    output.report(kOutputUri,
                  "outputs go to an address such as \"s3://bucket/path\", and this is " +
                      quoted(output.text_or_empty()));
  }
}

}  // namespace launch::sagemaker
