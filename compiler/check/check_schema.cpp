#include "compiler/check/check_schema.h"

#include <algorithm>
#include <cmath>

#include "compiler/document/instance.h"
#include "compiler/document/template.h"
#include "compiler/spec/schema_rules.h"
#include "shipped_schemas.h"

namespace launch {
namespace {

const schema::ShippedSchema& shipped(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::Job:
    case DocumentKind::Base:
      return kJobSchema;
    case DocumentKind::Queue:
      return kQueueSchema;
    case DocumentKind::Agent:
      return kAgentSchema;
    case DocumentKind::Sweep:
      break;
  }
  return kSweepSchema;
}

template <DocumentKind kKind, schema::Presence kPresence>
const schema::Schema& shipped_schema() {
  static const schema::Schema schema(shipped(kKind), kPresence);
  return schema;
}

template <schema::Presence kPresence>
const schema::Schema& schema_of_kind(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::Job:
    case DocumentKind::Base:
      return shipped_schema<DocumentKind::Job, kPresence>();
    case DocumentKind::Queue:
      return shipped_schema<DocumentKind::Queue, kPresence>();
    case DocumentKind::Agent:
      return shipped_schema<DocumentKind::Agent, kPresence>();
    case DocumentKind::Sweep:
      break;
  }
  return shipped_schema<DocumentKind::Sweep, kPresence>();
}

const schema::Schema& schema_of(DocumentKind kind, schema::Presence presence) {
  return presence == schema::Presence::Optional ? schema_of_kind<schema::Presence::Optional>(kind)
                                                : schema_of_kind<schema::Presence::Required>(kind);
}

const Rule& rule_for(std::string_view keyword) {
  if (keyword == "additionalProperties" || keyword == "propertyNames") return kUnknownKey;
  if (keyword == "required") return kMissingKey;
  if (keyword == "type") return kWrongType;
  if (keyword == "enum" || keyword == "const") return kNotAllowed;
  constexpr std::string_view kBounds[] = {
      "minimum",  "maximum",  "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength",
      "minItems", "maxItems", "minProperties",    "maxProperties",    "multipleOf"};
  for (const std::string_view bound : kBounds) {
    if (keyword == bound) return kOutOfBounds;
  }
  return kInvalid;
}

bool holds_hole(const Node& node) {
  if (!node.is_string() || !may_have_holes(node.as_string())) return false;
  for (const Piece& piece : parse_template(node.as_string())) {
    if (piece.kind == Piece::Kind::Variable || piece.kind == Piece::Kind::Macro) return true;
  }
  return false;
}

std::string shown(const Node& node) {
  if (node.is_secret()) return "a secret";
  if (node.is_string()) return quoted(node.as_string());
  if (node.is_null()) return "nothing";
  if (node.is_scalar()) return std::string(node.as_string());
  return std::string(kind_phrase(node.kind()));
}

constexpr std::size_t kFewKeys = 12;  // more are no help in a message

std::string_view published_name(DocumentKind kind) {
  return kind_name(kind == DocumentKind::Base ? DocumentKind::Job : kind);
}

// An object's key at fault stands at the key, everything else at the value.
Diagnostic describe(const schema::Violation& violation, const Node& root, DocumentKind kind) {
  const Node* node = root.at(violation.path);
  if (node == nullptr) node = &root;
  std::vector<std::string_view> allowed(violation.allowed.begin(), violation.allowed.end());
  Diagnostic found{&rule_for(violation.keyword), node->span(), {}, {}, {}};
  const std::string where = violation.path.empty() ? (kind == DocumentKind::Agent ? "an " : "a ") +
                                                         std::string(kind_name(kind))
                                                   : quoted(field_name(root, violation.path));
  if (found.rule == &kUnknownKey) {
    if (const Member* member = node->find_member(violation.subject)) found.span = member->key_span;
    found.message = "unknown key " + quoted(violation.subject) + " in " + where;
    // Keys with _ are for W&B's own server.
    std::erase_if(allowed, [](std::string_view key) { return key.starts_with('_'); });
    const std::string_view nearest = did_you_mean(violation.subject, allowed);
    found.suggestion = suggest(nearest);
    if (nearest.empty() && allowed.size() <= kFewKeys) {
      found.message += "; known are " + all_of(allowed);
    } else if (nearest.empty()) {
      found.suggestion =
          "`launch schema " + std::string(published_name(kind)) + "` prints all keys";
    }
  } else if (found.rule == &kMissingKey) {
    found.message = where + " has no " + quoted(violation.subject);
  } else {
    found.message = quoted(field_name(root, violation.path)) + ": ";
    if (violation.path.empty()) found.message = where + ": ";
    found.message += violation.message;
    if (found.rule != &kInvalid) found.message += ", and this is " + shown(*node);
    const bool wants_text = std::find(allowed.begin(), allowed.end(), "string") != allowed.end();
    if (found.rule == &kWrongType && wants_text && node->is_scalar() && !node->is_null()) {
      found.suggestion = "quote it: " + quoted(node->as_string());
    }
    if (found.rule == &kNotAllowed) {
      found.suggestion = suggest(did_you_mean(node->as_string(), allowed));
    }
  }
  return found;
}

// Where a null takes away what a weaker layer set, whatever the type, and without one is nothing.
// Nothing lies below a sweep but its launch block; W&B refuses it for any other null (the sweeps
// package, config/schema.json).
bool has_layers(DocumentKind kind, const std::vector<std::string>& path) {
  return kind != DocumentKind::Sweep || (!path.empty() && path.front() == "launch");
}

}  // namespace

std::string_view kind_name(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::Job:
      return "job";
    case DocumentKind::Base:
      return "base";
    case DocumentKind::Queue:
      return "queue";
    case DocumentKind::Agent:
      return "agent";
    case DocumentKind::Sweep:
      return "sweep";
  }
  return "document";
}

std::string_view schema_text(DocumentKind kind) { return shipped(kind).text; }

bool check_schema(const Node& root, DocumentKind kind, schema::Presence presence,
                  Diagnostics& diagnostics) {
  // What is right as a whole is right as a part: the schema of parts is only made when needed.
  std::vector<schema::Violation> violations =
      schema_of(kind, schema::Presence::Required).validate(instance_of(root));
  const bool whole = violations.empty();
  if (!whole && presence == schema::Presence::Optional) {
    violations = schema_of(kind, presence).validate(instance_of(root));
  }
  for (const schema::Violation& violation : violations) {
    const Node* node = root.at(violation.path);
    const bool removes = node != nullptr && node->is_null() && has_layers(kind, violation.path);
    if (removes || (node != nullptr && holds_hole(*node))) continue;
    diagnostics.report(describe(violation, root, kind));
  }
  return whole;
}

}  // namespace launch
