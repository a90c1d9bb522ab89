#include "compiler/spec/wandb_env.h"

#include <algorithm>

#include "compiler/document/write_json.h"
#include "compiler/spec/checkpoint.h"
#include "compiler/spec/deferred_text.h"

namespace launch {
namespace {

class Builder {
 public:
  Builder(const Spec& spec, const WandbEnvContext& context) : spec_(spec), context_(context) {}

  std::vector<EnvVar> run() {
    result_.reserve(16);
    constant("WANDB_BASE_URL", context_.base_url);
    const Span nowhere = built_in("").span();
    add("WANDB_API_KEY", Node::scalar(Kind::Null, {}, nowhere)
                             .with_step(context_.arena, {Step::Action::Completed, nowhere,
                                                         "taken from the submitting environment"}));
    copy("WANDB_PROJECT", spec_.project);
    copy("WANDB_ENTITY", spec_.entity);
    constant("WANDB_LAUNCH", "True");
    copy("WANDB_RUN_ID", spec_.run_id);
    if (spec_.source == SourceKind::Image) copy("WANDB_DOCKER", spec_.image);
    copy("WANDB_NAME", spec_.name);
    // Who has a key of their own is known by it (wandb/sdk/launch/_project_spec.py,
    // get_env_vars_dict).
    const Node* own_key = spec_.root.find(kOwnKey);
    const bool known = own_key != nullptr && !own_key->as_string().empty();
    if (spec_.author.valid() && !known) add("WANDB_USERNAME", text(spec_.author));
    copy("WANDB_SWEEP_ID", spec_.sweep_id);
    // auto, never and must are wandb.init()'s own words.
    const Node* resume = spec_.root.find("resume");
    if (resume != nullptr && resume->is_string()) {
      copy("WANDB_RESUME", *resume);
    } else if (const auto count = spec_.resume_count.as_integer(); count.value_or(0) > 0) {
      add("WANDB_RESUME", built_in("allow").with_span(spec_.resume_count.span()));
    }
    copy("WANDB_LAUNCH_QUEUE_NAME", spec_.queue);
    if (spec_.queue.valid()) {
      copy("WANDB_LAUNCH_QUEUE_ENTITY",
           spec_.queue_entity.valid() ? spec_.queue_entity : spec_.entity);
    }
    checkpoint();
    json("WANDB_CONFIG", spec_.hyperparameters);
    json("WANDB_LAUNCH_FILE_OVERRIDES", spec_.files);
    add("WANDB_ARTIFACTS", artifacts());
    return std::move(result_);
  }

 private:
  // The code's own business; W&B has no variables for it.
  void checkpoint() {
    const std::optional<Checkpoint> checkpoint = checkpoint_of(spec_);
    if (!checkpoint) return;
    if (checkpoint->path.valid()) copy("LAUNCH_CHECKPOINT_DIR", checkpoint->path);
    if (checkpoint->artifact != nullptr) {
      copy("LAUNCH_CHECKPOINT_ARTIFACT", checkpoint->artifact->value);
    }
  }

  Node built_in(std::string_view text) const {
    return built_in_text(text, "set for wandb.init()", context_.arena, context_.sources);
  }

  bool set_by_user(std::string_view name) const {
    return std::any_of(spec_.env.begin(), spec_.env.end(),
                       [&](const EnvVar& variable) { return variable.name == name; });
  }

  void add(std::string_view name, const Node& value) {
    if (set_by_user(name)) return;
    result_.push_back({context_.arena.copy(name), value.span(), value});
  }
  void constant(std::string_view name, std::string_view value) { add(name, built_in(value)); }
  void copy(std::string_view name, const Node& value) {
    if (value.valid() && !value.as_string().empty()) add(name, text(value));
  }
  Node text(const Node& value) const {
    if (value.is_string()) return value;
    return Node::string(scalar_text(value, context_.arena), value.span())
        .with_history(value.history());
  }

  static bool any_secret(const Node& node) {
    const auto secret = [](const auto& child) { return any_secret(child); };
    const auto secret_member = [](const Member& member) { return any_secret(member.value); };
    return node.is_secret() || std::any_of(node.items().begin(), node.items().end(), secret) ||
           std::any_of(node.members().begin(), node.members().end(), secret_member);
  }
  static bool any_deferred(const Node& node) {
    const auto deferred = [](const auto& child) { return any_deferred(child); };
    const auto deferred_member = [](const Member& member) { return any_deferred(member.value); };
    return node.is_deferred() || std::any_of(node.items().begin(), node.items().end(), deferred) ||
           std::any_of(node.members().begin(), node.members().end(), deferred_member);
  }

  Node as_json(const Node& map) const {
    if (!map.valid()) return built_in("{}");
    if (map.size() == 0 && context_.sources.kind(map.span().source) == SourceMap::Kind::BuiltIn) {
      return built_in("{}");
    }
    const bool deferred = any_deferred(map);
    const std::string json = write_json(deferred ? escaped(map) : map, JsonStyle::Python);
    return Node::string(context_.arena.copy(json), map.span())
        .with_history(map.history())
        .with_secret(any_secret(map))
        .with_deferred(deferred);
  }

  // Every text of the tree as it is written in a deferred one. JSON's own escapes neither make nor
  // break a macro, so that they may come afterwards.
  Node escaped(const Node& node) const {
    if (node.is_string() && !node.is_deferred()) {
      return Node::string(context_.arena.copy(escape_macros(node.as_string())), node.span());
    }
    if (node.is_sequence()) {
      std::vector<Node> items;
      for (const Node& item : node.items()) items.push_back(escaped(item));
      return Node::sequence(context_.arena.copy(std::span<const Node>(items)), node.span());
    }
    if (!node.is_mapping()) return node;
    std::vector<Member> members;
    for (const Member& member : node.members()) {
      const std::string_view key = context_.arena.copy(escape_macros(member.key));
      members.push_back({key, member.key_span, escaped(member.value)});
    }
    return Node::mapping(context_.arena.copy(std::span<const Member>(members)), node.span());
  }

  // W&B cuts the ASCII text in slices of exactly the limit. A macro that waits is left whole.
  std::vector<Node> slices(const Node& whole) const {
    const std::size_t limit = context_.longest_value;
    const std::string_view text = whole.as_string();
    if (text.size() <= limit) return {whole};
    std::vector<Node> result;
    TextBuilder slice(context_.arena);
    std::size_t length = 0;
    const auto cut = [&] {
      result.push_back(slice.build(whole.span()));
      slice = TextBuilder(context_.arena);
      length = 0;
    };
    std::vector<Piece> pieces{{Piece::Kind::Literal, text}};
    if (whole.is_deferred()) pieces = parse_deferred(text);
    for (const Piece& piece : pieces) {
      if (piece.kind == Piece::Kind::Macro) {
        const std::string_view macro = text.substr(piece.begin, piece.end - piece.begin);
        if (length > 0 && length + macro.size() > limit) cut();
        slice.add_macro(macro);
        length += macro.size();
        continue;
      }
      for (std::string_view rest = piece.text; !rest.empty();) {
        if (length >= limit) cut();
        const std::string_view part = rest.substr(0, limit - length);
        slice.add(part);
        length += part.size();
        rest.remove_prefix(part.size());
      }
    }
    cut();
    return result;
  }

  void json(std::string_view name, const Node& map) {
    const Node whole = as_json(map);
    const std::vector<Node> parts = slices(whole);
    if (parts.size() == 1) return add(name, parts[0]);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      add(std::string(name) + "_" + std::to_string(i),
          parts[i].with_history(whole.history()).with_secret(whole.is_secret()));
    }
  }

  // The name of an artifact without its alias is its slot.
  static std::string_view slot_of(const Node& artifact) {
    const Node* name = artifact.is_mapping() ? artifact.find("name") : &artifact;
    if (name == nullptr || !name->is_string()) return {};
    return name->as_string().substr(0, name->as_string().rfind(':'));
  }

  Node artifacts() const {
    MappingBuilder builder;
    Span place = built_in("").span();
    if (spec_.job.valid() && spec_.job.is_string()) {
      builder.set("_wandb_job", spec_.job.span(), spec_.job);
      place = spec_.job.span();
    }
    for (const Node& artifact : spec_.input_artifacts.items()) {
      const std::string_view slot = slot_of(artifact);
      if (slot.empty()) continue;
      const Node* name = artifact.is_mapping() ? artifact.find("name") : &artifact;
      builder.set(slot, name->span(), *name);
      place = spec_.input_artifacts.span();
    }
    for (const Member& member : spec_.artifacts.members()) {
      builder.set(member.key, member.key_span, member.value);
      place = spec_.artifacts.span();
    }
    return as_json(builder.build(context_.arena, place));
  }

  const Spec& spec_;
  const WandbEnvContext& context_;
  std::vector<EnvVar> result_;
};

}  // namespace

std::vector<EnvVar> wandb_variables(const Spec& spec, const WandbEnvContext& context) {
  return Builder(spec, context).run();
}

Node built_in_text(std::string_view text, std::string_view why, Arena& arena, SourceMap& sources) {
  const std::string_view kept = arena.copy(text);
  const Span span{sources.built_in(), 0, 0};
  return Node::string(kept, span)
      .with_step(arena, {Step::Action::Completed, span, arena.copy(why)});
}

}  // namespace launch
