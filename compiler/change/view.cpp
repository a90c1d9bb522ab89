#include "compiler/change/view.h"

#include <algorithm>
#include <array>

namespace launch {
namespace {

constexpr Span kNowhere{};

// "args[3]" is an item of "args".
std::string_view list_name(std::string_view field) {
  const std::size_t bracket = field.find('[');
  return field.ends_with(']') && bracket != std::string_view::npos ? field.substr(0, bracket)
                                                                   : std::string_view();
}

class ArgvView {
 public:
  ArgvView(const Argv& argv, Arena& arena) : argv_(argv), arena_(arena) {}

  MappingBuilder run() {
    for (std::size_t i = 0; i < argv_.words.size();) i = take(i);
    for (const ProcessVariable& variable : argv_.environment) {
      if (env_.find(variable.name) == nullptr) {
        env_.set(variable.name, variable.value.span(), variable.value);
      }
    }
    for (const auto& [name, items] : lists_) {
      const Span place = items.front().span();
      view_.set(name, place, Node::sequence(arena_.copy(std::span<const Node>(items)), place));
    }
    const bool any = !env_.members().empty();
    if (any) view_.set("env", kNowhere, env_.build(arena_, env_.members().front().value.span()));
    return std::move(view_);
  }

 private:
  // One flag with its value, or one word; the index behind it.
  std::size_t take(std::size_t i) {
    const std::string_view field = argv_.words[i].field;
    std::size_t end = i + 1;
    const auto same = [&] { return end < argv_.words.size() && argv_.words[end].field == field; };
    if (!list_name(field).empty()) {
      while (same()) ++end;
      item(list_name(field), argv_.words[end - 1].node);
    } else if (field.starts_with("env.")) {
      while (same()) ++end;
      variable(field.substr(4), argv_.words[end - 1].node);
    } else if (is_flag(argv_.words[i], field)) {
      if (same() && !is_flag(argv_.words[end], field)) ++end;
      const Node& first = argv_.words[i].node;
      item(field, end - i == 2 ? argv_.words[end - 1].node : bare(first));
    } else {
      item(field, argv_.words[i].node);
    }
    return end;
  }

  static bool is_flag(const Word& word, std::string_view field) {
    const std::string_view text = word.node.as_string();
    if (!text.starts_with("--") || !text.substr(2).starts_with(field)) return false;
    return text.size() == field.size() + 2 || text[field.size() + 2] == '=';
  }

  // --rm is true, --sig-proxy=false is false.
  static Node bare(const Node& flag) {
    const std::size_t equals = flag.as_string().find('=');
    const std::string_view text =
        equals == std::string_view::npos ? "true" : flag.as_string().substr(equals + 1);
    return Node::scalar(Kind::Bool, text, flag.span()).with_history(flag.history());
  }

  void item(std::string_view name, const Node& node) {
    const auto known = std::find_if(lists_.begin(), lists_.end(),
                                    [&](const auto& list) { return list.first == name; });
    auto& list = known == lists_.end() ? lists_.emplace_back(name, std::vector<Node>()) : *known;
    list.second.push_back(node);
  }

  // NAME=VALUE; NAME alone has its value in the process's own environment.
  void variable(std::string_view name, const Node& word) {
    const auto own = std::find_if(argv_.environment.begin(), argv_.environment.end(),
                                  [&](const ProcessVariable& each) { return each.name == name; });
    const std::string_view text = word.as_string();
    Node value;
    if (own != argv_.environment.end()) {
      value = own->value.with_history(word.history());
    } else {
      const std::string_view rest = text.substr(std::min(text.size(), name.size() + 1));
      value = Node::string(rest, word.span()).with_history(word.history());
      value = value.with_secret(word.is_secret()).with_deferred(word.is_deferred());
    }
    env_.set(name, word.span(), value);
  }

  const Argv& argv_;
  Arena& arena_;
  MappingBuilder view_, env_;
  std::vector<std::pair<std::string_view, std::vector<Node>>> lists_;
};

MappingBuilder view_of_content(const Argv& argv, Arena& arena) {
  return ArgvView(argv, arena).run();
}

MappingBuilder view_of_content(const Manifest& manifest, Arena& arena) {
  if (manifest.documents.empty()) return {};
  MappingBuilder view(manifest.documents.back());
  for (std::size_t i = 0; i + 1 < manifest.documents.size(); ++i) {
    const Node& document = manifest.documents[i];
    const Node* kind = document.find("kind");
    const std::string start(kind == nullptr ? "object" : kind->as_string());
    std::string name = start;
    for (int n = 2; view.find(name) != nullptr; ++n) name = start + std::to_string(n);
    view.set(arena.copy(name), document.span(), document);
  }
  return view;
}

MappingBuilder view_of_content(const Request& request, Arena&) {
  return MappingBuilder(request.body);
}

// The name of an artifact without its version tells inputs apart.
std::string_view slot_of(const Node& artifact) {
  const Node* name = artifact.is_mapping() ? artifact.find("name") : &artifact;
  if (name == nullptr || !name->is_string()) return {};
  const std::string_view text = name->as_string();
  const std::size_t colon = text.rfind(':');
  const bool alias = colon != std::string_view::npos && text.find('/', colon) == text.npos;
  return alias ? text.substr(0, colon) : text;
}

Node by_slot(const Node& artifacts, Arena& arena) {
  MappingBuilder slots;
  for (const Node& artifact : artifacts.items()) {
    const std::string_view slot = slot_of(artifact);
    if (slot.empty() || slots.find(slot) != nullptr) return artifacts;
    slots.set(slot, artifact.span(), artifact);
  }
  return slots.build(arena, artifacts.span());
}

}  // namespace

Node view_of(const Artifact& artifact, const Spec& spec, Arena& arena) {
  MappingBuilder view = std::visit(
      [&](const auto& content) { return view_of_content(content, arena); }, artifact.content);
  const auto add = [&](std::string_view name, const Node& node) {
    if (node.valid() && !node.is_null() && view.find(name) == nullptr) {
      view.set(name, node.span(), node);
    }
  };
  add("hyperparameters", spec.hyperparameters);
  add("artifacts", spec.artifacts);
  add("input_artifacts", by_slot(spec.input_artifacts, arena));
  add("output_artifacts", spec.output_artifacts);
  add("files", spec.files);
  add("job", spec.job);
  if (spec.source == SourceKind::Git) add("git", spec.source_node);
  if (spec.source == SourceKind::Artifact) add("artifact", spec.source_node);
  return view.build(arena, spec.root.span());
}

bool is_packed_variable(std::string_view name, const Node& value, const Spec& spec,
                        const SourceMap& sources) {
  const bool known = name == "WANDB_ARTIFACTS" || name.starts_with("WANDB_CONFIG") ||
                     name.starts_with("WANDB_LAUNCH_FILE_OVERRIDES");
  if (!known) return false;
  if (sources.kind(value.span().source) == SourceMap::Kind::BuiltIn) return true;
  const std::array packed{&spec.hyperparameters, &spec.files, &spec.artifacts,
                          &spec.input_artifacts, &spec.job};
  return std::any_of(packed.begin(), packed.end(), [&](const Node* node) {
    return node->valid() && node->span() == value.span();
  });
}

}  // namespace launch
