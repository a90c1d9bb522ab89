#include "compiler/wandb/queue_item.h"

#include <algorithm>

#include "compiler/spec/priority.h"
#include "compiler/wandb/rules.h"

namespace launch::wandb {

bool is_in_wandb_queue(const Compiled& job) {
  return std::any_of(job.layers.begin(), job.layers.end(), [](const Layer& layer) {
    const Node* server = layer.role == Role::Queue ? layer.root.find("server") : nullptr;
    return server != nullptr && server->as_string() == kTarget;
  });
}

Artifact queue_item(const Compiled& job, std::string_view server, const SpecContext& context) {
  const LaunchSpec spec = launch_spec(job, context);
  const Span span = job.spec.root.span();
  const auto refuse = [&](std::string message, std::string help) {
    context.diagnostics.report_as(Severity::Error,
                                  {&kDiffers, span, std::move(message), {}, std::move(help)});
  };
  if (!spec.queue.valid() || spec.queue.as_string().empty()) {
    refuse("W&B is asked to run a job by a queue, and this job names none",
           "name one of its queues with queue: or --queue FILE");
  }
  // wandb/sdk/launch/_project_spec.py takes it from the spec alone, and fails without.
  if (spec.body.find("project") == nullptr) {
    refuse("W&B's queues take no job without a project",
           "write project: in the job, its base or launch.yaml");
  }
  MappingBuilder body;
  if (!server.empty()) body.set("server", span, Node::string(context.arena.copy(server), span));
  if (spec.queue.valid()) body.set("queue", span, spec.queue);
  body.set("priority", span, Node::string(priority_word(spec.priority), span));
  body.set("spec", span, spec.body);
  return {kTarget, Request{"pushToRunQueueByName", body.build(context.arena, span)}};
}

}  // namespace launch::wandb
