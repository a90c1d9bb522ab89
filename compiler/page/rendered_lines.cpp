#include "compiler/page/rendered_lines.h"

#include <algorithm>

#include "compiler/document/write_json.h"
#include "compiler/document/write_yaml.h"
#include "compiler/spec/shell_words.h"

namespace launch::page {
namespace {

std::string blanks(std::size_t count) { return std::string(count, ' '); }

std::string below(const std::string& field, std::string_view key) {
  const bool plain = key.find_first_of("./[]") == std::string_view::npos;
  if (!plain) return field + "[" + std::string(key) + "]";
  return field + (field.empty() ? "" : ".") + std::string(key);
}

std::string below(const std::string& field, std::size_t index) {
  return field + "[" + std::to_string(index) + "]";
}

class TreeLines {
 public:
  TreeLines(const Masks& masks, std::vector<RenderedLine>& lines) : masks_(masks), lines_(lines) {}

  // `first` is what stands on the line already.
  void yaml(const Node& node, const std::string& first, std::size_t indent,
            const std::string& field) {
    if (node.size() == 0 || node.is_secret()) {
      lines_.push_back({first, RenderedValue{field, yaml_scalar(node, indent), node}, {}});
      return;
    }
    std::string begun = first;
    for (std::size_t i = 0; i < node.items().size(); ++i) {
      yaml(node.items()[i], begun + "- ", indent + 2, below(field, i));
      begun = blanks(indent);
    }
    for (const Member& member : node.members()) {
      const std::string key = begun + masks_.shown(one_line(Node::string(member.key, {}))) + ":";
      const std::string its_field = below(field, member.key);
      if (member.value.size() == 0 || member.value.is_secret()) {
        yaml(member.value, key + " ", indent + 2, its_field);
      } else {
        lines_.push_back({key, {}, {}});
        yaml(member.value, blanks(indent + 2), indent + 2, its_field);
      }
      begun = blanks(indent);
    }
  }

  void json(const Node& node, const std::string& first, const std::string& after,
            const std::string& field) {
    if (node.size() == 0 || node.is_secret()) {
      const std::string text = masks_.shown(write_json_redacted(node, JsonStyle::Compact), node);
      lines_.push_back({first, RenderedValue{field, text, node}, after});
      return;
    }
    const std::string indent = blanks(std::min(first.find_first_not_of(' '), first.size()));
    lines_.push_back({first + (node.is_mapping() ? "{" : "["), {}, {}});
    for (std::size_t i = 0; i < node.items().size(); ++i) {
      json(node.items()[i], indent + "  ", comma(i, node), below(field, i));
    }
    for (std::size_t i = 0; i < node.members().size(); ++i) {
      const Member& member = node.members()[i];
      const std::string key = masks_.shown(json_string(member.key));
      json(member.value, indent + "  " + key + ": ", comma(i, node), below(field, member.key));
    }
    lines_.push_back({indent + (node.is_mapping() ? "}" : "]") + after, {}, {}});
  }

 private:
  static std::string comma(std::size_t i, const Node& node) {
    return i + 1 < node.size() ? "," : "";
  }

  static std::string one_line(const Node& scalar) {
    std::string text = write_yaml(scalar);
    if (text.ends_with('\n')) text.pop_back();
    return text;
  }

  std::string yaml_scalar(const Node& node, std::size_t indent) const {
    const std::string_view raw = node.as_string();
    std::string shown = masks_.shown(raw, node);
    if (node.is_secret() || (node.is_scalar() && shown != raw)) return shown;
    const bool block = node.is_string() && raw.find('\n') != std::string_view::npos;
    if (!block) return one_line(node);
    std::string text = raw.ends_with('\n') ? "|" : "|-";
    for (std::size_t begin = 0; begin < raw.size();) {
      const std::size_t end = std::min(raw.find('\n', begin), raw.size());
      text += "\n" + blanks(indent) + std::string(raw.substr(begin, end - begin));
      begin = end + 1;
    }
    return text;
  }

  const Masks& masks_;
  std::vector<RenderedLine>& lines_;
};

std::string word_text(const Node& word, const Masks& masks) {
  const std::string shown = masks.shown(word.as_string(), word);
  return shown == word.as_string() ? shell_quote(shown) : shown;
}

// A flag that has a value stands on one line with it.
bool takes_next(const Argv& argv, std::size_t i) {
  return i + 1 < argv.words.size() && argv.words[i].node.as_string().starts_with('-') &&
         argv.words[i + 1].field == argv.words[i].field;
}

void add_environment(const Argv& argv, const Masks& masks, std::vector<RenderedLine>& lines) {
  for (const ProcessVariable& variable : argv.environment) {
    const std::string field = "env." + std::string(variable.name);
    const bool on_line = std::any_of(argv.words.begin(), argv.words.end(),
                                     [&](const Word& word) { return word.field == field; });
    if (on_line) continue;
    const std::string text = variable.value.is_null() ? "(from the submitting environment)"
                                                      : word_text(variable.value, masks);
    lines.push_back(
        {std::string(variable.name) + "=", RenderedValue{field, text, variable.value}, {}});
  }
}

std::vector<RenderedLine> lines_of(const Argv& argv, const Masks& masks) {
  std::vector<RenderedLine> lines;
  add_environment(argv, masks, lines);
  const std::size_t begin = lines.size();
  for (std::size_t i = 0; i < argv.words.size(); ++i) {
    const std::string field(argv.words[i].field);
    const bool program = field == "docker";
    if (program && lines.size() > begin) {
      lines.back().value->text += " " + word_text(argv.words[i].node, masks);
      continue;
    }
    std::string before = lines.size() > begin ? "  " : "";
    if (!program && takes_next(argv, i)) before += word_text(argv.words[i++].node, masks) + " ";
    const Node& word = argv.words[i].node;
    lines.push_back({before, RenderedValue{field, word_text(word, masks), word}, {}});
  }
  return lines;
}

std::vector<RenderedLine> lines_of(const Manifest& manifest, const Masks& masks) {
  std::vector<RenderedLine> lines;
  for (const Node& document : manifest.documents) {
    if (!lines.empty()) lines.push_back({"---", {}, {}});
    const Node* kind = document.find("kind");
    const bool beside = &document != &manifest.documents.back() && kind != nullptr;
    TreeLines(masks, lines).yaml(document, {}, 0, beside ? std::string(kind->as_string()) : "");
  }
  return lines;
}

std::vector<RenderedLine> lines_of(const Request& request, const Masks& masks) {
  std::vector<RenderedLine> lines;
  TreeLines(masks, lines).json(request.body, {}, {}, {});
  return lines;
}

}  // namespace

std::vector<RenderedLine> rendered_lines(const Artifact& artifact, const Masks& masks) {
  return std::visit([&](const auto& content) { return lines_of(content, masks); },
                    artifact.content);
}

std::vector<RenderedLine> yaml_lines(const Node& root, const std::string& name,
                                     const Masks& masks) {
  std::vector<RenderedLine> lines;
  TreeLines(masks, lines).yaml(root, {}, 0, name);
  return lines;
}

}  // namespace launch::page
