#include "compiler/target/sagemaker/check/check.h"
#include "compiler/target/sagemaker/rules.h"
#include "compiler/target/text.h"

namespace launch::sagemaker {

void check_tags(const Field& request) {
  const Field tags = request["Tags"];
  check_unique(tags, "Key", "tags");
  for (const Field& tag : tags.items()) {
    const Field key = tag["Key"];
    if (key.unknown() || !lower(key.text_or_empty()).starts_with("aws:")) continue;
    key.report(kReservedTag, "tags that begin with \"aws:\" are AWS's own, and this is " +
                                 quoted(key.text_or_empty()));
  }
}

}  // namespace launch::sagemaker
