// A CustomJob in the words of W&B's runner: `spec` and `run`, which are arguments of Google's
// Python client (wandb/sdk/launch/runner/vertex_runner.py).
#include <algorithm>
#include <array>

#include "compiler/wandb/blocks.h"
#include "compiler/wandb/rules.h"

namespace launch::wandb {
namespace {

// Keys of the request and what W&B's runner calls them.
struct Key {
  std::string_view place;  // steps with dots between
  std::string_view name;
};

constexpr std::array kSpecKeys{
    Key{"jobSpec.baseOutputDirectory.outputUriPrefix", "base_output_dir"},
    Key{"encryptionSpec.kmsKeyName", "encryption_spec_key_name"}, Key{"labels", "labels"},
    Key{"staging_bucket", "staging_bucket"}};
constexpr std::array kRunKeys{
    Key{"jobSpec.scheduling.timeout", "timeout"},
    Key{"jobSpec.serviceAccount", "service_account"},
    Key{"jobSpec.network", "network"},
    Key{"jobSpec.enableWebAccess", "enable_web_access"},
    Key{"jobSpec.experiment", "experiment"},
    Key{"jobSpec.experimentRun", "experiment_run"},
    Key{"jobSpec.tensorboard", "tensorboard"},
    Key{"jobSpec.scheduling.restartJobOnWorkerRestart", "restart_job_on_worker_restart"}};
// In these stand others, which are told one by one.
constexpr std::array<std::string_view, 4> kGroups{"jobSpec", "jobSpec.scheduling",
                                                  "jobSpec.baseOutputDirectory", "encryptionSpec"};
// Told otherwise: the pools by themselves, the place by the agent's environment.
constexpr std::array<std::string_view, 5> kElsewhere{"jobSpec.workerPoolSpecs", "worker_pool",
                                                     "sync", "builder", "displayName"};

// machineSpec as machine_spec: the proto's names.
std::string snake_case(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper) out += '_';
    out += upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

template <std::size_t N>
const Key* key_at(const std::array<Key, N>& keys, std::string_view place) {
  const auto found =
      std::find_if(keys.begin(), keys.end(), [&](const Key& key) { return key.place == place; });
  return found == keys.end() ? nullptr : &*found;
}

}  // namespace

// The names of Google's Python client, which are those of the proto.
Node BlockMaker::in_snake_case(const Node& node) const {
  if (node.is_sequence()) {
    std::vector<Node> items;
    for (const Node& item : node.items()) items.push_back(in_snake_case(item));
    return Node::sequence(context_.arena.copy(std::span<const Node>(items)), node.span());
  }
  if (!node.is_mapping()) return node;
  MappingBuilder named;
  for (const Member& member : node.members()) {
    named.set(context_.arena.copy(snake_case(member.key)), member.key_span,
              in_snake_case(member.value));
  }
  return named.build(context_.arena, node.span());
}

// W&B's runner makes one command of the job's entry point and arguments, and adds its variables.
Node BlockMaker::vertex_pool(const Node& pool) const {
  MappingBuilder result(pool);
  const Node* container = pool.find("containerSpec");
  if (container == nullptr) {
    differs(pool.span(),
            "W&B's agent runs containers only, and no Python package of a worker pool");
    return pool;
  }
  MappingBuilder task(*container);
  const Node* command = container->find("command");
  const bool is_job = job_.spec.source != SourceKind::None;
  if (command != nullptr && job_.spec.entry.empty() && is_job) {
    differs(command->span(),
            "W&B's agent replaces the command of every worker pool by the job's, and this job has "
            "none");
  }
  task.erase("command");
  if (!job_.spec.args.empty()) task.erase("args");
  if (const Node* list = container->find("env")) {
    const Node kept = variables(*list);
    task.erase("env");
    if (kept.size() > 0) task.set("env", list->span(), kept);
  }
  result.erase("containerSpec");
  result.set("containerSpec", container->span(), task.build(context_.arena, container->span()));
  return result.build(context_.arena, pool.span());
}

Node BlockMaker::vertex_pools() const {
  const Artifact* artifact = artifact_of(job_, "vertex");
  const Request* request = artifact == nullptr ? nullptr : std::get_if<Request>(&artifact->content);
  const Node* pools =
      request == nullptr ? nullptr : request->body.at(Path{"jobSpec", "workerPoolSpecs"});
  if (pools == nullptr) return {};
  std::vector<Node> items;
  for (const Node& pool : pools->items()) items.push_back(vertex_pool(pool));
  return queue_free(
      Node::sequence(context_.arena.copy(std::span<const Node>(items)), pools->span()));
}

// Sorts what the block says into W&B's two maps.
void BlockMaker::sort_vertex(const Node& node, const std::string& prefix, MappingBuilder& spec,
                             MappingBuilder& run) const {
  for (const Member& member : node.members()) {
    const std::string place = prefix + std::string(member.key);
    if (holds(kGroups, place) && member.value.is_mapping()) {
      sort_vertex(member.value, place + ".", spec, run);
      continue;
    }
    if (holds(kElsewhere, place)) continue;
    const Key* of_spec = key_at(kSpecKeys, place);
    const Key* of_run = key_at(kRunKeys, place);
    if (of_spec == nullptr && of_run == nullptr) {
      const bool is_place = place == "project" || place == "location";
      differs(member.key_span,
              is_place ? "W&B's agent runs jobs in the project and region of its own environment, "
                         "whatever " +
                             quoted(member.key) + " says"
                       : "W&B's agent tells Vertex AI nothing of " + quoted(member.key) +
                             ", so that it is left out of the launch spec");
      continue;
    }
    const Node value = queue_free(member.value);
    if (!value.valid()) continue;
    const Key& key = of_spec != nullptr ? *of_spec : *of_run;
    (of_spec != nullptr ? spec : run)
        .set(key.name, member.key_span, key.name == "timeout" ? seconds(value) : value);
  }
}

// Google's Python client takes a number of seconds.
Node BlockMaker::seconds(const Node& value) const {
  std::string_view text = value.as_string();
  if (value.is_number() || !text.ends_with('s')) return value;
  text.remove_suffix(1);
  const bool whole =
      !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  if (whole) return Node::scalar(Kind::Integer, context_.arena.copy(text), value.span());
  differs(value.span(),
          "W&B's agent takes whole seconds, and this is " + quoted(value.as_string()));
  return value;
}

Node BlockMaker::vertex() const {
  const Node* block = job_.spec.resource_args.find("vertex");
  if (block == nullptr || !block->is_mapping()) return {};
  MappingBuilder spec;
  MappingBuilder run;
  const Node pools = vertex_pools();
  if (pools.valid()) spec.set("worker_pool_specs", pools.span(), in_snake_case(pools));
  sort_vertex(*block, "", spec, run);
  if (const Member* name = block->find_member("displayName")) {
    differs(name->key_span, "W&B's agent names the job after the run, whatever display_name says");
  }
  const bool is_job = job_.spec.source != SourceKind::None;
  if (is_job && block->find("staging_bucket") == nullptr) {
    context_.diagnostics.report_as(
        Severity::Error, {&kDiffers,
                          block->span(),
                          "W&B's agent refuses jobs for Vertex AI without a staging_bucket",
                          {},
                          "name one in resource_args.vertex, or in the queue"});
  }
  MappingBuilder result;
  const Span span = block->span();
  if (!spec.members().empty()) result.set("spec", span, spec.build(context_.arena, span));
  if (!run.members().empty()) result.set("run", span, run.build(context_.arena, span));
  return result.build(context_.arena, span);
}

}  // namespace launch::wandb
