#include "compiler/import/wandb.h"

#include <algorithm>

#include "compiler/check/document_kind.h"
#include "compiler/import/docker_view.h"
#include "compiler/import/kubernetes.h"
#include "compiler/import/rules.h"
#include "compiler/import/sagemaker.h"
#include "compiler/target/docker/flags.h"

namespace launch {
namespace {

// As the target's own importer sees it.
Node rendered_view(const Compiled& compiled, Arena& arena) {
  if (compiled.artifacts.empty()) return {};
  const Artifact& artifact = compiled.artifacts[0];
  if (std::holds_alternative<Argv>(artifact.content)) return rendered_docker_view(compiled, arena);
  if (std::holds_alternative<Manifest>(artifact.content)) {
    return kubernetes_importer.view(compiled, arena);
  }
  return sagemaker_importer.view(compiled, arena);
}

const Node* child(const Node& map, std::string_view key) {
  const Node* node = map.find(key);
  return node == nullptr || node->is_null() ? nullptr : node;
}

// What W&B's page of a queue takes without a name around it: blocks by resource, a manifest, or
// the flags of docker. Not valid when it is none of these.
Node wrapped_block(const Node& root, Arena& arena) {
  const Span span = root.span();
  const auto every = [&](bool (*fits)(std::string_view key)) {
    return root.size() > 0 && std::all_of(root.members().begin(), root.members().end(),
                                          [&](const Member& member) { return fits(member.key); });
  };
  const auto with_resource = [&](std::string_view resource, const Node& blocks) {
    return MappingBuilder()
        .set("resource", span, Node::string(resource, span))
        .set("resource_args", span, blocks)
        .build(arena, span);
  };
  if (root.size() == 1 &&
      every([](std::string_view key) { return !canonical_resource(key).empty(); })) {
    return with_resource(canonical_resource(root.members()[0].key), root);
  }
  std::string_view resource;
  if (child(root, "kind") != nullptr && child(root, "spec") != nullptr) resource = "kubernetes";
  if (every([](std::string_view key) { return docker::find_flag_for_key(key) != nullptr; })) {
    resource = "docker";
  }
  if (resource.empty()) return wrap_raw_queue(root, arena);
  return with_resource(resource, MappingBuilder().set(resource, span, root).build(arena, span));
}

// One document of W&B's.
class WandbDocument {
 public:
  // `root`: a launch spec, or a queue in our form.
  WandbDocument(const Document& document, const Node& root, ImportContext& context)
      : document_(document), root_(root), context_(context) {}

  Draft run(bool is_queue) {
    Draft draft;
    draft.is_queue = is_queue;
    draft.place = document_.root.span();
    compile_original(draft);
    take_block(draft);
    draft.variables = Node::mapping({}, draft.place);
    if (is_queue) {
      declarations(draft);
    } else {
      overrides();
      image();
    }
    draft.job = rest(is_queue);
    if (const Node* name = child(root_, "name")) draft.name = name->as_string();
    return draft;
  }

 private:
  // Both are compiled for the same run, since the documents' digests differ.
  void compile_original(Draft& draft) {
    CompileInput input;
    input.load = {"source", root_, document_.directives, std::nullopt, {}};
    if (draft.is_queue) input.kind = DocumentKind::Queue;
    input.options = context_.options.targets;
    input.options.allow_plain_secrets = true;
    input.keep_artifacts = true;
    const Files none{[](const std::string& path) { return parse_file(path, {}); },
                     [](const std::string&, const std::string&) { return QueueLookup{}; }};
    Diagnostics found;
    const Compiled compiled = compile(input, none, context_.sources, context_.arena, found);
    draft.original = rendered_view(compiled, context_.arena);
    if (compiled.spec.run_id.valid()) draft.run_id = compiled.spec.run_id.as_string();
    if (!compiled.artifacts.empty()) draft.target = compiled.artifacts[0].target;
    for (const Diagnostic& diagnostic : found.all()) {
      if (diagnostic.severity == Severity::Error && diagnostic.rule->id != "secret/literal") {
        context_.diagnostics.report(diagnostic);
      }
    }
  }

  void take_block(Draft& draft) {
    const Node* blocks = child(root_, "resource_args");
    draft.resource_args = Node::mapping({}, draft.place);
    if (blocks == nullptr) return;
    for (const Member& member : blocks->members()) {
      if (canonical_resource(member.key) == draft.target && !draft.target.empty()) {
        draft.resource_args = member.value;
      } else if (member.value.size() > 0) {
        context_.diagnostics.report(
            {&kImportResidue, member.key_span,
             "the block " + quoted(member.key) + " is for another place than the one it runs in"});
      }
    }
  }

  // {schema: {…}} around a declaration says nothing.
  void declarations(Draft& draft) {
    const Node* declared = child(root_, "template_variables");
    if (declared == nullptr) return;
    MappingBuilder variables;
    for (const Member& member : declared->members()) {
      const Node* schema = member.value.find("schema");
      MappingBuilder plain(schema != nullptr && schema->is_mapping() ? *schema : member.value);
      for (const Member& own : member.value.members()) {
        const bool wrapped = schema != nullptr && own.key != "schema";
        if (wrapped) plain.set(own.key, own.key_span, own.value);
      }
      const bool bare = !member.value.is_mapping();
      variables.set(member.key, member.key_span,
                    bare ? member.value : plain.build(context_.arena, member.value.span()));
    }
    draft.variables = variables.build(context_.arena, declared->span());
  }

  void set(std::string_view name, const Node& value) { job_.set(name, value.span(), value); }

  // What overrides say goes to the job's own fields, where these say nothing else.
  void overrides() {
    const Node* overrides = child(root_, "overrides");
    if (overrides == nullptr || !overrides->is_mapping()) return;
    MappingBuilder kept;
    constexpr std::pair<std::string_view, std::string_view> kFields[] = {
        {"entry_point", "entry_point"}, {"args", "args"}, {"run_config", "hyperparameters"}};
    const bool has_command = child(root_, "command") != nullptr;
    for (const Member& member : overrides->members()) {
      const auto* field = std::find_if(std::begin(kFields), std::end(kFields),
                                       [&](const auto& each) { return each.first == member.key; });
      const bool moves =
          field != std::end(kFields) && !has_command && child(root_, field->second) == nullptr;
      const bool says_nothing =
          member.value.is_null() || (!member.value.is_scalar() && member.value.size() == 0);
      if (moves && !says_nothing) {
        set(field->second, member.value);
      } else if (!says_nothing || (field != std::end(kFields) && !moves)) {
        kept.set(member.key, member.key_span, member.value);
      }
    }
    if (!kept.members().empty()) set("overrides", kept.build(context_.arena, overrides->span()));
  }

  void image() {
    const Node* docker = child(root_, "docker");
    MappingBuilder kept;
    const Node* image = nullptr;
    if (docker != nullptr) {
      image = child(*docker, "docker_image");
      if (image == nullptr) image = child(*docker, "image");
      for (const Member& member : docker->members()) {
        const bool is_image = member.key == "docker_image" || member.key == "image";
        const bool says_nothing =
            member.value.is_null() || (!member.value.is_scalar() && member.value.size() == 0);
        if (!is_image && !says_nothing) kept.set(member.key, member.key_span, member.value);
      }
    }
    if (image == nullptr) image = child(root_, "image_uri");
    if (image != nullptr && child(root_, "image") == nullptr) set("image", *image);
    if (!kept.members().empty()) set("docker", kept.build(context_.arena, docker->span()));
  }

  // All other fields, those first that people look for first.
  Node rest(bool is_queue) {
    constexpr std::string_view kFirst[] = {
        "entity", "project", "name",  "author",      "run_id", "queue",   "queue_entity",
        "job",    "git",     "image", "entry_point", "args",   "command", "env"};
    constexpr std::string_view kTaken[] = {"resource",  "resource_args", "docker",
                                           "image_uri", "overrides",     "_wandb_api_key"};
    MappingBuilder all;
    const auto add = [&](std::string_view key, const Node& value) {
      const bool says_nothing = value.is_null() || (!value.is_scalar() && value.size() == 0);
      if (!says_nothing && all.find(key) == nullptr) all.set(key, value.span(), value);
    };
    for (const std::string_view key : kFirst) {
      if (const Node* value = job_.find(key)) add(key, *value);
      if (const Node* value = child(root_, key)) add(key, *value);
    }
    for (const Member& member : job_.members()) add(member.key, member.value);
    for (const Member& member : root_.members()) {
      const bool taken =
          std::find(std::begin(kTaken), std::end(kTaken), member.key) != std::end(kTaken) ||
          (is_queue && member.key == "template_variables");
      if (!taken) add(member.key, member.value);
    }
    return all.build(context_.arena, document_.root.span());
  }

  const Document& document_;
  Node root_;
  ImportContext& context_;
  MappingBuilder job_;
};

std::vector<Draft> read_wandb(SourceId source, ImportContext& context) {
  std::vector<Draft> drafts;
  for (const Document& document :
       read_yaml(source, context.sources, context.arena, context.diagnostics)) {
    if (!document.root.is_mapping()) {
      context.diagnostics.report({&kImportBroken, document.root.span(),
                                  "a launch spec is a map, and this is " +
                                      std::string(kind_phrase(document.root.kind()))});
      continue;
    }
    const ExpectedKind expected = context.options.kind;
    const Node block = wrapped_block(document.root, context.arena);
    if (!expected && block.find("resource_args") != nullptr &&
        document.root.find("resource_args") == nullptr) {
      drafts.push_back(WandbDocument(document, block, context).run(true));
      continue;
    }
    const KindResult kind = kind_of(document, expected, false, context.diagnostics);
    if (!kind.kind) continue;
    if (*kind.kind == DocumentKind::Agent) {
      Draft draft;
      draft.is_agent = true;
      draft.original = document.root;
      drafts.push_back(std::move(draft));
      continue;
    }
    if (*kind.kind == DocumentKind::Sweep) {
      context.diagnostics.report({&kImportBroken,
                                  document.root.span(),
                                  "a sweep is read as it is, and there is nothing to import",
                                  {},
                                  "launch validate judges it"});
      continue;
    }
    drafts.push_back(
        WandbDocument(document, document.root, context).run(*kind.kind == DocumentKind::Queue));
  }
  return drafts;
}

std::string_view list_key(std::span<const std::string> path) {
  return kubernetes_importer.list_key(path);
}

}  // namespace

const Importer wandb_importer{"wandb", "a launch spec, or the configuration of a queue or an agent",
                              read_wandb, rendered_view, list_key};

}  // namespace launch
