#include "compiler/wandb/launch_spec.h"

#include "compiler/spec/priority.h"
#include "compiler/spec/wandb_env.h"
#include "compiler/wandb/blocks.h"
#include "compiler/wandb/rules.h"

namespace launch::wandb {
namespace {

// W&B's names of targets (wandb/sdk/launch/loader.py).
std::string_view wandb_name(std::string_view target) {
  if (target == "docker") return "local-container";
  return target == "vertex" ? "gcp-vertex" : target;
}

constexpr std::string_view kDropsArguments =
    "W&B's client drops resource_args beside template_variables";

class SpecMaker {
 public:
  SpecMaker(const Compiled& job, const SpecContext& context)
      : job_(job), spec_(job.spec), context_(context), span_(job.spec.root.span()) {}

  LaunchSpec run() {
    target_ = job_.artifacts.empty() ? std::string_view() : job_.artifacts[0].target;
    MappingBuilder body;
    add_names(body);
    add_source(body);
    const Span place =
        spec_.resource.valid() ? spec_.resource.span() : Span{context_.sources.built_in()};
    body.set("resource", place, Node::string(wandb_name(target_), place));
    add_resources(body);
    add_services(body);
    const Node overrides = overrides_of_job();
    if (overrides.size() > 0) set(body, "overrides", overrides);
    tell_differences();
    const Node* priority = spec_.root.find("priority");
    const Node whole = body.build(context_.arena, span_);
    tell_odd_numbers(whole, context_);
    return {whole, spec_.queue, priority ? *priority : Node()};
  }

 private:
  void add_names(MappingBuilder& body) const {
    for (const auto& [key, value] :
         {std::pair<std::string_view, const Node*>{"entity", &spec_.entity},
          {"project", &spec_.project},
          {"name", &spec_.name},
          {"author", &spec_.author},
          {"run_id", &spec_.run_id},
          {"sweep_id", &spec_.sweep_id},
          {"_resume_count", &spec_.resume_count}}) {
      if (value->valid() && !value->is_null()) set(body, key, *value);
    }
    const Node owner = queue_owner();
    if (owner.valid()) set(body, "queue_entity", owner);
  }

  // Where the queue is not the job's own entity's, the client must be told
  // (wandb/sdk/launch/api.py, push_to_run_queue).
  Node queue_owner() const {
    Node owner = spec_.queue_entity;
    for (const Layer& layer : job_.layers) {
      const Node* of_queue = layer.role == Role::Queue ? layer.root.find("entity") : nullptr;
      if (of_queue != nullptr && of_queue->is_string() && !owner.valid()) owner = *of_queue;
    }
    const bool is_same =
        owner.valid() && spec_.entity.valid() && owner.as_string() == spec_.entity.as_string();
    return is_same || owner.is_null() ? Node() : owner;
  }

  void add_source(MappingBuilder& body) const {
    if (spec_.source == SourceKind::Artifact) return set(body, "job", job_name());
    if (spec_.source == SourceKind::Git) {
      return refuse(spec_.source_node,
                    "W&B runs code from git only as a job artifact: `wandb job create git` makes "
                    "one, and job: names it");
    }
    if (spec_.source == SourceKind::None) {
      return refuse(spec_.root, "W&B runs a job artifact or an image, and the job names neither");
    }
    if (target_ == "local-process") {
      return refuse(spec_.source_node, "W&B runs no image as a local process");
    }
    set(body, "docker",
        MappingBuilder().set("docker_image", span_, spec_.image).build(context_.arena, span_));
  }

  // The client takes a job's name, and no address of its artifact.
  Node job_name() const {
    constexpr std::string_view kScheme = "wandb-artifact://";
    const Node& job = spec_.source_node;
    if (!job.is_string() || !job.as_string().starts_with(kScheme)) return job;
    return Node::string(job.as_string().substr(kScheme.size()), job.span())
        .with_history(job.history());
  }

  Node block() const {
    const BlockMaker blocks(job_, context_);
    if (target_ == "docker") return blocks.docker();
    if (target_ == "kubernetes") return blocks.kubernetes();
    if (target_ == "sagemaker") return blocks.sagemaker();
    return target_ == "vertex" ? blocks.vertex() : Node();
  }

  void add_resources(MappingBuilder& body) const {
    // Its runner hands over W&B's variables and the agent's environment, and has no arguments
    // (wandb/sdk/launch/runner/local_process.py).
    if (target_ == "local-process") {
      for (const EnvVar& variable : spec_.env) {
        if (!variable.value.is_null()) tell_lost_variable(variable, kOwnEnvironment);
      }
    }
    const Node values = template_values();
    if (values.size() > 0) {
      set(body, "template_variables", values);
      return tell_lost_arguments();
    }
    const Node args = block();
    if (args.size() == 0) return;
    set(body, "resource_args",
        MappingBuilder().set(wandb_name(target_), span_, args).build(context_.arena, span_));
  }

  // Of values and arguments only one is sent (wandb/sdk/launch/utils.py,
  // strip_resource_args_and_template_vars). In the words of the job, its bases and the flags.
  void tell_lost_arguments() const {
    if (target_ == "local-process") return;
    for (const EnvVar& variable : spec_.env) {
      if (!spec_.in_queue(variable.value.span())) tell_lost_variable(variable, kDropsArguments);
    }
    for (const Layer& layer : job_.layers) {
      const Node* blocks = layer.root.find("resource_args");
      if (blocks == nullptr || layer.role == Role::Queue) continue;
      for (const Member& block : blocks->members()) {
        const Target* target = find_target(block.key);
        if (target == nullptr || target->name != target_) continue;
        for (const Member& member : block.value.members()) {
          differs(member.key_span, std::string(kDropsArguments) + ", so that " +
                                       quoted(member.key) + " is left out of the launch spec");
        }
      }
    }
  }

  void tell_lost_variable(const EnvVar& variable, std::string_view why) const {
    differs(variable.name_span, std::string(why) + ", so that " + quoted(variable.name) +
                                    " is left out of the launch spec");
  }

  // W&B's queues have none, so that a queue's own go with each job.
  void add_services(MappingBuilder& body) const {
    const Member* services = spec_.root.find_member("additional_services");
    if (services == nullptr || services->value.size() == 0) return;
    if (target_ == "kubernetes") set(body, "additional_services", services->value);
    differs(services->key_span,
            target_ == "kubernetes"
                ? "W&B's agent rewrites every name in additional_services, also those of variables"
                : "W&B's agent creates additional_services beside Kubernetes jobs only");
  }

  // What the job and the flags give, not what the queue declares.
  Node template_values() const {
    MappingBuilder values;
    for (const Layer& layer : job_.layers) {
      const Node* given = layer.root.find("template_variables");
      if (given == nullptr || layer.role == Role::Queue) continue;
      for (const Member& member : given->members()) {
        if (!member.value.is_mapping()) values.set(member.key, member.key_span, member.value);
      }
    }
    return values.build(context_.arena, span_);
  }

  Node overrides_of_job() const {
    MappingBuilder overrides;
    if (!spec_.entry.empty()) set(overrides, "entry_point", words(spec_.entry));
    if (!spec_.args.empty()) set(overrides, "args", words(spec_.args));
    if (spec_.hyperparameters.size() > 0) set(overrides, "run_config", spec_.hyperparameters);
    const Node artifacts = artifacts_of_job();
    if (artifacts.size() > 0) set(overrides, "artifacts", artifacts);
    if (spec_.files.size() > 0) set(overrides, "files", spec_.files);
    if (const Node* given = spec_.root.find("overrides")) {
      for (const std::string_view key : {"dockerfile", "working_dir"}) {
        if (const Node* value = given->find(key)) set(overrides, key, *value);
      }
    }
    return overrides.build(context_.arena, span_);
  }

  // Input artifacts by their names without an alias, then those given by slot.
  Node artifacts_of_job() const {
    MappingBuilder slots;
    for (const Node& artifact : spec_.input_artifacts.items()) {
      const Node* name = artifact.is_mapping() ? artifact.find("name") : &artifact;
      if (name == nullptr || !name->is_string()) continue;
      const std::string_view text = name->as_string();
      slots.set(text.substr(0, text.rfind(':')), name->span(), *name);
    }
    for (const Member& member : spec_.artifacts.members()) {
      slots.set(member.key, member.key_span, member.value);
    }
    return slots.build(context_.arena, span_);
  }

  Node words(const std::vector<Node>& items) const {
    std::vector<Node> texts;
    for (const Node& item : items) {
      texts.push_back(Node::string(scalar_text(item, context_.arena), item.span()));
    }
    return Node::sequence(context_.arena.copy(std::span<const Node>(texts)), span_);
  }

  void tell_differences() const {
    for (const Deferred& deferred : job_.deferred) {
      const std::string_view top = deferred.path.empty() ? "" : std::string_view(deferred.path[0]);
      if (top == "resource_args" || top == "env" || top == "image" || top == kOwnKey) continue;
      differs(deferred.span, "W&B's agent fills macros in resource_args only: ${" + deferred.name +
                                 "} reaches the run as it is written");
    }
    if (const Member* key = spec_.root.find_member(kOwnKey); key != nullptr) {
      differs(key->key_span,
              "a launch spec is read by the whole team, so that " + std::string(kOwnKey) +
                  " is left out: the run belongs to the agent's key, and has WANDB_USERNAME where "
                  "the job has an author");
    }
    if (const Node* resume = spec_.root.find("resume"); resume != nullptr && !resume->is_null()) {
      differs(resume->span(),
              "W&B's agent decides itself whether a run goes on, so that resume has "
              "no effect there");
    }
    // The manifest and the request have it in their own words.
    const Member* checkpoint = spec_.root.find_member("checkpoint");
    const bool lowered =
        (target_ == "kubernetes" || target_ == "sagemaker") && template_values().size() == 0;
    if (checkpoint != nullptr && checkpoint->value.size() > 0 && !lowered) {
      differs(checkpoint->key_span,
              "W&B's agent can be told of no place for checkpoints, so that checkpoint is left out "
              "of the launch spec");
    }
    const PriorityClass priority = priority_class_of(spec_);
    if (target_ == "kubernetes" && priority.mapped != nullptr) {
      differs(priority.priority != nullptr ? priority.priority->value.span()
                                           : priority.mapped->key_span,
              "W&B's queues order jobs by priority, and give them no class of the cluster's: " +
                  quoted(priority.mapped->value.as_string()) + " is for launch alone");
    }
    const Node& place = spec_.source_node;
    if (target_ == "docker") {
      differs(place.span(),
              "W&B's agent writes WANDB_API_KEY onto the command line, where every "
              "user of the machine can read it");
      if (!spec_.entry.empty() && spec_.source == SourceKind::Image) {
        differs(spec_.entry.front().span(),
                "W&B's agent ignores the entry point of a docker image: it runs the image's own, "
                "with the arguments of the job");
      }
    }
    if (target_ == "kubernetes") {
      tell_manifest_differences(job_, context_);
      const Node* own = spec_.root.find("priority");
      if (own != nullptr && priority_word(*own) != "medium") {
        differs(own->span(),
                "W&B's agent loses the priority when it puts a preempted run back into its queue");
      }
      differs(place.span(),
              "W&B's agent forces a securityContext on each container: no escalation "
              "of privileges, no capabilities, the default seccomp profile");
    }
    if (target_ == "sagemaker" || target_ == "vertex") {
      differs(place.span(), "W&B's agent writes WANDB_API_KEY into the request as plain text");
    }
  }

  static void set(MappingBuilder& builder, std::string_view key, const Node& value) {
    builder.set(key, value.span(), value);
  }
  void differs(Span span, std::string message) const {
    context_.diagnostics.report({&kDiffers, span, std::move(message)});
  }
  void refuse(const Node& at, std::string message) const {
    context_.diagnostics.report_as(Severity::Error, {&kDiffers, at.span(), std::move(message)});
  }

  const Compiled& job_;
  const Spec& spec_;
  const SpecContext& context_;
  Span span_;
  std::string_view target_;
};

}  // namespace

LaunchSpec launch_spec(const Compiled& job, const SpecContext& context) {
  return SpecMaker(job, context).run();
}

}  // namespace launch::wandb
