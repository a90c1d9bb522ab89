#include "cli/artifact_text.h"

#include "compiler/document/write_json.h"
#include "compiler/document/write_yaml.h"
#include "compiler/target/words.h"

namespace launch::cli {
namespace {

void append_environment(std::string& out, const Argv& argv) {
  out += ",\"environment\":[";
  for (const ProcessVariable& variable : argv.environment) {
    if (&variable != argv.environment.data()) out += ',';
    out += "{\"name\":" + json_string(variable.name);
    if (variable.value.is_secret()) {
      out += ",\"secret\":true";
    } else if (!variable.value.is_null()) {
      out += ",\"value\":" + json_string(variable.value.as_string());
    }
    if (variable.value.is_deferred()) out += ",\"deferred\":true";
    out += '}';
  }
  out += ']';
}

// Where macros wait: `${X}` is a macro there, and text elsewhere.
void append_deferred(std::string& out, const std::string& places) {
  if (!places.empty()) out += ",\"deferred\":[" + places + "]";
}

std::string deferred_words(const Argv& argv) {
  std::string indexes;
  for (std::size_t i = 0; i < argv.words.size(); ++i) {
    if (!argv.words[i].node.is_deferred()) continue;
    indexes += (indexes.empty() ? "" : ",") + std::to_string(i);
  }
  return indexes;
}

void append_content(std::string& out, const Argv& argv) {
  out += ",\"kind\":\"argv\",\"argv\":[";
  for (const Word& word : argv.words) {
    if (&word != argv.words.data()) out += ',';
    out += json_string(word.node.is_secret() ? kRedacted : word.node.as_string());
  }
  out += ']';
  append_deferred(out, deferred_words(argv));
  append_environment(out, argv);
}

// JSON Pointers to the texts in which macros wait.
void append_pointers(std::string& out, const Node& node, const std::string& pointer) {
  if (node.is_deferred()) out += (out.empty() ? "" : ",") + json_string(pointer);
  for (std::size_t i = 0; i < node.items().size(); ++i) {
    append_pointers(out, node.items()[i], pointer + "/" + std::to_string(i));
  }
  for (const Member& member : node.members()) {
    std::string token;
    for (const char c : member.key) {
      token += c == '~' ? std::string("~0") : c == '/' ? std::string("~1") : std::string(1, c);
    }
    append_pointers(out, member.value, pointer + "/" + token);
  }
}

void append_content(std::string& out, const Manifest& manifest) {
  out += ",\"kind\":\"manifest\",\"documents\":[";
  for (const Node& document : manifest.documents) {
    if (&document != manifest.documents.data()) out += ',';
    out += write_json_redacted(document, JsonStyle::Compact);
  }
  out += ']';
  std::string pointers;
  for (std::size_t i = 0; i < manifest.documents.size(); ++i) {
    append_pointers(pointers, manifest.documents[i], "/" + std::to_string(i));
  }
  append_deferred(out, pointers);
}

void append_content(std::string& out, const Request& request) {
  out += ",\"kind\":\"request\",\"operation\":" + json_string(request.operation);
  out += ",\"body\":" + write_json_redacted(request.body, JsonStyle::Compact);
  std::string pointers;
  append_pointers(pointers, request.body, "");
  append_deferred(out, pointers);
}

// A build is an artifact of no target.
std::span<const Format> own_formats(const Artifact& artifact) {
  const Target* target = find_target(artifact.target);
  return target == nullptr ? std::span<const Format>() : target->formats;
}

std::string text_of(const Argv& argv) { return shell_line(argv) + "\n"; }

std::string text_of(const Manifest& manifest) { return write_yaml_documents(manifest.documents); }

std::string text_of(const Request& request) {
  return write_json_redacted(request.body, JsonStyle::Compact) + "\n";
}

}  // namespace

std::vector<std::string_view> formats_of(const Artifact& artifact) {
  std::vector<std::string_view> names;
  if (std::holds_alternative<Argv>(artifact.content)) names.push_back("shell");
  if (std::holds_alternative<Manifest>(artifact.content)) names.push_back("yaml");
  for (const Format& format : own_formats(artifact)) names.push_back(format.name);
  names.push_back("json");
  return names;
}

std::string artifact_text(const Artifact& artifact, std::string_view format) {
  for (const Format& own : own_formats(artifact)) {
    if (own.name == format) return own.write(artifact);
  }
  return std::visit([](const auto& content) { return text_of(content); }, artifact.content);
}

std::string artifact_lines(const Artifact& artifact, std::string_view format) {
  const std::string text = artifact_text(artifact, format);
  if (const Argv* argv = std::get_if<Argv>(&artifact.content)) return shell_lines(*argv) + "\n";
  const bool json = std::holds_alternative<Request>(artifact.content) && format.empty();
  return json ? indented_json(text) : text;
}

std::string indented_json(std::string_view compact) {
  std::string out;
  std::size_t depth = 0;
  bool in_text = false;
  const auto new_line = [&] { out += "\n" + std::string(2 * depth, ' '); };
  for (std::size_t i = 0; i < compact.size(); ++i) {
    const char c = compact[i];
    const bool opens = !in_text && (c == '{' || c == '[');
    const bool closes = !in_text && (c == '}' || c == ']');
    const bool empty = closes && i > 0 && (compact[i - 1] == '{' || compact[i - 1] == '[');
    if (closes) --depth;
    if (closes && !empty) new_line();
    out += c;
    if (in_text && c == '\\') out += compact[++i];
    if (c == '"') in_text = !in_text;
    if (opens) ++depth;
    const bool breaks =
        opens && i + 1 < compact.size() && compact[i + 1] != '}' && compact[i + 1] != ']';
    if (breaks || (!in_text && c == ',')) new_line();
    if (!in_text && c == ':') out += ' ';
  }
  return out;
}

std::string artifact_json(const Artifact& artifact, const ArtifactSource& source) {
  std::string out = "{\"target\":" + json_string(artifact.target);
  if (!source.path.empty()) {
    out += ",\"path\":" + json_string(source.path);
    out += ",\"document\":" + std::to_string(source.document);
  }
  std::visit([&](const auto& content) { append_content(out, content); }, artifact.content);
  return out + "}";
}

}  // namespace launch::cli
