#include "cli/build/agent_queues.h"

#include "cli/build/image.h"
#include "cli/disk.h"
#include "compiler/agent/config.h"

namespace launch::cli {

std::vector<AgentQueue> queues_of_agent(const std::string& config, const std::string& job,
                                        const Workspace& workspace) {
  SourceMap sources;
  Arena arena;
  const agent::AgentConfig agent =
      agent::read_config(read_agent_config(config, workspace, sources, arena), arena);
  if (agent.queues.empty()) throw UsageError{config + " names no queue to build for"};
  Disk disk(workspace);
  const Files files = disk.files();
  std::vector<AgentQueue> queues;
  for (const Node& queue : agent.queues) {
    const std::string name(queue.as_string());
    const QueueLookup found = files.find_queue(name, job);
    if (found.path.empty()) {
      const std::vector<std::string_view> known(found.known.begin(), found.known.end());
      const std::string nearest = suggest(did_you_mean(name, known));
      throw UsageError{sources.describe(queue.span()) + ": there is no file of the queue " +
                       launch::quoted(name) + (nearest.empty() ? "" : "; " + nearest)};
    }
    queues.push_back({name, found.path});
  }
  return queues;
}

}  // namespace launch::cli
