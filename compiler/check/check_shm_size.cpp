#include <algorithm>

#include "compiler/check/check.h"
#include "compiler/check/rules.h"

namespace launch {
namespace {

// What needs more shared memory than Docker's 64 MB.
struct Reason {
  Span span;
  std::string message;
};

std::optional<Reason> worker_count(std::string_view name, std::optional<std::int64_t> count,
                                   Span span) {
  if (!count || *count < 2) return std::nullopt;
  return Reason{span, std::string(name) + " starts " + counted(*count, "process")};
}

constexpr std::string_view kWorkers[] = {"num_workers", "dataloader_num_workers",
                                         "dataloader.num_workers"};

bool names_workers(std::string_view name) {
  return std::any_of(std::begin(kWorkers), std::end(kWorkers),
                     [name](std::string_view one) { return same_name(name, one); });
}

std::optional<Reason> in_hyperparameters(const Node& map) {
  for (const Member& member : map.members()) {
    if (names_workers(member.key)) {
      auto reason = worker_count(member.key, whole_number(&member.value), member.value.span());
      if (reason) return reason;
    }
    if (auto reason = in_hyperparameters(member.value)) return reason;
  }
  return std::nullopt;
}

std::optional<Reason> in_arguments(const CheckContext& context) {
  const std::vector<NamedText>& options = context.facts.options;
  for (const NamedText& option : options) {
    if (!names_workers(option.name) && !same_name(option.name, "nproc_per_node")) continue;
    if (auto reason = worker_count(option.name, whole_number(option.text), option.span)) {
      return reason;
    }
  }
  return std::nullopt;
}

// Any of: --shm-size, --ipc, something mounted over /dev/shm.
bool has_shared_memory(const Node& node) {
  if (node.is_string()) return node.as_string().find("/dev/shm") != std::string_view::npos;
  const auto& items = node.items();
  if (std::any_of(items.begin(), items.end(), has_shared_memory)) return true;
  return std::any_of(node.members().begin(), node.members().end(), [](const Member& member) {
    return same_name(member.key, "shm_size") || same_name(member.key, "ipc") ||
           member.key.find("/dev/shm") != std::string_view::npos || has_shared_memory(member.value);
  });
}

}  // namespace

void check_shm_size(const CheckContext& context) {
  for (const TargetBlock& block : context.facts.blocks) {
    if (block.target != "docker" || has_shared_memory(block.block)) continue;
    auto reason = in_hyperparameters(context.spec.hyperparameters);
    if (!reason) reason = in_arguments(context);
    if (!reason) continue;
    context.diagnostics.report(
        {&kShmSize,
         reason->span,
         reason->message + " that share memory, but the container gets only Docker's 64 MB of it",
         {},
         "set shm_size: 8g or ipc: host in resource_args.docker"});
  }
}

}  // namespace launch
