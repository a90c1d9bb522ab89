#include "compiler/compile.h"

#include <algorithm>

#include "compiler/build/judge_builder.h"
#include "compiler/check/check.h"
#include "compiler/check/check_scalars.h"
#include "compiler/check/ignores.h"
#include "compiler/resolve/merge.h"
#include "compiler/resolve/normalise.h"
#include "compiler/resolve/settings.h"
#include "compiler/resolve/variables.h"
#include "compiler/spec/decode.h"
#include "compiler/spec/schema_rules.h"
#include "compiler/spec/wandb_env.h"
#include "compiler/target/choose.h"
#include "compiler/target/portability.h"

namespace launch {
namespace {

// The queue alone, or the queue, the bases, the job and the flags; weakest first.
Layers layers_of(const CompileInput& input, const LoadContext& context) {
  if (input.kind == DocumentKind::Queue) {
    Layers queue;
    queue.layers.push_back({Role::Queue, wrap_raw_queue(input.load.job, context.arena)});
    return queue;
  }
  Layers layers = load_layers(input.load, context);
  const std::vector<Layer> defaults = layers_of_settings(input.defaults, Role::Defaults, context);
  layers.layers.insert(layers.layers.begin(), defaults.begin(), defaults.end());
  return layers;
}

// True when each is right even as a whole document.
bool check_layers(std::span<const Layer> layers, Diagnostics& diagnostics) {
  bool whole = true;
  for (const Layer& layer : layers) {
    const DocumentKind kind = layer.role == Role::Queue ? DocumentKind::Queue : DocumentKind::Job;
    whole = check_schema(layer.root, kind, schema::Presence::Optional, diagnostics) && whole;
    check_ambiguous_scalars(layer.root, diagnostics);
  }
  return whole;
}

std::vector<Layer> normalise(std::span<const Layer> layers, TargetContext& target_context) {
  NormaliseContext context{
      target_context.sources, target_context.arena, target_context.diagnostics, {}, {}};
  context.canonical_resource = [](std::string_view name) {
    const std::string_view canonical = canonical_resource(name);
    return canonical.empty() ? name : canonical;
  };
  context.normalise_block = [&](std::string_view resource, const Node& block) {
    const Target* target = find_target(resource);
    if (target == nullptr || !block.is_mapping()) return block;
    return target->normalise_args(block, target_context);
  };
  std::vector<Layer> result;
  for (const Layer& layer : layers) result.push_back(normalise_layer(layer, context));
  return result;
}

// Lists inside a target's block merge as that target says.
std::string_view target_list_key(const Path& path) {
  if (path.size() < 3 || path[0] != "resource_args") return {};
  const Target* target = find_target(path[1]);
  if (target == nullptr || target->list_key == nullptr) return {};
  return target->list_key(std::span(path).subspan(2));
}

// Without a project, W&B takes that of a job named entity/project/name:alias
// (wandb/sdk/launch/utils.py, construct_launch_spec).
Node with_project_of_job(const Node& root, Arena& arena) {
  const Node* project = root.find("project");
  const Node* job = root.find("job");
  if (project != nullptr || job == nullptr || !job->is_string()) return root;
  const std::string_view name = job->as_string();
  const std::size_t first = name.find('/');
  const std::size_t second = name.find('/', first + 1);
  const bool three =
      second != std::string_view::npos && name.find('/', second + 1) == std::string_view::npos;
  if (first == std::string_view::npos || !three) return root;
  const Node value = Node::string(name.substr(first + 1, second - first - 1), job->span())
                         .with_history(job->history())
                         .with_step(arena, {Step::Action::Moved, job->span(), "job"});
  return MappingBuilder(root).set("project", job->span(), value).build(arena, root.span());
}

// --run-id, else the job's own, else 8 characters that depend on the resolved job and the image
// that was built for it alone.
Node with_run_id(const Node& root, const Node& image_uri, bool judge_only, Arena& arena,
                 SourceMap& sources) {
  const Node* given = root.find("run_id");
  if (given != nullptr && !given->is_null()) return root;
  // Nobody sees the id of a job that is only judged, and any id is as good as the right one then.
  constexpr std::string_view kAnyId = "00000000";
  const Node id = built_in_text(judge_only ? std::string(kAnyId) : derive_run_id(root, image_uri),
                                "derived from the resolved job; --run-id sets it", arena, sources);
  return MappingBuilder(root).set("run_id", id.span(), id).build(arena, root.span());
}

Role role_of(SourceId id, std::span<const Layer> layers) {
  for (const Layer& layer : layers) {
    if (layer.root.span().source == id) return layer.role;
  }
  return Role::Flags;
}

std::optional<SourceId> queue_source(std::span<const Layer> layers) {
  for (const Layer& layer : layers) {
    if (layer.role == Role::Queue) return layer.root.span().source;
  }
  return {};
}

std::vector<Span> used_declarations(std::span<const Variable> variables) {
  std::vector<Span> used;
  for (const Variable& variable : variables) {
    if (variable.used && variable.declared_by_queue) used.push_back(variable.name_span);
  }
  return used;
}

bool holds_variable(const Layer& layer, const SourceMap& sources) {
  return sources.text(layer.root.span().source).find("{{") != std::string_view::npos;
}

// By source: how many layers are weaker.
std::vector<std::size_t> layer_order(std::span<const Layer> layers) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const auto source = static_cast<std::size_t>(layers[i].root.span().source);
    if (order.size() <= source) order.resize(source + 1, 0);
    order[source] = i + 1;
  }
  return order;
}

Node flag_text(std::string_view flag, const std::string& text, SourceMap& sources) {
  const SourceId id = sources.add(std::string(flag), text, SourceMap::Kind::Flag);
  return Node::string(sources.text(id), {id, 0, static_cast<std::uint32_t>(text.size())});
}

// What the targets that were chosen have no use for.
void report_portability(const Spec& spec, std::string_view asked,
                        std::span<const std::string_view> rendered, Diagnostics& diagnostics) {
  if (asked == kAllTargets) return report_foreign_needs(spec, rendered, diagnostics);
  if (rendered.size() == 1) report_unused_blocks(spec, rendered[0], diagnostics);
}

bool any_holds_image(std::span<const Artifact> artifacts) {
  return std::any_of(artifacts.begin(), artifacts.end(), [](const Artifact& artifact) {
    const Argv* argv = std::get_if<Argv>(&artifact.content);
    if (argv == nullptr) return true;
    return std::any_of(argv->words.begin(), argv->words.end(),
                       [](const Word& word) { return word.field == "image"; });
  });
}

// What a request lacks may still come from a queue or base, where nothing is rendered.
void take_findings(const Diagnostics& said, bool judge_only, Diagnostics& diagnostics) {
  for (const Diagnostic& found : said.all()) {
    const bool advice = judge_only && found.rule == &kIncomplete;
    diagnostics.report_as(advice ? Severity::Warning : found.severity, found);
  }
}

}  // namespace

Compiled compile(const CompileInput& input, const Files& files, SourceMap& sources, Arena& arena,
                 Diagnostics& diagnostics) {
  Compiled result;
  TargetContext target_context{arena, sources, diagnostics, input.options};

  // Everything the job names; weakest first.
  Layers loaded = layers_of(input, {sources, arena, diagnostics, files});
  result.directives = std::move(loaded.directives);
  std::vector<Directive> comments(input.load.directives.begin(), input.load.directives.end());
  comments.insert(comments.end(), result.directives.begin(), result.directives.end());
  const auto is_refused = [&] { return holds_error(diagnostics, comments, sources); };
  result.layers = loaded.layers;
  // Blame each document for its own mistakes before they meet others.
  const bool whole = check_layers(loaded.layers, diagnostics);
  // A key that is misspelt would also be missing, and a value of the wrong type wrong again further
  // on: one cause is said once, so that the rest is judged as if it were only a part of a job.
  const bool sound = !is_refused();

  // One spelling for each thing, then one tree; the loser of each field stays in its history.
  const std::vector<Layer> layers = normalise(loaded.layers, target_context);
  Merged merged = merge_layers(layers, {arena, diagnostics, target_list_key});

  // {{ }} first: the queue's owners constrain those; then ${ }, which only the launch knows.
  const bool judge_only = input.targets == CompileInput::Targets::Every;
  const bool queue_missing =
      judge_only && loaded.queue_name.valid() && !queue_source(loaded.layers);
  const VariableContext context{arena,
                                sources,
                                diagnostics,
                                input.kind == DocumentKind::Queue,
                                input.kind == DocumentKind::Base || queue_missing,
                                input.parameters};
  std::vector<Variable> variables = collect_variables(layers, context);
  merged = fill_variables(std::move(merged), variables, context);
  result.used_declarations = used_declarations(variables);
  const Node image_uri =
      input.image_uri ? flag_text(input.image_from, *input.image_uri, sources) : Node();
  merged.root =
      with_run_id(with_project_of_job(merged.root, arena), image_uri, judge_only, arena, sources);
  const bool partial = input.kind != DocumentKind::Job || !sound;
  MacroValues macros{{}, input.environment, partial};
  if (image_uri.valid()) macros.given["image_uri"] = image_uri;
  Filled filled = fill_macros(std::move(merged), macros, {arena, sources, diagnostics});

  // Now types and required keys can be judged.
  const schema::Presence presence =
      partial ? schema::Presence::Optional : schema::Presence::Required;
  // One whole document without a hole has been judged as it is.
  const bool changed = loaded.layers.size() > 1 || holds_variable(loaded.layers[0], sources);
  if (sound && (changed || !whole)) {
    check_schema(filled.root, DocumentKind::Job, presence, diagnostics);
  }
  const auto strength = [order = layer_order(loaded.layers)](const Node& node) {
    const auto source = static_cast<std::size_t>(node.span().source);
    return source < order.size() ? order[source] : std::size_t{0};
  };
  result.spec = decode_spec(
      filled, {arena, sources, diagnostics, loaded.queue_name, image_uri, partial, strength});
  result.spec.strength = strength;
  result.spec.in_queue = [queue = queue_source(loaded.layers)](Span place) {
    return queue && place.source == *queue;
  };
  if (input.environment != nullptr) result.spec.environment = *input.environment;
  result.deferred = std::move(filled.deferred);
  result.removed = std::move(filled.removed);
  run_checks({result.spec, sources, arena, diagnostics, input.kind == DocumentKind::Queue,
              [&](SourceId id) { return role_of(id, loaded.layers); },
              input.kind == DocumentKind::Base, canonical_resource(input.target)});

  // What would run, and what its target says to it.
  const Node asked =
      input.target.empty() ? Node() : flag_text("--target", std::string(input.target), sources);
  const bool every = judge_only || !sound;
  std::vector<std::string_view> rendered;
  for (const Target* target : choose_targets(result.spec, asked, every, diagnostics)) {
    Diagnostics said;
    TargetContext own{arena, sources, said, input.options};
    result.artifacts.push_back(target->emit(result.spec, own));
    take_findings(said, judge_only, diagnostics);
    rendered.push_back(target->name);
  }
  report_portability(result.spec, input.target, rendered, diagnostics);
  const bool built_later = result.spec.image.is_deferred() &&
                           result.spec.source != SourceKind::Image &&
                           any_holds_image(result.artifacts);
  if (built_later) {
    result.deferred.push_back({"image_uri", result.spec.source_node.span(), {"image"}});
  }
  if (sound && (built_later || input.kind != DocumentKind::Job)) {
    const std::string_view target =
        rendered.empty() ? canonical_resource(result.spec.resource.as_string()) : rendered[0];
    const Node no_agent;
    build::judge_builder({result.spec, target, no_agent, arena, sources}, diagnostics);
  }
  if (result.artifacts.empty() && input.kind == DocumentKind::Job && !is_refused()) {
    report_unknown_target(result.spec.resource, diagnostics);
  }
  if (!input.keep_artifacts && is_refused()) result.artifacts.clear();
  return result;
}

}  // namespace launch
