#include "cli/lsp/documents.h"

#include <filesystem>

#include "cli/walk.h"

namespace launch::cli {
namespace fs = std::filesystem;

namespace {

// A Dockerfile or a list of packages is open for what its job has to say of it. "yaml",
// "yaml.ansible" (Vim's compound file types), "github-actions-workflow" and the like are YAML.
bool is_yaml_language(const std::string& id) {
  for (const char* other : {"dockerfile", "pip-requirements", "requirements", "toml", "plaintext",
                            "text", "ignore", "dockerignore", "conf", "python"}) {
    if (id == other) return false;
  }
  return true;
}

}  // namespace

std::string Documents::path_of(const std::string& uri) const {
  const std::optional<std::string> absolute = path_of_uri(uri);
  if (!absolute) return uri;
  const std::string normal = fs::path(*absolute).lexically_normal().generic_string();
  const std::string inside = root_.ends_with('/') ? root_ : root_ + "/";
  return normal.starts_with(inside) ? normal.substr(inside.size()) : normal;
}

std::string Documents::uri_of(const std::string& path) const {
  if (const OpenDocument* open = find(path)) return open->uri;
  if (path.find("://") != std::string::npos || path.starts_with("untitled:")) return path;
  const fs::path whole = path.starts_with('/') ? fs::path(path) : fs::path(root_) / path;
  return uri_of_path(whole.lexically_normal().generic_string());
}

std::string Documents::open(const Json& params) {
  const std::string uri = text_of(params, {"textDocument", "uri"});
  std::string path = path_of(uri);
  const Json* version = find_member(params, {"textDocument", "version"});
  const Json* language = find_member(params, {"textDocument", "languageId"});
  const bool is_yaml = is_document_name(path) || language == nullptr || !language->is_string() ||
                       is_yaml_language(language->get<std::string>());
  by_path_[path] = {uri,
                    path,
                    text_of(params, {"textDocument", "text"}),
                    version == nullptr ? Json() : *version,
                    is_yaml,
                    nullptr};
  return path;
}

std::string Documents::change(const Json& params, edit::Encoding encoding) {
  std::string path = path_of(text_of(params, {"textDocument", "uri"}));
  const auto found = by_path_.find(path);
  if (found == by_path_.end()) throw InvalidParams{"a change of a document that is not open"};
  OpenDocument& document = found->second;
  const Json& changes = member_of(params, {"contentChanges"});
  if (!changes.is_array()) throw InvalidParams{"contentChanges is no list"};
  for (const Json& change : changes) {
    std::string text = text_of(change, {"text"});
    const Json* range = find_member(change, {"range"});
    if (range == nullptr || range->is_null()) {
      document.text = std::move(text);
      continue;
    }
    const edit::Lines lines(document.text);
    const edit::Range replaced = Places{lines, encoding}.range_of(*range);
    document.text.replace(replaced.begin, replaced.end - replaced.begin, text);
  }
  if (const Json* version = find_member(params, {"textDocument", "version"})) {
    document.version = *version;
  }
  document.parsed = nullptr;
  return path;
}

std::string Documents::close(const Json& params) {
  std::string path = path_of(text_of(params, {"textDocument", "uri"}));
  by_path_.erase(path);
  return path;
}

const OpenDocument* Documents::find(const std::string& path) const {
  const auto found = by_path_.find(path);
  return found == by_path_.end() ? nullptr : &found->second;
}

const OpenDocument& Documents::by_uri(const std::string& uri) const {
  const OpenDocument* found = find(path_of(uri));
  if (found == nullptr) throw InvalidParams{"the document is not open: " + uri};
  return *found;
}

}  // namespace launch::cli
