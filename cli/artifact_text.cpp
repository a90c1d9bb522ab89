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

// The indexes of the words in which macros wait: `${X}` is a macro there, and text elsewhere.
void append_deferred_words(std::string& out, const Argv& argv) {
  std::string indexes;
  for (std::size_t i = 0; i < argv.words.size(); ++i) {
    if (!argv.words[i].node.is_deferred()) continue;
    indexes += (indexes.empty() ? "" : ",") + std::to_string(i);
  }
  if (!indexes.empty()) out += ",\"deferred\":[" + indexes + "]";
}

void append_content(std::string& out, const Argv& argv) {
  out += ",\"kind\":\"argv\",\"argv\":[";
  for (const Word& word : argv.words) {
    if (&word != argv.words.data()) out += ',';
    out += json_string(word.node.is_secret() ? kRedacted : word.node.as_string());
  }
  out += ']';
  append_deferred_words(out, argv);
  append_environment(out, argv);
}

void append_content(std::string& out, const Manifest& manifest) {
  out += ",\"kind\":\"manifest\",\"documents\":[";
  for (const Node& document : manifest.documents) {
    if (&document != manifest.documents.data()) out += ',';
    out += write_json_redacted(document, JsonStyle::Compact);
  }
  out += ']';
}

void append_content(std::string& out, const Request& request) {
  out += ",\"kind\":\"request\",\"operation\":" + json_string(request.operation);
  out += ",\"body\":" + write_json_redacted(request.body, JsonStyle::Compact);
}

std::string text_of(const Argv& argv) { return shell_line(argv) + "\n"; }

std::string text_of(const Manifest& manifest) { return write_yaml_documents(manifest.documents); }

std::string text_of(const Request& request) {
  return write_json_redacted(request.body, JsonStyle::Compact) + "\n";
}

}  // namespace

std::string artifact_text(const Artifact& artifact) {
  return std::visit([](const auto& content) { return text_of(content); }, artifact.content);
}

std::string artifact_json(const Artifact& artifact) {
  std::string out = "{\"target\":" + json_string(artifact.target);
  std::visit([&](const auto& content) { append_content(out, content); }, artifact.content);
  return out + "}";
}

}  // namespace launch::cli
