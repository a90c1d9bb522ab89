// The queues of an agent, for each of which an image may be another.
#pragma once

#include <string>
#include <vector>

#include "cli/workspace.h"

namespace launch::cli {

struct AgentQueue {
  std::string name;
  std::string file;
};

// Those that the configuration `config` names, as the job would find them. Throws UsageError for
// one that is not here, and what read_agent_config() throws.
std::vector<AgentQueue> queues_of_agent(const std::string& config, const std::string& job,
                                        const Workspace& workspace);

}  // namespace launch::cli
