// What W&B's agent makes of a manifest that launch makes otherwise
// (wandb/sdk/launch/runner/kubernetes_runner.py, kubernetes_monitor.py).
#include "compiler/wandb/blocks.h"
#include "compiler/wandb/rules.h"

namespace launch::wandb {
namespace {

class Manifests {
 public:
  Manifests(const Compiled& job, const Node& object, const SpecContext& context)
      : job_(job), object_(object), context_(context) {}

  void tell() const {
    tell_metadata();
    const std::string_view kind = text(Path{"kind"});
    if (!text(Path{"apiVersion"}).starts_with("batch/")) return tell_custom();
    if (kind == "CronJob") {
      return differs(Path{"kind"},
                     "W&B's agent adds a Job's fields to a CronJob, and fills none of its "
                     "containers");
    }
    const Node* completions = object_.at(Path{"spec", "completions"});
    if (completions != nullptr && completions->is_number() && completions->as_double() > 1) {
      differs(Path{"spec", "completions"},
              "W&B's agent takes the job for finished at its first completion");
    }
    const Node* limit = object_.at(Path{"spec", "backoffLimit"});
    if (limit != nullptr && limit->is_number() && limit->as_double() > 0) {
      differs(Path{"spec", "backoffLimit"},
              "W&B's agent takes the job for failed at its first failed pod, whatever backoffLimit "
              "says");
    }
    if (object_.at(Path{"spec", "template", "spec", "imagePullSecrets"}) != nullptr) {
      differs(Path{"spec", "template", "spec", "imagePullSecrets"},
              "W&B's agent replaces imagePullSecrets by the login of its registry, where it has "
              "one");
    }
  }

 private:
  void tell_metadata() const {
    if (object_.at(Path{"metadata", "namespace"}) == nullptr) {
      at(job_.spec.source_node.span(),
         "W&B's agent creates it in the namespace \"default\" where the manifest names none; "
         "launch leaves that to kubectl");
    }
    const Node* name = object_.at(Path{"metadata", "generateName"});
    if (name != nullptr && is_of_user(*name)) {
      differs(Path{"metadata", "generateName"},
              "W&B's agent makes generateName itself, of the run's name without its digits");
    }
  }

  // A kind that Kubernetes itself does not have.
  void tell_custom() const {
    at(job_.spec.source_node.span(),
       "W&B's agent writes WANDB_API_KEY into a custom resource as plain text");
    if (!job_.spec.entry.empty()) {
      at(job_.spec.entry.front().span(),
         "W&B's agent gives the entry point of a job to no custom resource");
    }
    const Node* name = object_.at(Path{"metadata", "name"});
    const bool named = name != nullptr && is_of_user(*name);
    if (named || object_.at(Path{"metadata", "generateName"}) != nullptr) return;
    differs(Path{"kind"},
            "W&B's agent gives a custom resource no name, and the API server refuses one without");
  }

  std::string_view text(const Path& path) const {
    const Node* value = object_.at(path);
    return value == nullptr ? std::string_view() : value->as_string();
  }
  bool is_of_user(const Node& node) const {
    return context_.sources.kind(node.span().source) != SourceMap::Kind::BuiltIn;
  }
  void differs(const Path& path, std::string message) const {
    const Node* value = object_.at(path);
    const bool there = value != nullptr && is_of_user(*value);
    at(there ? value->span() : job_.spec.source_node.span(), std::move(message));
  }
  void at(Span span, std::string message) const {
    context_.diagnostics.report({&kDiffers, span, std::move(message)});
  }

  const Compiled& job_;
  const Node& object_;
  const SpecContext& context_;
};

}  // namespace

void tell_manifest_differences(const Compiled& job, const SpecContext& context) {
  const Artifact* artifact = artifact_of(job, "kubernetes");
  const Manifest* manifest =
      artifact == nullptr ? nullptr : std::get_if<Manifest>(&artifact->content);
  if (manifest == nullptr || manifest->documents.empty()) return;
  Manifests(job, manifest->documents.back(), context).tell();
}

}  // namespace launch::wandb
