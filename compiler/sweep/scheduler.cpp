#include "compiler/sweep/scheduler.h"

#include "compiler/spec/schema_rules.h"
#include "compiler/spec/spec_rules.h"
#include "compiler/sweep/number.h"

namespace launch::sweep {
namespace {

constexpr std::string_view kSweepId = "WANDB_SWEEP_ID";

class SchedulerBuilder {
 public:
  SchedulerBuilder(const Sweep& sweep, const SweepContext& context)
      : sweep_(sweep), context_(context), span_(sweep.root.span()) {
    const Node* block = sweep.root.find("scheduler");
    if (block != nullptr) scheduler_ = *block;
  }

  Node run(const SchedulerSettings& settings) {
    entity_ = setting("entity", settings.entity);
    project_ = setting("project", settings.project);
    require(project_, "project", "where its runs are logged",
            "write project: in the sweep or in launch.yaml");
    require(setting_of(sweep_.root, "queue"), "queue", "which W&B's scheduler pushes its runs to",
            "write queue: in the sweep or its launch block");
    const bool has_source =
        setting_of(sweep_.root, "job").valid() || setting_of(sweep_.root, "image_uri").valid();
    if (!has_source) {
      report(kNoSource, "a sweep under W&B's scheduler has no \"job\" and no \"image_uri\"",
             "write job: or image_uri: in the sweep");
    }
    return spec();
  }

 private:
  bool is_job() const { return scheduler_.find("job") != nullptr; }

  Node spec() {
    MappingBuilder spec;
    set(spec, "uri", text("placeholder-uri-scheduler"));
    if (is_job()) set(spec, "job", *scheduler_.find("job"));
    if (entity_.valid()) set(spec, "entity", entity_);
    set(spec, "project", project_);
    set(spec, "name", text("Scheduler.WANDB_SWEEP_ID"));
    if (const Node* image = scheduler_.find("docker_image")) {
      MappingBuilder docker;
      set(docker, "docker_image", *image);
      set(spec, "docker", docker.build(context_.arena, span_));
    }
    set(spec, "overrides", overrides());
    set(spec, "resource", resource());
    const Node* args = scheduler_.find("resource_args");
    if (args != nullptr && args->size() > 0) set(spec, "resource_args", *args);
    set(spec, "run_id", text(kSweepId));
    return spec.build(context_.arena, span_);
  }

  Node resource() {
    if (const Node* own = scheduler_.find("resource")) return *own;
    return text(is_job() ? "local-container" : "local-process");
  }

  Node overrides() {
    MappingBuilder config;
    if (const Node* launch = sweep_.root.find("launch")) set(config, "launch", *launch);
    MappingBuilder rest(scheduler_);
    rest.erase("settings");
    if (!rest.members().empty()) set(config, "scheduler", rest.build(context_.arena, span_));
    const Node* settings = scheduler_.find("settings");
    if (settings != nullptr && settings->size() > 0) set(config, "settings", *settings);
    MappingBuilder overrides;
    if (is_job()) {
      set(config, "sweep_args", arguments_of_job());
    } else {
      set(overrides, "args", arguments());
      set(overrides, "entry_point", list({text("wandb"), text("scheduler"), text(kSweepId)}));
    }
    set(overrides, "run_config", config.build(context_.arena, span_));
    return overrides.build(context_.arena, span_);
  }

  // sweeps/utils.py, construct_scheduler_args: in the quotes of Python's repr().
  Node arguments() {
    std::vector<Node> words;
    const auto add = [&](std::string_view flag, const Node& value) {
      if (!value.valid()) return;
      words.push_back(text(flag));
      words.push_back(flag == "--image_uri" ? value : in_quotes(value));
    };
    const Node job = setting_of(sweep_.root, "job");
    add("--queue", setting_of(sweep_.root, "queue"));
    add("--project", project_);
    add("--author", author());
    add("--job", job);
    if (!job.valid()) add("--image_uri", setting_of(sweep_.root, "image_uri"));
    return list(words);
  }

  Node arguments_of_job() {
    MappingBuilder map;
    set(map, "sweep_id", text(kSweepId));
    set(map, "queue", setting_of(sweep_.root, "queue"));
    set(map, "project", project_);
    const Node job = setting_of(sweep_.root, "job");
    const Node image = setting_of(sweep_.root, "image_uri");
    if (job.valid()) {
      set(map, "job", job);
    } else {
      set(map, "image_uri", image);
    }
    if (author().valid()) set(map, "author", author());
    return map.build(context_.arena, span_);
  }

  // W&B takes the user who is signed in, whom nothing here knows; else the entity.
  Node author() const {
    const Node own = setting_of(sweep_.root, "author");
    return own.valid() ? own : entity_;
  }

  Node setting(std::string_view key, std::string_view otherwise) {
    const Node own = setting_of(sweep_.root, key);
    return own.valid() || otherwise.empty() ? own : text(otherwise);
  }

  Node in_quotes(const Node& value) {
    return Node::string(context_.arena.copy(python_quoted(value.as_string())), value.span());
  }

  Node text(std::string_view value) const { return Node::string(value, span_); }

  Node list(const std::vector<Node>& items) {
    return Node::sequence(context_.arena.copy(std::span<const Node>(items)), span_);
  }

  void set(MappingBuilder& builder, std::string_view key, const Node& value) const {
    builder.set(key, span_, value);
  }

  void require(const Node& value, std::string_view key, const std::string& what,
               std::string way_out) {
    if (value.valid()) return;
    report(kMissingKey, "the sweep has no " + quoted(key) + ", " + what, std::move(way_out));
  }

  void report(const Rule& rule, std::string message, std::string way_out) {
    context_.diagnostics.report({&rule, span_, std::move(message), {}, std::move(way_out)});
  }

  const Sweep& sweep_;
  const SweepContext& context_;
  Span span_;
  Node scheduler_, entity_, project_;
};

}  // namespace

Node scheduler_spec(const Sweep& sweep, const SchedulerSettings& settings,
                    const SweepContext& context) {
  return SchedulerBuilder(sweep, context).run(settings);
}

}  // namespace launch::sweep
