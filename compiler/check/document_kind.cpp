#include "compiler/check/document_kind.h"

#include "compiler/check/document_rules.h"

namespace launch {
namespace {

constexpr std::string_view kKindNames[] = {"job", "base", "queue", "agent", "sweep"};
constexpr DocumentKind kKinds[] = {DocumentKind::Job, DocumentKind::Base, DocumentKind::Queue,
                                   DocumentKind::Agent, DocumentKind::Sweep};

std::optional<DocumentKind> parse_kind(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kKinds); ++i) {
    if (kKindNames[i] == name) return kKinds[i];
  }
  return std::nullopt;
}

std::optional<DocumentKind> stated_kind(const Document& document, Diagnostics& diagnostics) {
  for (const Directive& directive : document.directives) {
    if (directive.kind != Directive::Kind::DocumentKind) continue;
    const std::optional<DocumentKind> kind = parse_kind(directive.argument);
    if (kind) return kind;
    diagnostics.report(
        {&kDirectiveMalformed,
         directive.span,
         "unknown kind " + quoted(directive.argument) + "; known are " + all_of(kKindNames),
         {},
         suggest(did_you_mean(directive.argument, kKindNames))});
  }
  return std::nullopt;
}

bool has(const Node& root, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    if (root.find(key) != nullptr) return true;
  }
  return false;
}

bool declares_variables(const Node& root) {
  const Node* variables = root.find("template_variables");
  if (variables == nullptr) return false;
  for (const Member& member : variables->members()) {
    if (member.value.is_mapping()) return true;
  }
  return false;
}

// A job is what has a field only jobs have, or resource_args.
bool resembles_job(const Node& root) {
  return has(root, {"job",
                    "git",
                    "image",
                    "docker",
                    "entry_point",
                    "command",
                    "overrides",
                    "queue",
                    "base_config",
                    "hyperparameters",
                    "resource_args",
                    "input_artifacts",
                    "args",
                    "output_artifacts",
                    "image_uri",
                    "uri",
                    "env",
                    "entity",
                    "project",
                    "resource",
                    "template_variables"});
}

std::vector<DocumentKind> kinds_by_shape(const Node& root) {
  std::vector<DocumentKind> kinds;
  if (has(root, {"method"}) && has(root, {"parameters"})) kinds.push_back(DocumentKind::Sweep);
  if (has(root, {"max_jobs", "queues"})) kinds.push_back(DocumentKind::Agent);
  const bool manifest = has(root, {"apiVersion"}) && has(root, {"kind"});
  const bool request = has(root, {"RoleArn", "ResourceConfig", "StoppingCondition",
                                  "AlgorithmSpecification", "OutputDataConfig"});
  const bool code =
      has(root, {"job", "git", "image", "entry_point", "command", "queue", "base_config"});
  if (manifest || request || (declares_variables(root) && !code))
    kinds.push_back(DocumentKind::Queue);
  if (kinds.empty() && resembles_job(root)) kinds.push_back(DocumentKind::Job);
  return kinds;
}

void report_unclear(const Node& root, const std::vector<DocumentKind>& kinds,
                    Diagnostics& diagnostics) {
  std::string fields_of;
  std::string choices = kinds.empty() ? "# launch: kind=job" : "";
  for (const DocumentKind kind : kinds) {
    const std::string name(kind_name(kind));
    fields_of += (fields_of.empty() ? "" : " and of ") +
                 std::string(name == "agent" ? "an " : "a ") + quoted(name);
    choices += (choices.empty() ? "" : " or ") + std::string("# launch: kind=") + name;
  }
  const Span place = root.members().empty() ? root.span() : root.members()[0].key_span;
  diagnostics.report({&kKindUnclear,
                      place,
                      kinds.empty()
                          ? "this is no job, queue, agent configuration or sweep that launch knows"
                          : "this document has the fields of " + fields_of,
                      {},
                      "say which it is in a comment at its top: " + choices});
}

std::string with_article(DocumentKind kind) {
  return (kind == DocumentKind::Agent ? "an agent configuration"
                                      : "a " + std::string(kind_name(kind)));
}

}  // namespace

void report_wrong_kind(const Node& root, DocumentKind seen, DocumentKind wanted,
                       Diagnostics& diagnostics) {
  const Span place = root.members().empty() ? root.span() : root.members()[0].key_span;
  diagnostics.report(
      {&kKindUnclear,
       place,
       "this is " + with_article(seen) + ", and " + with_article(wanted) + " is wanted here",
       {},
       "if it is a " + std::string(kind_name(wanted)) +
           ", say so in a comment at its top: # launch: kind=" + std::string(kind_name(wanted))});
}

KindResult kind_of(const Document& document, ExpectedKind expected, bool silent,
                   Diagnostics& diagnostics) {
  const Node& root = document.root;
  const std::optional<DocumentKind> stated = stated_kind(document, diagnostics);
  if (!root.is_mapping()) {
    const bool ours = stated || expected || !silent;
    if (ours) {
      diagnostics.report(
          {&kNotAMap, root.span(),
           "a map of fields is wanted, and this is " + std::string(kind_phrase(root.kind()))});
    }
    return {std::nullopt, !ours};
  }
  if (stated) return {stated};
  if (expected) return {expected};
  const std::vector<DocumentKind> kinds = kinds_by_shape(root);
  if (kinds.size() == 1) return {kinds[0]};
  if (!kinds.empty() || !silent) report_unclear(root, kinds, diagnostics);
  return {std::nullopt, kinds.empty()};
}

}  // namespace launch
