#include "compiler/target/kubernetes/judge_custom.h"

#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/judge_schema.h"
#include "compiler/target/kubernetes/resource_schemas.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {

bool judge_custom(const Field& object, const ResourceSchemas* schemas) {
  if (schemas == nullptr) return false;
  const ResourceSchema* known =
      schemas->find(object["apiVersion"].text_or_empty(), object["kind"].text_or_empty());
  if (known == nullptr || known->schema() == nullptr) return false;
  judge_schema(object, *known->schema());
  const Field metadata = object["metadata"];
  if (metadata.is_map()) judge_schema(metadata, ApiType::Metadata);
  check_metadata(metadata);
  if (known->not_judged > 0) {
    object["kind"].report(kNotChecked, std::to_string(known->not_judged) + " rules in CEL of " +
                                           quoted(object["kind"].text_or_empty()) +
                                           " are not judged here; the cluster judges them");
  }
  return true;
}

}  // namespace launch::kubernetes
