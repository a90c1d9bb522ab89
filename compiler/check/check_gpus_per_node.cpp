#include <algorithm>

#include "compiler/check/check.h"
#include "compiler/check/rules.h"

namespace launch {
namespace {

struct Processes {
  std::int64_t count = 0;
  Span span;
  std::string_view option;
};

bool runs(const std::vector<CommandWord>& words, std::string_view program) {
  return std::any_of(words.begin(), words.end(), [program](const CommandWord& word) {
    return word.text == program || word.text.ends_with("/" + std::string(program));
  });
}

std::optional<Processes> processes_of(const NamedText* option) {
  if (option == nullptr) return std::nullopt;
  // "gpu", "auto" and "cpu" are right by definition.
  const auto count = whole_number(option->text);
  if (!count || *count <= 0) return std::nullopt;
  return Processes{*count, option->span, option->name};
}

// How many processes the launcher starts on one node.
std::optional<Processes> processes_per_node(const CheckContext& context) {
  const std::vector<CommandWord>& words = context.facts.words;
  const std::vector<NamedText>& options = context.facts.options;
  if (auto found = processes_of(find_named(options, {"nproc_per_node"}))) return found;
  if (runs(words, "deepspeed")) return processes_of(find_named(options, {"num_gpus"}));
  if (!runs(words, "accelerate")) return std::nullopt;
  // accelerate counts the processes of all machines
  // (https://huggingface.co/docs/accelerate/package_reference/cli).
  auto found = processes_of(find_named(options, {"num_processes"}));
  const auto machines = processes_of(find_named(options, {"num_machines"}));
  if (!found || !machines) return found;
  if (found->count % machines->count != 0) return std::nullopt;
  found->count /= machines->count;
  return found;
}

}  // namespace

void check_gpus_per_node(const CheckContext& context) {
  const auto processes = processes_per_node(context);
  if (!processes) return;
  for (const GpuCount& gpus : gpu_counts(context)) {
    if (gpus.count == processes->count) continue;
    const bool too_many = processes->count > gpus.count;
    context.diagnostics.report(
        {&kGpusPerNode,
         processes->span,
         std::string(processes->option) + " starts " + counted(processes->count, "process") +
             " a node, but the node gets " + counted(gpus.count, "GPU") +
             (too_many ? "" : ": the others stay idle"),
         {{gpus.span, std::string(gpus.field) + " asks for " + counted(gpus.count, "GPU")}},
         {}});
  }
}

}  // namespace launch
