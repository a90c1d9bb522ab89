#include "compiler/target/docker/docker.h"

#include <algorithm>
#include <array>

#include "compiler/document/template.h"
#include "compiler/spec/deferred_text.h"
#include "compiler/target/checkpoint.h"
#include "compiler/target/docker/emit_rules.h"
#include "compiler/target/docker/finished.h"
#include "compiler/target/docker/flag_words.h"
#include "compiler/target/docker/judge.h"
#include "compiler/target/docker/normalise.h"
#include "compiler/target/docker/rules.h"
#include "compiler/target/portability.h"
#include "compiler/target/words.h"

namespace launch {
namespace {

using docker::Fault;

constexpr std::string_view kAliases[] = {"local-container"};
// What W&B's own client allows in one variable (wandb/sdk/launch/utils.py, MAX_ENV_LENGTHS).
constexpr std::size_t kLongestVariable = 32670;

// What docker refuses, and what never reaches it.
constexpr auto kAllRules = [] {
  std::array<const Rule*, docker::kRules.size() + docker::kEmitRules.size()> all{};
  const auto rest = std::copy(docker::kRules.begin(), docker::kRules.end(), all.begin());
  std::copy(docker::kEmitRules.begin(), docker::kEmitRules.end(), rest);
  return all;
}();

class Emitter {
 public:
  Emitter(const Spec& spec, TargetContext& context) : spec_(spec), context_(context) {
    const Node* block = spec.resource_args.find("docker");
    if (block != nullptr && block->is_mapping()) block_ = *block;
    block_env_ = block_.find("env");
  }

  Argv run() {
    argv_.words.reserve(64);  // few jobs need more
    constant("docker", "docker");
    constant("run", "docker");
    remove_after_exit();
    for (const EnvVar& variable : wandb_variables(
             spec_,
             {context_.arena, context_.sources, context_.options.base_url, kLongestVariable})) {
      if (in_block(variable.name) == nullptr) env(variable);
    }
    for (const EnvVar& variable : spec_.env) {
      if (!block_wins(variable.name, variable.value)) env(variable);
    }
    for (const Member& member : block_.members()) flag(member);
    mount_checkpoints();
    reach_local_server();
    command();
    return std::move(argv_);
  }

 private:
  Node built_in(std::string_view text, std::string_view why) const {
    return built_in_text(text, why, context_.arena, context_.sources);
  }
  void constant(std::string_view text, std::string_view field) {
    argv_.words.push_back({built_in(text, "the docker target's command"), field});
  }

  // A container is thrown away after the run, unless the job says otherwise or wants restarts,
  // which docker does not allow together (docker/cli, cli/command/container/opts.go).
  void remove_after_exit() {
    const Node* restart = block_.find("restart");
    const bool restarts = restart != nullptr && !restart->is_null() &&
                          restart->as_string() != "no" && !restart->as_string().empty();
    if (block_.find("rm") != nullptr || restarts) return;
    argv_.words.push_back({built_in("--rm", "removes the container after the run"), "rm"});
  }

  // A folder of the machine that is not there is made by --volume, and refused by --mount.
  void mount_checkpoints() {
    const std::optional<Checkpoint> checkpoint = checkpoint_of(spec_);
    if (!checkpoint) return;
    const Member* place = judge_checkpoint(*checkpoint, "docker", context_.diagnostics);
    if (place == nullptr || !checkpoint->path.valid()) return;
    TextBuilder text(context_.arena);
    text.add(place->value);
    text.add(":");
    text.add(checkpoint->path);
    argv_.words.push_back({built_in("--volume", "mounts the checkpoints"), "volume"});
    argv_.words.push_back(
        {text.build(place->value.span())
             .with_history(place->value.history())
             .with_step(context_.arena, {Step::Action::Moved, place->key_span, "checkpoint"}),
         "volume"});
  }

  // A W&B server on this machine: inside a container, localhost is the container itself
  // (wandb/sdk/launch/runner/local_container.py).
  void reach_local_server() {
    const std::string_view url = context_.options.base_url;
    const bool local = url.starts_with("http://localhost") || url.starts_with("https://localhost");
    if (!local || block_.find("network") != nullptr) return;
    constexpr std::string_view kWhy = "reaches the W&B server on localhost";
    argv_.words.push_back({built_in("--network", kWhy), "network"});
    argv_.words.push_back({built_in("host", kWhy), "network"});
    argv_.words.push_back({built_in("--add-host", kWhy), "add-host"});
    argv_.words.push_back({built_in("host.docker.internal:host-gateway", kWhy), "add-host"});
  }

  const Node* in_block(std::string_view name) const {
    return block_env_ == nullptr ? nullptr : block_env_->find(name);
  }

  // A variable set for all targets and for docker: the stronger layer decides, in one layer
  // docker's own block.
  bool block_wins(std::string_view name, const Node& general) const {
    const Node* own = in_block(name);
    return own != nullptr && spec_.strength(*own) >= spec_.strength(general);
  }

  const EnvVar* general(std::string_view name) const {
    for (const EnvVar& variable : spec_.env) {
      if (variable.name == name) return &variable;
    }
    return nullptr;
  }

  std::string_view numbered(std::string_view field, std::size_t index) const {
    return numbered_field(field, index, context_.arena);
  }

  void env(const EnvVar& variable) { append_env_words(argv_, "-e", variable, context_.arena); }

  void flag(const Member& member) {
    if (member.key == "env" && member.value.is_mapping()) {
      for (const Member& entry : member.value.members()) {
        const EnvVar* other = general(entry.key);
        const bool wins = other == nullptr || block_wins(entry.key, other->value);
        if (wins) env({entry.key, entry.key_span, entry.value});
      }
      return;
    }
    // W&B keeps builder settings in the block and takes them out before the run (wandb, loader.py).
    if (member.key == "builder") return;
    if (member.key == "entrypoint" && !spec_.entry.empty()) return report_entrypoint_twice(member);
    docker::append_flag_words(argv_, member, context_);
  }

  void report_entrypoint_twice(const Member& member) {
    if (member.value.is_null()) return;
    context_.diagnostics.report({&docker::kEntrypointTwice,
                                 member.key_span,
                                 "entrypoint is set here, and the job's own command replaces it",
                                 {{spec_.entry[0].span(), "the job's command"}},
                                 "remove one of the two"});
  }

  void command() {
    if (!spec_.entry.empty()) {
      const std::string_view field = numbered("command", 0);
      argv_.words.push_back({built_in("--entrypoint", "replaces the image's entrypoint"), field});
      argv_.words.push_back({spec_.entry[0], field});
    }
    const Node image =
        spec_.image.valid() ? spec_.image : built_in("IMAGE", "no image is known").with_deferred();
    argv_.words.push_back({image, "image"});
    for (std::size_t i = 1; i < spec_.entry.size(); ++i) {
      argv_.words.push_back({spec_.entry[i], numbered("command", i)});
    }
    for (std::size_t i = 0; i < spec_.args.size(); ++i) {
      argv_.words.push_back({spec_.args[i], numbered("args", i)});
    }
  }

  const Spec& spec_;
  TargetContext& context_;
  Node block_;
  const Node* block_env_ = nullptr;
  Argv argv_;
};

// Says at the job's own text what docker would say about the argument list.
void judge_emitted(const Argv& argv, TargetContext& context) {
  std::vector<std::string_view> words;
  for (std::size_t i = 2; i < argv.words.size(); ++i)
    words.push_back(argv.words[i].node.as_string());
  const auto place = [&](std::size_t word, std::size_t begin, std::size_t end) {
    const Node& node = argv.words[word + 2].node;
    return sub_span(node, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end),
                    context.sources);
  };
  for (const Fault& fault : docker::judge_run(words)) {
    const Node& node = argv.words[fault.word + 2].node;
    if (node.is_deferred()) continue;
    // A secret's text must not come back in a message about it.
    const std::string message = node.is_secret() ? std::string(fault.rule->summary) : fault.message;
    Diagnostic diagnostic{fault.rule,
                          place(fault.word, fault.begin, fault.end),
                          message,
                          {},
                          node.is_secret() ? std::string() : fault.suggestion};
    for (const auto& [word, text] : fault.notes) {
      const Node& other = argv.words[word + 2].node;
      diagnostic.notes.push_back({other.span(), text});
    }
    context.diagnostics.report(std::move(diagnostic));
  }
}

Artifact emit(const Spec& spec, TargetContext& context) {
  Argv argv = Emitter(spec, context).run();
  judge_emitted(argv, context);
  report_secrets_in_words(argv, context.diagnostics);
  report_dropped_fields(spec, "docker", context.diagnostics);
  return {"docker", std::move(argv)};
}

}  // namespace

const Target docker_target{"docker",
                           kAliases,
                           "a docker run command line",
                           kAllRules,
                           docker::normalise_args,
                           emit,
                           docker::judge_finished,
                           nullptr};

}  // namespace launch
