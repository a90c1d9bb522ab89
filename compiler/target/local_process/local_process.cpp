#include "compiler/target/local_process/local_process.h"

#include <array>

#include "compiler/target/checkpoint.h"
#include "compiler/target/portability.h"
#include "compiler/target/words.h"

namespace launch {
namespace {

inline constexpr Rule kNoCommand{"local-process/no-command", Severity::Error,
                                 "a local process without a command",
                                 "Without a container there is no image with an entrypoint, so the "
                                 "job has to say what runs: set "
                                 "command or entry_point."};
inline constexpr Rule kImage{
    "local-process/image", Severity::Error, "an image for a job that runs without a container",
    "local-process runs the command on this machine; an image would be ignored, and W&B Launch "
    "refuses "
    "it (wandb/sdk/launch/_project_spec.py). Use target docker, or remove the image."};
inline constexpr Rule kArguments{"local-process/arguments", Severity::Error,
                                 "resource arguments for a process without a container",
                                 "local-process has no settings of its own; what "
                                 "resource_args.local-process holds would be lost."};
constexpr std::array<const Rule*, 3> kRules{&kNoCommand, &kImage, &kArguments};

// The shell's limit for one variable is far above this; W&B splits here (utils.py,
// MAX_ENV_LENGTHS).
constexpr std::size_t kLongestVariable = 32670;

Node normalise_args(const Node& args, TargetContext&) { return args; }

void judge(const Spec& spec, TargetContext& context) {
  if (spec.source == SourceKind::Image && spec.image.valid()) {
    context.diagnostics.report(
        {&kImage,
         spec.source_node.span(),
         "target local-process runs no container, and the job names an image",
         {},
         "use target docker"});
  }
  const Node* block = spec.resource_args.find("local-process");
  if (block != nullptr && block->size() > 0) {
    context.diagnostics.report(
        {&kArguments, block->span(),
         "target local-process has no resource arguments; these would be lost"});
  }
}

// Nothing is mounted: the folder of the machine is the one that the code is told.
Spec with_own_folder(const Spec& spec, TargetContext& context) {
  const std::optional<Checkpoint> checkpoint = checkpoint_of(spec);
  if (!checkpoint) return spec;
  const Member* place = judge_checkpoint(*checkpoint, "local-process", context.diagnostics);
  if (place == nullptr) return spec;
  report_other_folder(checkpoint->path, "local-process", place->value.as_string(),
                      context.diagnostics);
  return with_checkpoint_path(spec, place->value, context.arena);
}

Artifact emit(const Spec& whole, TargetContext& context) {
  judge(whole, context);
  const Spec spec = with_own_folder(whole, context);
  Argv argv;
  const WandbEnvContext wandb{context.arena, context.sources, context.options.base_url,
                              kLongestVariable};
  for (const EnvVar& variable : wandb_variables(spec, wandb)) {
    argv.environment.push_back({variable.name, variable.value});
  }
  for (const EnvVar& variable : spec.env)
    argv.environment.push_back({variable.name, variable.value});
  for (std::size_t i = 0; i < spec.entry.size(); ++i) {
    argv.words.push_back({spec.entry[i], numbered_field("command", i, context.arena)});
  }
  for (std::size_t i = 0; i < spec.args.size(); ++i) {
    argv.words.push_back({spec.args[i], numbered_field("args", i, context.arena)});
  }
  const bool has_source = spec.source != SourceKind::None;
  if (spec.entry.empty() && has_source) {
    context.diagnostics.report({&kNoCommand, spec.source_node.span(),
                                "target local-process needs a command or an entry_point"});
  }
  report_secrets_in_words(argv, context.diagnostics);
  report_dropped_fields(spec, "local-process", context.diagnostics);
  return {"local-process", std::move(argv)};
}

}  // namespace

const Target local_process_target{"local-process",
                                  {},
                                  "a process on this machine, without a container",
                                  kRules,
                                  normalise_args,
                                  emit,
                                  nullptr,
                                  nullptr};

}  // namespace launch
