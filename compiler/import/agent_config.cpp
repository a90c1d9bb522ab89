#include "compiler/import/agent_config.h"

#include <algorithm>

#include "compiler/agent/config.h"
#include "compiler/agent/settled_types.h"
#include "compiler/build/settings.h"
#include "compiler/check/check.h"
#include "compiler/check/check_schema.h"
#include "compiler/check/rules.h"
#include "compiler/import/compare.h"
#include "compiler/import/draft_text.h"
#include "compiler/import/rules.h"
#include "compiler/import/wandb.h"
#include "compiler/spec/schema_rules.h"

namespace launch {
namespace {

bool says_nothing(const Node& node) {
  return !node.valid() || node.is_null() || (!node.is_scalar() && node.size() == 0);
}

// Without what is dropped: members by their keys, values by a part of them.
class Cleaner {
 public:
  Cleaner(const std::vector<Span>& dropped, Arena& arena) : dropped_(dropped), arena_(arena) {}

  Node clean(const Node& node) const {
    if (node.is_mapping()) {
      MappingBuilder kept;
      for (const Member& member : node.members()) {
        if (is_dropped(member.key_span) || is_dropped_value(member.value)) continue;
        kept.set(member.key, member.key_span, clean(member.value));
      }
      return kept.build(arena_, node.span());
    }
    if (!node.is_sequence()) return node;
    std::vector<Node> kept;
    for (const Node& item : node.items()) {
      if (!is_dropped_value(item)) kept.push_back(clean(item));
    }
    return Node::sequence(arena_.copy(std::span<const Node>(kept)), node.span());
  }

 private:
  bool is_dropped(Span span) const {
    return std::any_of(dropped_.begin(), dropped_.end(), [&](const Span& each) {
      return each.source == span.source && span.begin <= each.begin && each.end <= span.end;
    });
  }
  bool is_dropped_value(const Node& node) const {
    return node.is_scalar() && is_dropped(node.span());
  }

  const std::vector<Span>& dropped_;
  Arena& arena_;
};

class AgentImport {
 public:
  AgentImport(const Node& root, ImportContext& context)
      : context_(context), arena_(context.arena), whole_(root.span()), root_(root) {}

  Imported run() {
    judge_source();
    if (!context_.options.keep_secrets) take_out_credentials();
    root_ = Cleaner(dropped_, arena_).clean(root_);
    const agent::AgentConfig config = agent::read_config(root_, arena_);
    const std::string from = std::string(context_.sources.name(whole_.source));
    Imported result;
    result.agent =
        commented_yaml(written(config), {"From " + from + ", by launch import wandb."}, {});
    compare(config, result.agent);
    return result;
  }

 private:
  void residue(Span span, std::string message, std::string suggestion = {}) {
    context_.diagnostics.report(
        {&kImportResidue, span, std::move(message), {}, std::move(suggestion)});
  }

  // What is wrong with it as it is. Keys that nobody knows are not written: that is residue.
  void judge_source() {
    Diagnostics found;
    agent::judge_config(root_, {arena_, context_.sources, found});
    for (const Diagnostic& each : found.all()) {
      if (each.severity != Severity::Error) continue;
      if (each.rule != &kUnknownKey) {
        context_.diagnostics.report(each);
        continue;
      }
      residue(each.span, each.message, each.suggestion);
      dropped_.push_back(each.span);
    }
  }

  // secret-key and secret-name are names and no secrets.
  void take_out_credentials() {
    MappingBuilder without_names(root_);
    if (const Node* builder = root_.find("builder"); builder != nullptr && builder->is_mapping()) {
      MappingBuilder rest(*builder);
      rest.erase("secret-name");
      rest.erase("secret-key");
      without_names.set("builder", builder->span(), rest.build(arena_, builder->span()));
    }
    Spec spec;
    spec.root = without_names.build(arena_, whole_);
    Diagnostics found;
    check_secrets({spec, context_.sources, arena_, found});
    for (const Diagnostic& each : found.all()) {
      Diagnostic said{&kImportResidue,
                      each.span,
                      "a credential stands here, which is not written out",
                      {},
                      "keep it in a Secret of the cluster, or import with --keep-secrets"};
      said.redact_snippet = true;
      context_.diagnostics.report(std::move(said));
      dropped_.push_back(each.span);
    }
  }

  // --- what is written ------------------------------------------------------------------------

  static void set(MappingBuilder& map, std::string_view key, const Node& value) {
    if (!says_nothing(value)) map.set(key, value.span(), value);
  }
  static void set_member(MappingBuilder& map, std::string_view key, const Node& from) {
    if (const Node* value = from.find(key)) set(map, key, *value);
  }

  Node written(const agent::AgentConfig& config) {
    const Node settled = agent::settled_types(root_, arena_);
    MappingBuilder all;
    const auto entity = context_.options.job_fields.find("entity");
    if (entity != context_.options.job_fields.end()) {
      all.set("entity", whole_, Node::string(arena_.copy(entity->second), whole_));
    } else {
      set_member(all, "entity", settled);
    }
    set(all, "queues", queues_of(config));
    for (const char* key : {"max_jobs", "max_schedulers", "secure_mode", "verbosity",
                            "stopped_run_timeout", "environment"}) {
      set_member(all, key, settled);
    }
    set(all, "builder", builder_of(config));
    return all.build(arena_, whole_);
  }

  // `queue` is one more of them.
  Node queues_of(const agent::AgentConfig& config) const {
    std::vector<Node> queues;
    for (const Node& queue : config.queues) {
      const bool known = std::any_of(queues.begin(), queues.end(),
                                     [&](const Node& each) { return same_value(each, queue); });
      if (!known) queues.push_back(queue);
    }
    if (queues.empty()) return {};
    return Node::sequence(arena_.copy(std::span<const Node>(queues)), queues.front().span());
  }

  Node builder_of(const agent::AgentConfig& config) {
    const agent::Builder& from = config.builder;
    const Node destination = build::destination_of(root_, arena_);
    if (config.registry.block.size() > 0 && !destination.valid()) {
      residue(config.registry.block.span(),
              "registry names no whole repository, so that there is no builder.destination",
              "write builder: {destination: …} instead");
    }
    MappingBuilder builder;
    const bool used = from.block.size() > 0 || destination.valid();
    if (used && !from.type.valid()) {
      builder.set("type", whole_, Node::string("docker", whole_));
    }
    set(builder, "type", from.type);
    set(builder, "destination", destination);
    set(builder, "accelerator", accelerator_of(from));
    for (const Member& member : from.block.members()) {
      const bool done = member.key == "cuda" || builder.find(member.key) != nullptr;
      if (!done) set(builder, member.key, member.value);
    }
    return builder.build(arena_, from.block.valid() ? from.block.span() : whole_);
  }

  Node accelerator_of(const agent::Builder& builder) const {
    const Node& image = builder.accelerator_base_image;
    if (!image.valid()) return {};
    return MappingBuilder().set("base_image", image.span(), image).build(arena_, image.span());
  }

  // --- what comes back ------------------------------------------------------------------------

  static void set_number(MappingBuilder& map, std::string_view key,
                         const agent::Setting<std::int64_t>& setting) {
    set(map, key, setting.node);
  }

  // What launch makes of a configuration.
  Node view(const agent::AgentConfig& config, const Node& root) const {
    MappingBuilder all;
    if (!context_.options.job_fields.contains("entity")) set(all, "entity", config.entity);
    set(all, "queues", queues_of(config));
    set_number(all, "max_jobs", config.max_jobs);
    set_number(all, "max_schedulers", config.max_schedulers);
    set(all, "secure_mode", config.secure_mode.node);
    set_number(all, "verbosity", config.verbosity);
    set_number(all, "stopped_run_timeout", config.stopped_run_timeout);
    set(all, "environment", config.environment.block);
    MappingBuilder builder(config.builder.block);
    for (const char* key : {"type", "cuda", "accelerator", "destination"}) builder.erase(key);
    // Without one it is docker.
    const Node& type = config.builder.type;
    const bool named = type.valid() && type.as_string() != "docker";
    if (named) set(builder, "type", type);
    set(builder, "accelerator", accelerator_of(config.builder));
    set(builder, "destination", build::destination_of(root, arena_));
    set(all, "builder", builder.build(arena_, whole_));
    return all.build(arena_, whole_);
  }

  void compare(const agent::AgentConfig& config, const std::string& text) {
    Diagnostics found;
    const SourceId id = context_.sources.add("launch-config.yaml", text);
    const std::vector<Document> back = read_yaml(id, context_.sources, arena_, found);
    if (back.size() != 1) return residue(whole_, "nothing is written of it");
    const Node& root = back[0].root;
    agent::judge_config(root, {arena_, context_.sources, found});
    const bool sound = !context_.diagnostics.has_errors();
    for (const Diagnostic& each : found.all()) {
      // What is wrong with the file and not with the source would be our mistake: it is said.
      if (sound && each.severity == Severity::Error) context_.diagnostics.report(each);
    }
    compare_trees(view(config, root_), view(agent::read_config(root, arena_), root),
                  {wandb_importer, {}, context_});
  }

  ImportContext& context_;
  Arena& arena_;
  Span whole_;
  Node root_;
  std::vector<Span> dropped_;
};

}  // namespace

Imported import_agent_config(const Node& root, ImportContext& context) {
  return AgentImport(root, context).run();
}

}  // namespace launch
