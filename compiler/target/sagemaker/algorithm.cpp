#include "compiler/target/job_words.h"
#include "compiler/target/sagemaker/emit.h"

namespace launch::sagemaker {
namespace {

const Path kAlgorithm{"AlgorithmSpecification"};

void lay_image(const Spec& spec, Tree& tree) {
  const Path place = kAlgorithm / "TrainingImage";
  if (!spec.image.valid()) {
    // An algorithm of the Marketplace has its own; a queue or base alone runs whatever its jobs do.
    if (tree.has(kAlgorithm / "AlgorithmName")) return;
    return tree.complete(place, tree.built_in("IMAGE", "no image is known").with_deferred());
  }
  // ${image_uri} is there for what is built: a request that names its own image has meant it.
  const bool built = spec.source != SourceKind::Image;
  if (built && tree.has(place)) return;
  tree.lay(place, spec.image, spec.image.span(), "image");
}

void lay_words(const std::vector<Node>& words, std::string_view field, std::string_view name,
               Tree& tree, Arena& arena) {
  if (words.empty()) return;
  const Node list = list_of_texts(words, arena);
  tree.lay(kAlgorithm / field, list, list.span(), name);
}

}  // namespace

void fill_algorithm(const Spec& spec, Tree& tree, TargetContext& context) {
  lay_image(spec, tree);
  lay_words(spec.entry, "ContainerEntrypoint", "command", tree, context.arena);
  lay_words(spec.args, "ContainerArguments", "args", tree, context.arena);
  tree.complete(kAlgorithm / "TrainingInputMode", "File", "W&B Launch's default");
}

}  // namespace launch::sagemaker
