#include "compiler/target/kubernetes/judge.h"

#include <algorithm>
#include <array>

#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/gates.h"
#include "compiler/target/kubernetes/judge_custom.h"
#include "compiler/target/kubernetes/judge_schema.h"
#include "compiler/target/kubernetes/kubectl_yaml.h"
#include "compiler/target/kubernetes/pod_templates.h"
#include "compiler/target/kubernetes/rules.h"
#include "compiler/target/text.h"

namespace launch::kubernetes {
namespace {

constexpr std::array kMinors{36, 35, 34, 33, 32};
// Of a Job, a CronJob or any other kind that makes pods.
constexpr std::string_view kInsidePod = ".template.spec.";

std::string_view text_of(const Node& root, std::string_view key) {
  const Node* value = root.find(key);
  return value != nullptr && value->is_string() ? value->as_string() : std::string_view();
}

// Absent where the object is shaped otherwise.
Field at(const Field& root, const Path& path) {
  Field field = root;
  for (const std::string& step : path) {
    const bool item = field.is_list() && is_digit(step.front());
    field = item ? field.item(std::stoul(step)) : field[step];
  }
  return field;
}

// The kinds whose every field is known.
struct KnownKind {
  std::string_view name;
  ApiType type;
  Path pod_template;
  void (*check)(const Field&);
};

const KnownKind* find_kind(const Node& root) {
  static const std::array<KnownKind, 2> kKinds{
      {{"Job", ApiType::Job, {"spec", "template"}, check_job},
       {"CronJob", ApiType::CronJob, {"spec", "jobTemplate", "spec", "template"}, check_cron_job}}};
  if (text_of(root, "apiVersion") != "batch/v1") return nullptr;
  const auto* kind = std::find_if(kKinds.begin(), kKinds.end(), [&](const KnownKind& known) {
    return known.name == text_of(root, "kind");
  });
  return kind == kKinds.end() ? nullptr : kind;
}

// The object as the server has it when it judges what the fields mean, after it has decoded it and
// dropped what it has no use for.
Node heeded(const Field& object, std::span<const Path> pod_templates, Arena& arena) {
  std::vector<const Node*> dropped;
  for (const Path& path : pod_templates) find_dropped(at(object, path), dropped);
  return dropped.empty() ? object.node() : without(object.node(), dropped, arena);
}

void judge_known(const KnownKind& kind, Judgement& whole, Arena& arena) {
  const Field object(whole);
  judge_schema(object, kind.type);
  const Node root = heeded(object, {&kind.pod_template, 1}, arena);
  Judgement rest = whole.with_root(root);
  kind.check(Field(rest));
}

// Whatever its fields mean: where it describes pods, they are to become pods. `typed`: the object's
// own schema has judged their types.
void judge_pods(Judgement whole, bool typed, Arena& arena) {
  whole.advice = true;
  const Field object(whole);
  const std::vector<Path> pods = find_pod_templates(whole.root);
  for (const Path& path : pods) {
    if (!typed) judge_schema(at(object, path), ApiType::PodTemplate);
  }
  const Node root = heeded(object, pods, arena);
  Judgement rest = whole.with_root(root);
  for (const Path& path : pods) check_pod_template(at(Field(rest), path), {});
}

// What every object says of itself.
bool names_its_kind(const Field& object) {
  bool both = true;
  for (const char* key : {"apiVersion", "kind"}) {
    if (object[key].is_text() && !object[key].empty()) continue;
    object[key].report(kMissingField, std::string("a Kubernetes object needs ") + key);
    both = false;
  }
  return both;
}

// The group whose kinds are all known has no others.
bool in_batch(const Node& root) {
  const std::string_view version = text_of(root, "apiVersion");
  return version == "batch" || version.starts_with("batch/");
}

void report_absent_kind(const Field& object) {
  const std::string_view version = object["apiVersion"].text_or_empty();
  const std::string_view kind = object["kind"].text_or_empty();
  const bool current = version == "batch/v1";
  constexpr std::string_view kKinds[] = {"CronJob", "Job"};
  (current ? object["kind"] : object["apiVersion"])
      .report(kUnsupportedValue, "the API server has no " + quoted(kind) + " in " + quoted(version),
              suggest(current ? did_you_mean(kind, kKinds) : "batch/v1"));
}

void report_unknown_kind(const Field& object) {
  const std::string_view version = object["apiVersion"].text_or_empty();
  object["kind"].report(kNotChecked,
                        quoted(object["kind"].text_or_empty()) + " of " + quoted(version) +
                            " is not known here: only the pod templates in it are checked",
                        "give its CustomResourceDefinition with --schema");
}

}  // namespace

std::span<const int> known_minors() { return kMinors; }

int minor_of(std::string_view version) {
  if (version.empty()) return kMinors.front();
  if (version.starts_with('v')) version.remove_prefix(1);
  if (!version.starts_with("1.")) return 0;
  const std::string_view minor = version.substr(2, version.find('.', 2) - 2);
  const auto found = std::find_if(kMinors.begin(), kMinors.end(),
                                  [&](int known) { return std::to_string(known) == minor; });
  return found == kMinors.end() ? 0 : *found;
}

bool judge_object(const Node& root, const TargetContext& context, const Node* written) {
  Judgement judgement{root, context.sources, context.diagnostics,
                      minor_of(context.options.kubernetes_version), kInsidePod};
  judgement.written = written;
  if (const KnownKind* kind = find_kind(root)) {
    judge_known(*kind, judgement, context.arena);
    return true;
  }
  const bool known = judge_custom(Field(judgement), context.options.schemas);
  judge_pods(judgement, known, context.arena);
  if (known || !in_batch(root)) return known;
  report_absent_kind(Field(judgement));
  return true;
}

namespace {

// A List is as many objects.
void judge_document(const Node& root, const TargetContext& context) {
  Judgement judgement{root, context.sources, context.diagnostics,
                      minor_of(context.options.kubernetes_version), kInsidePod};
  const Field object(judgement);
  if (!root.is_mapping()) {
    object.report(kWrongType, "expected a map with apiVersion and kind, and this is " +
                                  std::string(kind_phrase(root.kind())));
    return;
  }
  if (text_of(root, "kind") == "List" && text_of(root, "apiVersion") == "v1") {
    for (const Field& item : object["items"].items()) judge_document(item.node(), context);
    return;
  }
  if (!names_its_kind(object)) return;
  if (!judge_object(root, context)) report_unknown_kind(object);
}

}  // namespace

void judge_finished(const FinishedInput& input) {
  const std::size_t before = input.context.diagnostics.all().size();
  const Node root = as_kubectl_reads(input.root, input.context);
  if (root.is_null()) return;  // kubectl passes over empty documents
  judge_document(root, input.context);
  const bool typed = find_kind(root) != nullptr;
  warn_of_misread(input.root, typed, before, input.context);
}

}  // namespace launch::kubernetes
