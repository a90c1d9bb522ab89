#include <array>

#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/check/container.h"
#include "compiler/target/kubernetes/check/container_rules.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

// Whether the value is made of the one that the variable had before.
bool builds_on(std::string_view value, std::string_view name) {
  for (std::size_t at = value.find("$("); at != std::string_view::npos;
       at = value.find("$(", at + 1)) {
    const std::string_view rest = value.substr(at + 2);
    if (rest.starts_with(name) && rest.substr(name.size()).starts_with(')')) {
      return value.size() != name.size() + 3;  // X: $(X) only hides it
    }
  }
  return false;
}

// Source: k8s.io/kubernetes pkg/api/pod/warnings.go warningsForPodSpecAndMeta
void warn_if_hidden(const Field& variable, SeenNames& names) {
  const Field name = variable["name"];
  const std::string_view text = name.text_or_empty();
  if (text.empty() || name.unknown()) return;
  const Field* before = names.add(text, name);
  if (before == nullptr) return;
  const Field value = variable["value"];
  if (value.unknown()) return;
  if (variable["valueFrom"].absent() && builds_on(value.text_or_empty(), text)) return;
  name.report_with(kHiddenVariable,
                   "the variable " + quoted(text) +
                       " is set twice, the last one "
                       "counts",
                   *before, "this one is hidden");
}

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go ValidateEnv
void check_variables(const Field& list, PodView& pod) {
  SeenNames names;
  for (const Field variable : list.items()) {
    if (!is_object(variable)) continue;
    const Field name = variable["name"];
    if (require_text(name))
      name.report(kBadName, check_env_name(name.text_or_empty(), name.judgement().minor));
    check_variable_source(variable, pod);
    if (list.size() > 1) warn_if_hidden(variable, names);
  }
}

void check_source_name(const Field& source) {
  if (!source.is_map()) return;
  const Field name = source["name"];
  if (require_text(name)) name.report(kBadName, check_name_prefix(name.text_or_empty()));
}

// The server blames the whole list; the note tells which item.
void report_sources(const Field& list, const Field& item, std::string_view what) {
  list.report_key_with(kOneOf, item.name() + " " + std::string(what), {{item.span(), "this item"}});
}

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go ValidateEnvFrom
void check_imports(const Field& list) {
  for (const Field item : list.items()) {
    if (!is_object(item)) continue;
    const Field prefix = item["prefix"];
    if (!prefix.empty() && prefix.is_text()) {
      prefix.report(kBadName, check_env_name(prefix.text_or_empty(), prefix.judgement().minor));
    }
    const Field config_map = item["configMapRef"];
    const Field secret = item["secretRef"];
    check_source_name(config_map);
    check_source_name(secret);
    if (config_map.absent() && secret.absent()) {
      report_sources(list, item, "has no source, expected configMapRef or secretRef");
    } else if (config_map.present() && secret.present()) {
      report_sources(list, item, "has two sources, expected either configMapRef or secretRef");
    }
  }
}

}  // namespace

void check_environment(const Field& container, PodView& pod) {
  check_variables(container["env"], pod);
  check_imports(container["envFrom"]);
}

}  // namespace launch::kubernetes
