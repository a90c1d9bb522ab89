#include "compiler/import/vertex.h"

#include <algorithm>

#include "compiler/import/lift.h"
#include "compiler/import/literal.h"
#include "compiler/import/rules.h"
#include "compiler/spec/schema_rules.h"
#include "compiler/target/tree.h"
#include "compiler/target/vertex/forms.h"
#include "compiler/target/vertex/vertex.h"

namespace launch {
namespace {

const Path kPools{"jobSpec", "workerPoolSpecs"};

std::string_view image_of(const Node& pool) {
  const Node* image = pool.at(Path{"containerSpec", "imageUri"});
  return image == nullptr || !image->is_string() ? std::string_view() : image->as_string();
}

// One CustomJob, every field in the place that the API has for it.
class CustomJob {
 public:
  // `block`: the request with what only the client that submits has a use for.
  CustomJob(const Node& block, const Node& request, ImportContext& context)
      : context_(context), original_(request), request_(block) {}

  Draft run() {
    Draft draft;
    draft.target = "vertex";
    draft.place = request_.span();
    draft.original = original_;
    if (const Node* name = request_.find("displayName")) draft.name = name->as_string();
    MappingBuilder job;
    images(job);
    lift(job);
    draft.resource_args = literal_tree(request_, context_.arena, uses_braces_);
    draft.job = job.build(context_.arena, draft.place);
    MappingBuilder variables;
    if (uses_braces_) declare_braces(variables, draft.place, context_.arena);
    draft.variables = variables.build(context_.arena, draft.place);
    return draft;
  }

 private:
  std::span<const Node> pools() const {
    const Node* pools = request_.at(kPools);
    return pools == nullptr ? std::span<const Node>() : pools->items();
  }

  // One image of all pools is the job's; else each keeps its own, and the job names the first.
  void images(MappingBuilder& job) {
    const std::span<const Node> all = pools();
    const auto first = std::find_if(all.begin(), all.end(),
                                    [](const Node& pool) { return !image_of(pool).empty(); });
    if (first == all.end()) return package(job);
    const Node& image = *first->at(Path{"containerSpec", "imageUri"});
    job.set("image", image.span(), literal_tree(image, context_.arena, uses_braces_));
    const bool same = std::all_of(all.begin(), all.end(), [&](const Node& pool) {
      return image_of(pool) == image.as_string();
    });
    if (!same) return;
    const std::size_t count = all.size();
    for (std::size_t i = 0; i < count; ++i) {
      const Path place = kPools / std::to_string(i) / "containerSpec" / "imageUri";
      request_ = with(request_, place, Node(), request_.span(), context_.arena);
    }
  }

  // A Python package runs in an image of Google's.
  void package(MappingBuilder& job) {
    for (const Node& pool : pools()) {
      const Node* image = pool.at(Path{"pythonPackageSpec", "executorImageUri"});
      if (image == nullptr || !image->is_string() || image->as_string().empty()) continue;
      job.set("image", image->span(), literal_tree(*image, context_.arena, uses_braces_));
      return;
    }
  }

  // What the job says goes to every pool, so that only that of a single pool is the job's.
  void lift(MappingBuilder& job) {
    if (pools().size() != 1) return;
    const bool runs_package = pools()[0].find("pythonPackageSpec") != nullptr;
    const Path task = kPools / "0" / (runs_package ? "pythonPackageSpec" : "containerSpec");
    const LiftContext lifting{context_.arena, uses_braces_};
    if (!runs_package) lift_words(request_, task / "command", "entry_point", job, lifting);
    lift_words(request_, task / "args", "args", job, lifting);
    lift_env(request_, task / "env", job, lifting);
  }

  ImportContext& context_;
  Node original_, request_;
  bool uses_braces_ = false;
};

// A worker pool alone, as people keep it beside the call that sends it.
bool is_pool(const Node& root) {
  constexpr std::string_view kOfPool[] = {"machineSpec",       "machine_spec",
                                          "containerSpec",     "container_spec",
                                          "pythonPackageSpec", "python_package_spec"};
  return std::any_of(std::begin(kOfPool), std::end(kOfPool),
                     [&](std::string_view key) { return root.find(key) != nullptr; });
}

Node with_pool(const Node& root, Arena& arena) {
  if (!is_pool(root)) return root;
  const Node pools = Node::sequence(arena.copy(std::span<const Node>(&root, 1)), root.span());
  return MappingBuilder().set("workerPoolSpecs", root.span(), pools).build(arena, root.span());
}

// The job with every field in its place. What has none in a CustomJob is left out, and said.
Node placed(const Node& root, ImportContext& context) {
  Diagnostics found;
  TargetContext target{context.arena, context.sources, found, context.options.targets};
  const Node block = vertex::normalise_forms(with_pool(root, context.arena), target);
  for (const Diagnostic& diagnostic : found.all()) {
    if (diagnostic.rule == &kUnknownKey) {
      context.diagnostics.report({&kImportResidue, diagnostic.span,
                                  "a CustomJob has no field of this name, so that it does not "
                                  "come back"});
    } else {
      context.diagnostics.report(diagnostic);
    }
  }
  return block;
}

std::vector<Draft> read_vertex(SourceId source, ImportContext& context) {
  std::vector<Draft> drafts;
  for (const Document& document :
       read_yaml(source, context.sources, context.arena, context.diagnostics)) {
    const Node& root = document.root;
    if (!root.is_mapping()) {
      context.diagnostics.report(
          {&kImportBroken, root.span(),
           "a CustomJob is a map, and this is " + std::string(kind_phrase(root.kind()))});
      continue;
    }
    const Node block = placed(root, context);
    const Node request = vertex::request_of(block, context.arena);
    if (request.at(kPools) == nullptr) {
      context.diagnostics.report({&kImportBroken, root.span(),
                                  "nothing here runs: a CustomJob with worker pools is wanted"});
      continue;
    }
    const bool wandb = root.find("run") != nullptr && root.find("spec") != nullptr;
    if (!wandb) {
      vertex_target.judge(
          {root, {context.arena, context.sources, context.diagnostics, context.options.targets}});
    }
    drafts.push_back(CustomJob(block, request, context).run());
  }
  return drafts;
}

Node rendered_view(const Compiled& compiled, Arena&) {
  if (compiled.artifacts.empty()) return {};
  const Request* request = std::get_if<Request>(&compiled.artifacts[0].content);
  return request == nullptr ? Node() : request->body;
}

std::string_view list_key(std::span<const std::string> path) { return vertex::list_key(path); }

}  // namespace

const Importer vertex_importer{"vertex", "a CustomJob of Vertex AI, or gcloud's --config",
                               read_vertex, rendered_view, list_key};

}  // namespace launch
