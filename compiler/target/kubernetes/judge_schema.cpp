#include "compiler/target/kubernetes/judge_schema.h"

#include <algorithm>

#include "compiler/document/instance.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/judge.h"
#include "compiler/target/kubernetes/kubectl_yaml.h"
#include "compiler/target/kubernetes/quantity.h"
#include "compiler/target/kubernetes/rules.h"
#include "compiler/target/request_schema.h"

namespace launch::kubernetes {
namespace {

const Node& node_of(const void* value) { return *static_cast<const Node*>(value); }

Check check_format(std::string_view format, const Node& node) {
  if (format == "quantity" && node.is_scalar()) return check_quantity(node.as_string());
  if (format == "time" && node.is_string()) return check_time(node.as_string());
  return {};
}

const schema::Access& access() {
  static const schema::Access kAccess = [] {
    schema::Access access = node_access();
    access.reader = schema::Reader::Go;
    access.fits = [](std::string_view format, const void* value) {
      return is_open(node_of(value)) || !check_format(format, node_of(value));
    };
    return access;
  }();
  return kAccess;
}

std::string called(const Field& field) {
  const std::string name = field.name();
  return name.empty() ? "the object" : quoted(name);
}

// The oldest known version in which the field is known; 0 when there is none.
int known_since(const Field& object, std::optional<ApiType> type,
                const schema::Violation& violation) {
  if (!type) return 0;
  for (int minor = object.judgement().minor + 1; minor <= known_minors().front(); ++minor) {
    const auto violations = api_schema(*type, minor).validate({&object.node(), &access()});
    const bool still = std::any_of(violations.begin(), violations.end(), [&](const auto& other) {
      return other.path == violation.path && other.subject == violation.subject &&
             other.keyword == violation.keyword;
    });
    if (!still) return minor;
  }
  return 0;
}

void report_unknown_field(const Field& object, std::optional<ApiType> type,
                          const schema::Violation& violation) {
  const Field owner = field_at(object, violation.path);
  const std::vector<std::string_view> allowed(violation.allowed.begin(), violation.allowed.end());
  std::string message = "unknown field " + quoted(violation.subject) + " in " + called(owner);
  std::string suggestion = suggest(did_you_mean(violation.subject, allowed));
  if (const int since = known_since(object, type, violation); since > 0) {
    message += ": it is known from Kubernetes 1." + std::to_string(since) + " on, and this is 1." +
               std::to_string(object.judgement().minor);
    suggestion.clear();
  }
  owner[violation.subject].report_key(kUnknownField, std::move(message), std::move(suggestion));
}

void report_wrong_type(const Field& field, const schema::Violation& violation) {
  const bool wants_text = std::find(violation.allowed.begin(), violation.allowed.end(), "string") !=
                          violation.allowed.end();
  const Node& node = field.node();
  const bool quotable = wants_text && node.is_scalar() && !node.is_null();
  const std::string written(text_as_written(node, field.judgement().sources));
  std::string seen =
      node.is_scalar() && !node.is_string() ? written : std::string(kind_phrase(node.kind()));
  if (written != node.as_string()) {
    seen += ", which kubectl takes for " + std::string(node.as_string());
  }
  field.report(kWrongType, called(field) + ": " + violation.message + ", and this is " + seen,
               quotable ? "quote it: " + quoted(written) : std::string());
}

void report_format(const Field& field, const schema::Violation& violation) {
  const std::string& format = violation.allowed.at(0);
  field.report(format == "quantity" ? kBadQuantity : kBadFormat,
               check_format(format, field.node()));
}

// Keywords that only the schemas of custom resources use.
const Rule& rule_for(std::string_view keyword) {
  if (keyword == "enum" || keyword == "const") return kUnsupportedValue;
  if (keyword == "pattern") return kBadFormat;
  if (keyword == "anyOf" || keyword == "oneOf" || keyword == "not") return kOneOf;
  if (keyword == "uniqueItems") return kDuplicate;
  return kOutOfRange;
}

void report(const Field& object, std::optional<ApiType> type, const schema::Violation& violation) {
  if (violation.keyword == "additionalProperties") {
    return report_unknown_field(object, type, violation);
  }
  const Field field = field_at(object, violation.path);
  if (violation.keyword == "required") {
    return field[violation.subject].report(kMissingField,
                                           called(field) + " needs " + quoted(violation.subject));
  }
  if (!field.present() || is_open(field.node())) return;
  if (violation.keyword == "type") return report_wrong_type(field, violation);
  if (violation.keyword == "format") return report_format(field, violation);
  const std::string seen = field.node().is_string() ? quoted(field.node().as_string())
                           : field.node().is_scalar()
                               ? std::string(field.node().as_string())
                               : std::string(kind_phrase(field.node().kind()));
  const std::vector<std::string_view> allowed(violation.allowed.begin(), violation.allowed.end());
  field.report(rule_for(violation.keyword),
               called(field) + " " + violation.message + ", and this is " + seen,
               suggest(did_you_mean(field.node().as_string(), allowed)));
}

}  // namespace

void judge_schema(const Field& object, ApiType type) {
  const schema::Schema& schema = api_schema(type, object.judgement().minor);
  for (const schema::Violation& violation : schema.validate({&object.node(), &access()})) {
    report(object, type, violation);
  }
}

void judge_schema(const Field& object, const schema::Schema& schema) {
  for (const schema::Violation& violation : schema.validate({&object.node(), &access()})) {
    report(object, {}, violation);
  }
}

}  // namespace launch::kubernetes
