#include "compiler/target/sagemaker/judge.h"

#include <limits>

#include "compiler/document/instance.h"
#include "compiler/spec/schema_rules.h"
#include "compiler/target/request_schema.h"
#include "compiler/target/sagemaker/api.h"
#include "compiler/target/sagemaker/check/check.h"

namespace launch::sagemaker {
namespace {

const Node& node_of(const void* value) { return *static_cast<const Node*>(value); }

// As AWS's client does, to which a number without a point is whole however long it is.
const schema::Access& python_access() {
  static const schema::Access kAccess = [] {
    schema::Access access = node_access();
    access.reader = schema::Reader::Python;
    access.type = [](const void* value) {
      return node_of(value).kind() == Kind::Integer ? schema::Type::Integer
                                                    : node_access().type(value);
    };
    access.as_integer = [](const void* value) {
      using Limits = std::numeric_limits<std::int64_t>;
      const Node& node = node_of(value);
      return node.as_integer().value_or(node.as_string().starts_with('-') ? Limits::min()
                                                                          : Limits::max());
    };
    return access;
  }();
  return kAccess;
}

// What the words of AWS's pattern are.
struct Grammar {
  std::string_view shape, words;
};
constexpr Grammar kGrammars[] = {
    {"TrainingJobName", "letters, digits and - inside, such as \"train-1\""},
    {"RoleArn", "a role's ARN, such as \"arn:aws:iam::123456789012:role/NAME\""},
    {"S3Uri", "an address such as \"s3://bucket/path\""},
    {"TrainingEnvironmentKey", "letters, digits and _, no digit first"},
    {"HyperParameterKey", "text of one line"},
    {"HyperParameterValue", "text of one line"},
    {"KmsKeyId", "a key's id or ARN"},
    {"ChannelName", "letters, digits, dots, - and _"},
    {"SubnetId", "a subnet's id, such as \"subnet-0123abcd\""},
    {"SecurityGroupId", "a security group's id, such as \"sg-0123abcd\""},
    {"FileSystemId", "a file system's id, such as \"fs-0123abcd\""},
    {"TagKey", "letters, digits, blanks and _.:/=+-@"},
    {"TagValue", "letters, digits, blanks and _.:/=+-@"},
    {"ArnOrName", "a name of letters, digits and - inside, or an ARN"},
    {"ExperimentEntityName", "letters, digits and - inside"},
    {"SequenceLength", "a number of thousands, such as \"32K\""},
    {"TrainingContainerEntrypointString", "text of one line"},
    {"TrainingContainerArgument", "text of one line"},
};

std::string words_of(std::string_view shape) {
  for (const Grammar& grammar : kGrammars) {
    if (grammar.shape == shape) return "expected " + std::string(grammar.words);
  }
  return {};
}

}  // namespace

void judge_request(const Node& request, const Node* written, const TargetContext& context) {
  Judgement judgement{.root = request,
                      .sources = context.sources,
                      .diagnostics = context.diagnostics,
                      .written = written};
  const Field field(judgement);
  launch::judge_request(field, request,
                        {.schema = request_schema(),
                         .access = python_access(),
                         .missing = kMissingKey,
                         .words = words_of});
  if (request.is_mapping()) check_all(field);
}

}  // namespace launch::sagemaker
