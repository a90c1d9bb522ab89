// Which blocks, how many GPUs, how many nodes.
#include <algorithm>

#include "compiler/check/check.h"

namespace launch {
namespace {

constexpr std::string_view kGpuResources[] = {"nvidia.com/gpu", "amd.com/gpu"};

const Node* find_path(const Node& root, std::initializer_list<std::string_view> path) {
  const Node* node = &root;
  for (const std::string_view key : path) {
    node = find_like(*node, key);
    if (node == nullptr) return nullptr;
  }
  return node;
}

// W&B's and our own name of the block a resource reads.
std::string_view block_name(std::string_view resource) {
  if (resource == "local-container") return "docker";
  if (resource == "gcp-vertex") return "vertex";
  return resource;
}

// docker: a number, `count=2`, or `device=0,1` in any quoting; `all` says no number
// (https://docs.docker.com/engine/containers/resource_constraints/#gpu).
std::optional<std::int64_t> docker_gpus(const Node& gpus) {
  if (gpus.kind() == Kind::Integer) return gpus.as_integer();
  if (!gpus.is_string() || is_open(gpus)) return std::nullopt;
  std::string_view text = gpus.as_string();
  while (!text.empty() && (text.front() == '"' || text.front() == '\'')) text.remove_prefix(1);
  if (const auto number = whole_number(text)) return number;
  std::int64_t devices = 0;
  bool in_devices = false;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    std::string_view part = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    while (!part.empty() && (part.back() == '"' || part.back() == '\'')) part.remove_suffix(1);
    while (!part.empty() && part.front() == '"') part.remove_prefix(1);
    if (part.starts_with("count=")) return whole_number(part.substr(6));
    if (part.find('=') != std::string_view::npos) in_devices = part.starts_with("device=");
    devices += in_devices && !part.empty();
  }
  return devices > 0 ? std::optional(devices) : std::nullopt;
}

void add_docker(const Node& block, std::vector<GpuCount>& found) {
  const Node* gpus = find_like(block, "gpus");
  if (gpus == nullptr) return;
  const auto count = docker_gpus(*gpus);
  if (count && *count > 0) found.push_back({*count, gpus->span(), "gpus"});
}

// Limits decide; a request alone is another rule's matter.
void add_kubernetes(const Node& block, std::vector<GpuCount>& found) {
  const Node container = main_container(block);
  const Node& holder = container.valid() ? container : block;
  for (const std::string_view resource : kGpuResources) {
    for (const std::string_view part : {"limits", "requests"}) {
      const Node* list = holder.find(part);
      if (list == nullptr) list = find_path(holder, {"resources", part});
      const Node* gpus = list == nullptr ? nullptr : list->find(resource);
      const auto count = whole_number(gpus);
      if (!count || *count <= 0) continue;
      found.push_back({*count, gpus->span(), resource});
      return;
    }
  }
}

// GPUs of SageMaker's training instances (https://aws.amazon.com/sagemaker/pricing/).
struct Instance {
  std::string_view type;
  std::int64_t gpus;
};
constexpr Instance kInstances[] = {
    {"ml.p2.xlarge", 1},     {"ml.p2.8xlarge", 8},    {"ml.p2.16xlarge", 16},
    {"ml.p3.2xlarge", 1},    {"ml.p3.8xlarge", 4},    {"ml.p3.16xlarge", 8},
    {"ml.p3dn.24xlarge", 8}, {"ml.p4d.24xlarge", 8},  {"ml.p4de.24xlarge", 8},
    {"ml.p5.48xlarge", 8},   {"ml.p5e.48xlarge", 8},  {"ml.p5en.48xlarge", 8},
    {"ml.g4dn.xlarge", 1},   {"ml.g4dn.2xlarge", 1},  {"ml.g4dn.4xlarge", 1},
    {"ml.g4dn.8xlarge", 1},  {"ml.g4dn.12xlarge", 4}, {"ml.g4dn.16xlarge", 1},
    {"ml.g5.xlarge", 1},     {"ml.g5.2xlarge", 1},    {"ml.g5.4xlarge", 1},
    {"ml.g5.8xlarge", 1},    {"ml.g5.12xlarge", 4},   {"ml.g5.16xlarge", 1},
    {"ml.g5.24xlarge", 4},   {"ml.g5.48xlarge", 8},   {"ml.g6.xlarge", 1},
    {"ml.g6.12xlarge", 4},   {"ml.g6.24xlarge", 4},   {"ml.g6.48xlarge", 8},
};

// A field of ResourceConfig, also where the short form writes it.
const Node* sagemaker_field(const Node& block, std::string_view camel, std::string_view snake) {
  const Node* config = find_like(block, "ResourceConfig");
  if (config == nullptr) config = find_like(block, "resource_config");
  for (const Node* holder : {config, &block}) {
    if (holder == nullptr) continue;
    const Node* field = find_like(*holder, camel);
    if (field == nullptr) field = find_like(*holder, snake);
    if (field != nullptr) return field;
  }
  return nullptr;
}

void add_sagemaker(const Node& block, std::vector<GpuCount>& found) {
  const Node* type = sagemaker_field(block, "InstanceType", "instance_type");
  if (type == nullptr) return;
  for (const Instance& instance : kInstances) {
    if (type->as_string() == instance.type) {
      found.push_back({instance.gpus, type->span(), "InstanceType"});
    }
  }
}

// Every worker pool, in the API's own names, in which the target keeps its block.
std::vector<Node> vertex_pools(const Node& block) {
  std::vector<Node> pools;
  if (const Node* every = block.find("worker_pool")) pools.push_back(*every);
  const Node* list = find_path(block, {"jobSpec", "workerPoolSpecs"});
  if (list != nullptr) pools.insert(pools.end(), list->items().begin(), list->items().end());
  return pools;
}

void add_vertex(const Node& block, std::vector<GpuCount>& found) {
  for (const Node& pool : vertex_pools(block)) {
    const Node* kind = find_path(pool, {"machineSpec", "acceleratorType"});
    const Node* number = find_path(pool, {"machineSpec", "acceleratorCount"});
    const auto count = whole_number(number);
    if (kind == nullptr || !kind->as_string().starts_with("NVIDIA_")) continue;
    if (count && *count > 0) return found.push_back({*count, number->span(), "acceleratorCount"});
  }
}

// "4", or "2:4" of an elastic launch: the most there may be.
std::optional<NodeCount> node_count(const NamedText* setting) {
  if (setting == nullptr) return std::nullopt;
  const std::size_t colon = setting->text.find(':');
  const auto count = whole_number(
      colon == std::string_view::npos ? setting->text : setting->text.substr(colon + 1));
  return count && *count > 1 ? std::optional(NodeCount{*count, setting->span}) : std::nullopt;
}

std::optional<NodeCount> node_count(const Node* node) {
  const auto count = whole_number(node);
  return count && *count > 1 ? std::optional(NodeCount{*count, node->span()}) : std::nullopt;
}

// The replicas of all pools; the place is that of the last.
std::optional<NodeCount> vertex_nodes(const Node& block) {
  NodeCount all{0, {}};
  for (const Node& pool : vertex_pools(block)) {
    const Node* replicas = pool.find("replicaCount");
    const std::int64_t count = whole_number(replicas).value_or(pool.size() > 0 ? 1 : 0);
    if (replicas != nullptr) all = {all.count, replicas->span()};
    all.count += std::min(count, std::int64_t{1} << 32);
  }
  return all.count > 1 ? std::optional(all) : std::nullopt;
}

std::optional<NodeCount> nodes_of_blocks(const CheckContext& context) {
  for (const TargetBlock& block : context.facts.blocks) {
    std::optional<NodeCount> count;
    if (block.target == "kubernetes") {
      count = node_count(block.block.find("parallelism"));
      if (!count) count = node_count(find_path(block.block, {"spec", "parallelism"}));
    } else if (block.target == "sagemaker") {
      count = node_count(sagemaker_field(block.block, "InstanceCount", "instance_count"));
    }
    if (!count && block.target == "vertex") count = vertex_nodes(block.block);
    if (count) return count;
  }
  return std::nullopt;
}

// WORLD_SIZE counts processes: it shows several nodes only when one node cannot hold them.
std::optional<NodeCount> nodes_of_world(const CheckContext& context,
                                        const std::vector<NamedText>& variables,
                                        const std::vector<NamedText>& options) {
  const auto world = node_count(find_named(variables, {"WORLD_SIZE"}));
  if (!world) return std::nullopt;
  std::int64_t on_a_node = 0;
  if (const NamedText* processes = find_named(options, {"nproc_per_node"})) {
    on_a_node = whole_number(processes->text).value_or(0);
  }
  for (const GpuCount& gpus : gpu_counts(context)) on_a_node = std::max(on_a_node, gpus.count);
  if (on_a_node <= 0 || world->count <= on_a_node) return std::nullopt;
  return NodeCount{(world->count + on_a_node - 1) / on_a_node, world->span};
}

}  // namespace

std::vector<TargetBlock> target_blocks(const CheckContext& context) {
  std::string_view wanted = context.target;
  if (wanted.empty()) wanted = block_name(context.spec.resource.as_string());
  const Node& all = context.spec.resource_args;
  if (all.find(wanted) == nullptr && context.target.empty()) wanted = {};
  std::vector<TargetBlock> blocks;
  for (const Member& member : all.members()) {
    const std::string_view name = block_name(member.key);
    if (wanted.empty() || name == wanted) blocks.push_back({name, member.value});
  }
  return blocks;
}

Node main_container(const Node& kubernetes) {
  const Node* list = find_path(kubernetes, {"spec", "template", "spec", "containers"});
  if (list == nullptr) list = find_path(kubernetes, {"spec", "containers"});
  if (list == nullptr || list->size() == 0 || !list->is_sequence()) return {};
  for (const Node& container : list->items()) {
    const Node* name = container.find("name");
    if (name != nullptr && name->as_string() == "launch") return container;
  }
  return list->items().front();
}

std::vector<GpuCount> gpu_counts(const CheckContext& context) {
  std::vector<GpuCount> found;
  for (const TargetBlock& block : context.facts.blocks) {
    if (block.target == "docker") add_docker(block.block, found);
    if (block.target == "kubernetes") add_kubernetes(block.block, found);
    if (block.target == "sagemaker") add_sagemaker(block.block, found);
    if (block.target == "vertex") add_vertex(block.block, found);
  }
  return found;
}

std::optional<NodeCount> several_nodes(const CheckContext& context) {
  const std::vector<NamedText>& options = context.facts.options;
  if (auto count = node_count(find_named(options, {"nnodes", "num_machines", "num_nodes"}))) {
    return count;
  }
  const std::vector<NamedText>& variables = context.facts.environment;
  if (auto count = node_count(find_named(variables, {"NNODES", "NUM_NODES", "PET_NNODES"}))) {
    return count;
  }
  if (auto count = nodes_of_blocks(context)) return count;
  return nodes_of_world(context, variables, options);
}

}  // namespace launch
