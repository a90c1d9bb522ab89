#include "compiler/resolve/settings.h"

#include <algorithm>

#include "compiler/resolve/resolve_rules.h"

namespace launch {
namespace {

// The setting's value as a node; YAML for --set and --override-resource-args.
std::optional<Node> value_of(const Setting& setting, const LoadContext& context) {
  const SourceId id = context.sources.add(setting.flag, setting.value, SourceMap::Kind::Flag);
  const std::string_view text = context.sources.text(id);
  const Span whole{id, 0, static_cast<std::uint32_t>(text.size())};
  const bool yaml =
      setting.kind == Setting::Kind::Set || setting.kind == Setting::Kind::ResourceArgs;
  if (!setting.has_value) return Node::scalar(Kind::Null, {}, whole);
  if (!yaml) return Node::string(text, whole);
  const std::size_t errors = context.diagnostics.error_count();
  const std::vector<Document> documents =
      read_yaml(id, context.sources, context.arena, context.diagnostics);
  if (context.diagnostics.error_count() > errors) return std::nullopt;
  if (documents.empty()) return Node::scalar(Kind::Null, {}, whole);
  return documents[0].root;
}

Node nested(const Path& path, const Node& leaf, Span span, Arena& arena) {
  Node node = leaf;
  for (auto step = path.rbegin(); step != path.rend(); ++step) {
    node = MappingBuilder().set(arena.copy(*step), span, node).build(arena, span);
  }
  return node;
}

// command[1]: there is no such path.
bool names_an_item(const Path& path) {
  return std::any_of(path.begin(), path.end(), [](const std::string& part) {
    return part.ends_with(']') && part.find('[') != std::string::npos;
  });
}

Path path_of(const Setting& setting) {
  switch (setting.kind) {
    case Setting::Kind::Env:
      return {"env", setting.path};
    case Setting::Kind::Variable:
      return {"template_variables", setting.path};
    case Setting::Kind::ResourceArgs:
      return {"resource_args"};
    default:
      return parse_field_path(setting.path);
  }
}

}  // namespace

std::vector<Layer> layers_of_settings(std::span<const Setting> settings, Role role,
                                      const LoadContext& context) {
  std::vector<Layer> layers;
  for (const Setting& setting : settings) {
    const std::optional<Node> value = value_of(setting, context);
    if (!value) continue;
    const Path path = path_of(setting);
    const bool whole_map = setting.kind == Setting::Kind::ResourceArgs && !value->is_mapping();
    if (names_an_item(path) && setting.kind != Setting::Kind::Env) {
      context.diagnostics.report(
          {&kBadSetting,
           value->span(),
           setting.flag + " names one item of a list, and a list is set as a whole",
           {},
           "--set 'command=[python, train.py]', or use !append"});
      continue;
    }
    if (path.empty() || path.back().empty() || whole_map) {
      const std::string wanted = whole_map
                                     ? "a map of targets, such as {\"docker\": {\"gpus\": \"all\"}}"
                                     : "a dotted path of fields";
      context.diagnostics.report(
          {&kBadSetting, value->span(), "expected " + wanted + " in " + setting.flag});
      continue;
    }
    layers.push_back({role, nested(path, *value, value->span(), context.arena), {}});
  }
  return layers;
}

std::vector<std::string> parse_field_path(std::string_view text) {
  std::vector<std::string> path(1);
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else {
        path.back() += c;
      }
    } else if ((c == '\'' || c == '"') && path.back().empty()) {
      quote = c;
    } else if (c == '\\' && i + 1 < text.size()) {
      path.back() += text[++i];
    } else if (c == '.') {
      path.emplace_back();
    } else {
      path.back() += c;
    }
  }
  if (quote != 0) return {};
  for (const std::string& part : path) {
    if (part.empty()) return {};
  }
  return path;
}

}  // namespace launch
