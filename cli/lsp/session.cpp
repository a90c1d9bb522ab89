// The server's life: where it is, what changed, what is to be judged and told.
#include <algorithm>
#include <filesystem>

#include "cli/disk.h"
#include "cli/inputs.h"
#include "cli/lsp/findings.h"
#include "cli/lsp/server.h"
#include "cli/walk.h"

namespace launch::cli {
namespace fs = std::filesystem;
namespace {

constexpr int kMessageError = 1;  // MessageType

// rootUri, or the first of workspaceFolders, or rootPath of old clients; empty for none.
std::string root_of(const Json& params) {
  const Json* folders = find_member(params, {"workspaceFolders"});
  const bool has_folder = folders != nullptr && folders->is_array() && !folders->empty();
  const Json* uri = find_member(params, {"rootUri"});
  if (has_folder) uri = find_member(folders->front(), {"uri"});
  if (uri != nullptr && uri->is_string()) {
    return path_of_uri(uri->get<std::string>()).value_or("");
  }
  const Json* path = find_member(params, {"rootPath"});
  return path != nullptr && path->is_string() ? path->get<std::string>() : std::string();
}

bool asks_for_utf8(const Json& params) {
  const Json* encodings = find_member(params, {"capabilities", "general", "positionEncodings"});
  return encodings != nullptr && encodings->is_array() &&
         std::find(encodings->begin(), encodings->end(), "utf-8") != encodings->end();
}

bool is_true(const Json& params, std::initializer_list<const char*> path) {
  const Json* value = find_member(params, path);
  return value != nullptr && value->is_boolean() && value->get<bool>();
}

bool is_repository(const Workspace& workspace) {
  return workspace.has_file || fs::exists(fs::path(workspace.root) / ".git");
}

}  // namespace

Json Server::initialize(const Json& params) {
  const std::string root = fs::path(root_of(params)).lexically_normal().generic_string();
  std::error_code error;
  // The rest of the program takes paths as seen from the working directory.
  if (!root.empty()) fs::current_path(root, error);
  const bool inside = !root.empty() && !error;
  documents_ = Documents(inside ? root : fs::current_path().generic_string());
  if (asks_for_utf8(params)) encoding_ = edit::Encoding::Utf8;
  watches_files_ = is_true(
      params, {"capabilities", "workspace", "didChangeWatchedFiles", "dynamicRegistration"});
  initialized_ = true;
  reload_workspace();
  const Json sync = {{"openClose", true}, {"change", 2}, {"save", true}};  // 2: incremental
  return {{"capabilities",
           {{"positionEncoding", encoding_ == edit::Encoding::Utf8 ? "utf-8" : "utf-16"},
            {"textDocumentSync", sync},
            {"hoverProvider", true},
            {"completionProvider", {{"triggerCharacters", {":", " ", "{", "[", "-", "$"}}}},
            {"definitionProvider", true},
            {"documentSymbolProvider", true},
            {"codeActionProvider", {{"codeActionKinds", {"quickfix"}}}}}},
          {"serverInfo", {{"name", "launch"}, {"version", LAUNCH_VERSION}}}};
}

void Server::enter(const Json&) {
  if (watches_files_) {
    // Any file may be one that a Dockerfile copies.
    const Json watchers = Json::array({{{"globPattern", "**/*"}}});
    const Json registration = {{"id", "files"},
                               {"method", "workspace/didChangeWatchedFiles"},
                               {"registerOptions", {{"watchers", watchers}}}};
    send_(dump({{"jsonrpc", "2.0"},
                {"id", "register"},
                {"method", "client/registerCapability"},
                {"params", {{"registrations", Json::array({registration})}}}}));
  }
  add_whole_workspace();
}

void Server::reload_workspace() {
  try {
    workspace_ = find_workspace(std::nullopt);
  } catch (const UsageError& wrong) {
    // As it was, or as if there were no workspace file.
    if (workspace_.root.empty()) workspace_.root = fs::current_path().string();
    notify("window/showMessage", {{"type", kMessageError}, {"message", wrong.message}});
  }
  judge_.reset();
}

Judge& Server::judge() {
  if (code_ == nullptr) {
    ArtifactFolders folders = artifact_folders(artifact_dirs_);
    // As findings name what is open.
    for (auto& [name, folder] : folders) {
      folder = documents_.path_of(uri_of_path(absolute_path(folder)));
    }
    code_ = std::make_unique<CodeAtHand>(std::move(folders), [this](const std::string& shown) {
      const OpenDocument* open = documents_.find(shown);
      return open == nullptr ? nullptr : &open->text;
    });
  }
  if (judge_ == nullptr)
    judge_ = std::make_unique<Judge>(workspace_, documents_, encoding_, *code_);
  return *judge_;
}

// A folder that is no repository may be somebody's whole disk.
void Server::add_whole_workspace() {
  if (!is_repository(workspace_)) return;
  board_.expect_whole();
  for (const Input& input : inputs_of({}, workspace_).files) add_dirty(input.path);
}

void Server::add_dirty(const std::string& path) {
  const bool is_open = documents_.find(path) != nullptr;
  (is_open ? dirty_open_ : dirty_).insert(path);
  (is_open ? dirty_ : dirty_open_).erase(path);
}

void Server::text_changed(const std::string& path) {
  judge_.reset();
  if (!is_foreign(path)) add_dirty(path);
  for (const std::string& reader : board_.readers_of(path)) add_dirty(reader);
}

void Server::file_changed(const std::string& path, bool came_or_went) {
  const std::string_view name = file_name(path);
  if (name == "launch.yaml") {
    reload_workspace();
    return add_whole_workspace();
  }
  judge_.reset();
  code_.reset();
  text_changed(path);
  // Any job may name a queue that was not there, or no longer is.
  if (came_or_went && workspace_.expected_kind(path) == DocumentKind::Queue) add_whole_workspace();
}

void Server::disk_changed(const Json& params) {
  constexpr int kChanged = 2;  // FileChangeType; others are created and deleted
  const Json& changes = member_of(params, {"changes"});
  if (!changes.is_array()) throw InvalidParams{"changes is no list"};
  for (const Json& change : changes) {
    const Json& type = member_of(change, {"type"});
    file_changed(documents_.path_of(text_of(change, {"uri"})), type != kChanged);
  }
}

// What is neither YAML by its name nor open is judged with a job, and by itself says nothing.
bool Server::is_foreign(const std::string& path) const {
  return !is_document_name(path) && documents_.find(path) == nullptr &&
         board_.find(path) == nullptr;
}

// What is said of a Dockerfile that is open is its job's to say: not before the job has been judged
// by the new text.
bool Server::awaits_readers(const std::string& path) const {
  const OpenDocument* open = documents_.find(path);
  if (open == nullptr || open->is_yaml) return false;
  const std::vector<std::string> readers = board_.readers_of(path);
  return std::any_of(readers.begin(), readers.end(), [&](const std::string& reader) {
    return reader != path && (dirty_.count(reader) > 0 || dirty_open_.count(reader) > 0);
  });
}

void Server::judge_next() {
  std::set<std::string>& from = dirty_open_.empty() ? dirty_ : dirty_open_;
  const std::string path = *from.begin();
  from.erase(from.begin());
  const bool is_open = documents_.find(path) != nullptr;
  std::error_code error;
  const bool exists = is_open || fs::exists(path, error);
  unpublished_.merge(exists ? board_.put(path, judge().judge(path)) : board_.remove(path));
  if (is_open && !awaits_readers(path)) publish(path);
  // What is open is told as soon as all that is open is known.
  if (!dirty_open_.empty()) return;
  for (const auto& [name, document] : documents_.all()) {
    if (unpublished_.count(name) > 0 && !awaits_readers(name)) publish(name);
  }
}

void Server::publish_ready() {
  if (is_repository(workspace_)) unpublished_.merge(board_.become_whole());
  while (!unpublished_.empty()) publish(*unpublished_.begin());
}

void Server::publish(const std::string& path) {
  // It may be the one in the set. NOLINTNEXTLINE(performance-unnecessary-copy-initialization)
  const std::string name = path;
  unpublished_.erase(name);
  Json diagnostics = Json::array();
  for (const ClientFinding* found : board_.findings_in(name)) {
    diagnostics.push_back(diagnostic_of(*found, documents_));
  }
  const OpenDocument* open = documents_.find(name);
  const bool is_empty = diagnostics.empty();
  if (open == nullptr && is_empty && told_.count(name) == 0) return;
  Json params = {{"uri", documents_.uri_of(name)}, {"diagnostics", std::move(diagnostics)}};
  if (open != nullptr && open->version.is_number()) params["version"] = open->version;
  // Many verdicts touch a file that many read, and few change what is said of it.
  std::string said = dump(params);
  std::string& before = told_[name];
  if (before == said) return;
  before = std::move(said);
  if (open == nullptr && is_empty) told_.erase(name);
  notify("textDocument/publishDiagnostics", std::move(params));
}

}  // namespace launch::cli
