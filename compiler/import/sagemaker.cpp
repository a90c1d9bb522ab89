#include "compiler/import/sagemaker.h"

#include "compiler/import/lift.h"
#include "compiler/import/literal.h"
#include "compiler/import/rules.h"
#include "compiler/target/sagemaker/sagemaker.h"

namespace launch {
namespace {

Draft draft_of(const Node& request, ImportContext& context) {
  bool uses_braces = false;
  const LiftContext lifting{context.arena, uses_braces};
  Draft draft;
  draft.target = "sagemaker";
  draft.place = request.span();
  draft.original = request;
  if (const Node* name = request.find("TrainingJobName")) draft.name = name->as_string();
  Node block = request;
  MappingBuilder job;
  lift_text(block, {"AlgorithmSpecification", "TrainingImage"}, "image", job, lifting);
  lift_words(block, {"AlgorithmSpecification", "ContainerEntrypoint"}, "entry_point", job, lifting);
  lift_words(block, {"AlgorithmSpecification", "ContainerArguments"}, "args", job, lifting);
  lift_env(block, {"Environment"}, job, lifting);
  draft.resource_args = literal_tree(block, context.arena, uses_braces);
  draft.job = job.build(context.arena, draft.place);
  MappingBuilder variables;
  if (uses_braces) declare_braces(variables, draft.place, context.arena);
  draft.variables = variables.build(context.arena, draft.place);
  return draft;
}

std::vector<Draft> read_sagemaker(SourceId source, ImportContext& context) {
  std::vector<Draft> drafts;
  for (const Document& document :
       read_yaml(source, context.sources, context.arena, context.diagnostics)) {
    if (!document.root.is_mapping()) {
      context.diagnostics.report({&kImportBroken, document.root.span(),
                                  "a CreateTrainingJob request is a map, and this is " +
                                      std::string(kind_phrase(document.root.kind()))});
      continue;
    }
    sagemaker_target.judge(
        {document.root,
         {context.arena, context.sources, context.diagnostics, context.options.targets}});
    drafts.push_back(draft_of(document.root, context));
  }
  return drafts;
}

Node rendered_view(const Compiled& compiled, Arena&) {
  if (compiled.artifacts.empty()) return {};
  const Request* request = std::get_if<Request>(&compiled.artifacts[0].content);
  return request == nullptr ? Node() : request->body;
}

std::string_view list_key(std::span<const std::string> path) {
  return path.size() == 1 && path[0] == "Tags" ? "Key" : "";
}

}  // namespace

const Importer sagemaker_importer{"sagemaker", "a CreateTrainingJob request", read_sagemaker,
                                  rendered_view, list_key};

}  // namespace launch
