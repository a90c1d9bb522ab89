#include "compiler/import/kubernetes.h"

#include <algorithm>

#include "compiler/import/lift.h"
#include "compiler/import/literal.h"
#include "compiler/import/rules.h"
#include "compiler/target/kubernetes/judge.h"
#include "compiler/target/kubernetes/kubectl_yaml.h"
#include "compiler/target/kubernetes/kubernetes.h"
#include "compiler/target/kubernetes/pod_templates.h"
#include "compiler/target/tree.h"

namespace launch {
namespace {

std::string_view text_at(const Node& root, const Path& path) {
  const Node* node = root.at(path);
  return node == nullptr ? std::string_view() : node->as_string();
}

// Without what only a server sets, and ignores on create: what `kubectl get -o yaml` prints besides
// (https://kubernetes.io/docs/concepts/workloads/controllers/job/#specifying-your-own-pod-selector
// has the labels that the Job's controller adds).
Node without_server_fields(Node root, Arena& arena) {
  const bool from_server = root.at(Path{"metadata", "uid"}) != nullptr;
  std::vector<Path> gone{{"status"}};
  for (const char* field : {"creationTimestamp", "deletionTimestamp", "generation", "managedFields",
                            "resourceVersion", "selfLink", "uid"}) {
    gone.push_back({"metadata", field});
  }
  gone.push_back({"metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"});
  if (from_server) {
    gone.push_back({"spec", "selector"});
    for (const Path& labels :
         {Path{"metadata", "labels"}, Path{"spec", "template", "metadata", "labels"}}) {
      for (const char* label : {"controller-uid", "job-name", "batch.kubernetes.io/controller-uid",
                                "batch.kubernetes.io/job-name"}) {
        gone.push_back(labels / label);
      }
    }
  }
  for (const Path& path : gone) {
    if (root.at(path) != nullptr) root = with(root, path, Node(), root.span(), arena);
  }
  return root;
}

// Nulls say nothing to the API server, and would take away what a queue says.
Node without_nulls(const Node& node, Arena& arena) {
  if (node.is_scalar()) return node;
  if (node.is_sequence()) {
    std::vector<Node> items;
    for (const Node& item : node.items()) items.push_back(without_nulls(item, arena));
    return Node::sequence(arena.copy(std::span<const Node>(items)), node.span());
  }
  std::vector<Member> members;
  for (const Member& member : node.members()) {
    if (member.value.is_null()) continue;
    members.push_back({member.key, member.key_span, without_nulls(member.value, arena)});
  }
  return Node::mapping(arena.copy(std::span<const Member>(members)), node.span());
}

// One object that runs something.
class Workload {
 public:
  Workload(const Node& root, ImportContext& context) : context_(context) {
    object_ = without_nulls(without_server_fields(root, context.arena), context.arena);
    const std::string_view kind = text_at(object_, {"kind"});
    const bool batch = text_at(object_, {"apiVersion"}) == "batch/v1";
    if (batch && kind == "Job") job_spec_ = {"spec"};
    if (batch && kind == "CronJob") job_spec_ = {"spec", "jobTemplate", "spec"};
  }

  Draft run(const std::vector<Node>& beside) {
    Draft draft;
    draft.target = "kubernetes";
    draft.place = object_.span();
    name(draft);
    keep_retries();
    draft.original = with_beside(object_, beside);
    MappingBuilder job;
    if (is_job()) {
      lift(job_spec_ / "template", job);
    } else {
      name_image(job);
    }
    add_services(beside, job);
    draft.resource_args = literal_tree(object_, context_.arena, uses_braces_);
    draft.job = job.build(context_.arena, draft.place);
    MappingBuilder variables;
    if (uses_braces_) declare_braces(variables, draft.place, context_.arena);
    draft.variables = variables.build(context_.arena, draft.place);
    return draft;
  }

 private:
  bool is_job() const { return !job_spec_.empty(); }

  void name(Draft& draft) const {
    draft.name = text_at(object_, {"metadata", "name"});
    if (!draft.name.empty()) return;
    draft.name = text_at(object_, {"metadata", "generateName"});
    while (draft.name.ends_with('-')) draft.name.pop_back();
  }

  // What the API server takes where nothing is said, and launch would not
  // (k8s.io/kubernetes, pkg/apis/batch/v1/defaults.go, SetDefaults_Job).
  void keep_retries() {
    const Node* spec = is_job() ? object_.at(job_spec_) : nullptr;
    if (spec == nullptr || !spec->is_mapping() || spec->find("backoffLimit") != nullptr) return;
    const std::string_view limit =
        spec->find("backoffLimitPerIndex") != nullptr ? "2147483647" : "6";
    object_ = with(object_, job_spec_ / "backoffLimit",
                   Node::scalar(Kind::Integer, limit, spec->span()), spec->span(), context_.arena);
  }

  Node with_beside(const Node& object, const std::vector<Node>& beside) const {
    if (beside.empty()) return object;
    MappingBuilder view(object);
    view.set("additional_services", beside[0].span(),
             Node::sequence(context_.arena.copy(std::span<const Node>(beside)), beside[0].span()));
    return view.build(context_.arena, object.span());
  }

  // The container named `launch`, else the first, is the job's.
  Path main_container(const Path& pod) const {
    const Path containers = pod / "spec" / "containers";
    const Node* list = object_.at(containers);
    std::size_t main = 0;
    for (std::size_t i = 0; list != nullptr && i < list->items().size(); ++i) {
      if (text_at(list->items()[i], {"name"}) == "launch") {
        main = i;
        break;
      }
    }
    return containers / std::to_string(main);
  }

  void lift(const Path& pod, MappingBuilder& job) {
    const Path container = main_container(pod);
    const Node* there = object_.at(container);
    if (there == nullptr || !there->is_mapping()) return;
    const LiftContext lifting{context_.arena, uses_braces_};
    lift_text(object_, container / "image", "image", job, lifting);
    lift_words(object_, container / "command", "entry_point", job, lifting);
    lift_words(object_, container / "args", "args", job, lifting);
    lift_env(object_, container / "env", job, lifting);
  }

  // An object of several templates keeps its images; the job names the one that it is about.
  void name_image(MappingBuilder& job) {
    for (const Path& pod : kubernetes::find_pod_templates(object_)) {
      const Node* image = object_.at(main_container(pod) / "image");
      if (image == nullptr || !image->is_string() || image->as_string().empty()) continue;
      job.set("image", image->span(), literal_tree(*image, context_.arena, uses_braces_));
      return;
    }
  }

  void add_services(const std::vector<Node>& beside, MappingBuilder& job) {
    std::vector<Node> services;
    for (const Node& object : beside) {
      MappingBuilder service;
      service.set("config", object.span(), literal_tree(object, context_.arena, uses_braces_));
      services.push_back(service.build(context_.arena, object.span()));
    }
    if (services.empty()) return;
    job.set(
        "additional_services", services[0].span(),
        Node::sequence(context_.arena.copy(std::span<const Node>(services)), services[0].span()));
  }

  ImportContext& context_;
  Node object_;
  Path job_spec_;
  bool uses_braces_ = false;
};

// The items of lists as documents of their own.
void unfold(const Node& root, std::vector<Node>& objects) {
  const Node* items = root.find("items");
  const bool list = text_at(root, {"kind"}).ends_with("List") && items != nullptr;
  if (!list) return objects.push_back(root);
  for (const Node& item : items->items()) unfold(item, objects);
}

// Made anew for every run, as launch does with additional services.
bool is_for_one_run(const Node& object) {
  const std::string_view kind = text_at(object, {"kind"});
  return text_at(object, {"apiVersion"}) == "v1" && (kind == "ConfigMap" || kind == "Service");
}

void leave(const Node& object, ImportContext& context) {
  const std::string kind(text_at(object, {"kind"}));
  const bool known = !kind.empty();
  context.diagnostics.report(
      {&kImportResidue,
       object.find("kind") != nullptr ? object.find("kind")->span() : object.span(),
       known ? "this " + kind + " is not part of a job: it is there before and after one"
             : "this is no object of Kubernetes: it has no kind",
       {},
       known ? "keep its manifest, and create it with kubectl apply" : ""});
}

std::vector<Node> read_objects(SourceId source, ImportContext& context) {
  TargetContext target{context.arena, context.sources, context.diagnostics,
                       context.options.targets};
  std::vector<Node> objects;
  Diagnostics judged;
  const std::vector<Document> documents =
      read_yaml(source, context.sources, context.arena, context.diagnostics, {},
                &kubernetes::kKubectlDialect);
  for (const Document& document : documents) {
    unfold(kubernetes::as_kubectl_reads(document.root, target), objects);
  }
  for (const Node& object : objects) {
    if (!object.is_mapping()) continue;
    kubernetes::judge_object(object, target);
  }
  std::erase_if(objects, [](const Node& object) { return !object.is_mapping(); });
  return objects;
}

std::vector<Draft> read_kubernetes(SourceId source, ImportContext& context) {
  std::vector<Node> workloads;
  std::vector<Node> beside;
  for (const Node& object : read_objects(source, context)) {
    const bool runs = !kubernetes::find_pod_templates(object).empty();
    (runs ? workloads : beside).push_back(object);
  }
  const auto stays = [&](const Node& object) {
    const bool fits = is_for_one_run(object) && workloads.size() == 1;
    if (!fits && !workloads.empty()) leave(object, context);
    return !fits;
  };
  std::erase_if(beside, stays);
  std::vector<Draft> drafts;
  for (const Node& workload : workloads) {
    drafts.push_back(Workload(workload, context).run(beside));
  }
  if (drafts.empty() && !context.diagnostics.has_errors()) {
    const auto end = static_cast<std::uint32_t>(context.sources.text(source).size());
    context.diagnostics.report({&kImportBroken,
                                {source, 0, std::min<std::uint32_t>(end, 1)},
                                "nothing here runs containers: an object with a pod template is "
                                "wanted, such as a Job"});
  }
  return drafts;
}

// The job's own fields, and the objects beside it.
Node rendered_view(const Compiled& compiled, Arena& arena) {
  if (compiled.artifacts.empty()) return {};
  const Manifest* manifest = std::get_if<Manifest>(&compiled.artifacts[0].content);
  if (manifest == nullptr || manifest->documents.empty()) return {};
  const std::span<const Node> documents = manifest->documents;
  const Node* services = compiled.spec.root.find("additional_services");
  const std::size_t count = services == nullptr ? 0 : services->items().size();
  if (count == 0 || count >= documents.size()) return documents.back();
  const std::span<const Node> beside = documents.subspan(documents.size() - 1 - count, count);
  MappingBuilder view(documents.back());
  view.set("additional_services", services->span(),
           Node::sequence(arena.copy(beside), services->span()));
  return view.build(arena, documents.back().span());
}

std::string_view list_key(std::span<const std::string> path) {
  return kubernetes_target.list_key(path);
}

}  // namespace

const Importer kubernetes_importer{"kubernetes",
                                   "manifests: a Job, CronJob, Pod or custom resource",
                                   read_kubernetes, rendered_view, list_key};

}  // namespace launch
