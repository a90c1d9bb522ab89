#include "cli/workspace.h"

#include <array>
#include <filesystem>

#include "cli/disk.h"
#include "compiler/diagnostic/render.h"
#include "submit/queue/store.h"

namespace launch::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::array<std::string_view, 12> kKeys{"queues",   "jobs",    "agents",  "sweeps",
                                                 "exclude",  "entity",  "project", "base_url",
                                                 "baseline", "fail_on", "clients", "store"};

[[noreturn]] void refuse(const SourceMap& sources, Span place, const std::string& message) {
  throw UsageError{sources.describe(place) + ": " + message};
}

std::vector<Glob> globs_of(const Node& node, const SourceMap& sources,
                           bool (*add)(std::vector<Glob>&, std::string_view) = add_globs) {
  std::vector<Glob> globs;
  const std::span<const Node> items =
      node.is_string() ? std::span<const Node>(&node, 1) : node.items();
  for (const Node& item : items) {
    if (!item.is_string())
      refuse(sources, item.span(), "a glob such as configs/queues/*.yaml is wanted");
    if (!add(globs, item.as_string())) refuse(sources, item.span(), kUnusableGlob);
  }
  if (globs.empty()) refuse(sources, node.span(), "a glob or a list of globs is wanted");
  return globs;
}

std::string text_of(const Node& node, const SourceMap& sources) {
  if (!node.is_string()) refuse(sources, node.span(), "text is wanted");
  return std::string(node.as_string());
}

void read_clients(Workspace& workspace, const Node& clients, const SourceMap& sources) {
  constexpr std::array<std::string_view, 6> kClients{"docker", "kubectl", "aws",
                                                     "gcloud", "az",      "wandb"};
  if (!clients.is_mapping()) {
    refuse(sources, clients.span(), "a map of clients is wanted, such as docker: /usr/bin/podman");
  }
  for (const Member& member : clients.members()) {
    const bool known = std::find(kClients.begin(), kClients.end(), member.key) != kClients.end();
    if (!known) {
      refuse(sources, member.key_span,
             "unknown client " + launch::quoted(member.key) + "; known are " + all_of(kClients));
    }
    workspace.clients[std::string(member.key)] = text_of(member.value, sources);
  }
}

void read_member(Workspace& workspace, const Member& member, const SourceMap& sources) {
  if (member.key == "queues") {
    workspace.queues = globs_of(member.value, sources);
  } else if (member.key == "jobs") {
    workspace.jobs = globs_of(member.value, sources);
  } else if (member.key == "agents") {
    workspace.agents = globs_of(member.value, sources);
  } else if (member.key == "sweeps") {
    workspace.sweeps = globs_of(member.value, sources);
  } else if (member.key == "exclude") {
    workspace.exclude = globs_of(member.value, sources, add_excludes);
  } else if (member.key == "baseline") {
    const std::string file = text_of(member.value, sources);
    if (file.empty()) refuse(sources, member.value.span(), "the name of a file is wanted");
    workspace.baseline = file.starts_with('/') ? file : workspace.prefix + file;
  } else if (member.key == "entity" || member.key == "project") {
    workspace.defaults.push_back({Setting::Kind::SetString, sources.describe(member.value.span()),
                                  std::string(member.key), text_of(member.value, sources), true});
  } else if (member.key == "base_url") {
    workspace.base_url = text_of(member.value, sources);
  } else if (member.key == "store") {
    const std::string store = text_of(member.value, sources);
    if (store.empty()) {
      refuse(sources, member.value.span(), "the name of a file or postgresql://… is wanted");
    }
    const bool elsewhere = store.starts_with('/') || queue::is_postgresql(store);
    workspace.store = elsewhere ? store : workspace.prefix + store;
  } else if (member.key == "clients") {
    read_clients(workspace, member.value, sources);
  } else if (member.key == "fail_on") {
    workspace.fail_on = text_of(member.value, sources);
    const bool known = workspace.fail_on == "error" || workspace.fail_on == "warning" ||
                       workspace.fail_on == "none";
    if (!known) {
      refuse(sources, member.value.span(), "fail_on is error, warning or none");
    }
  } else {
    const std::string way_out = suggest(did_you_mean(member.key, kKeys));
    refuse(sources, member.key_span,
           "unknown key " + launch::quoted(member.key) + "; known are " + all_of(kKeys) +
               (way_out.empty() ? "" : "; " + way_out));
  }
}

void read_workspace_file(Workspace& workspace, const std::string& path) {
  FileText file = read_file(path);
  if (file.status != FileText::Status::Ok) throw UsageError{path + " cannot be read: " + file.why};
  read_workspace_text(workspace, path, std::move(file.text));
}

// The way from here to the root, as a prefix of paths: "" for the root itself, "../" below it.
std::string prefix_to(const fs::path& root) {
  const std::string way = fs::relative(root, fs::current_path()).generic_string();
  return way == "." || way.empty() ? "" : way + "/";
}

// Files of a run lie in few folders, and asking the system for each costs more than reading them.
const std::string& canonical_folder_of(const std::string& path) {
  thread_local std::string last_folder = "\n";
  thread_local std::string last_canonical;
  const std::string_view folder = std::string_view(path).substr(0, path.rfind('/') + 1);
  if (folder != last_folder) {
    std::error_code error;
    last_canonical = fs::weakly_canonical(folder.empty() ? "." : folder, error).string();
    if (last_canonical.size() > 1 && last_canonical.ends_with('/')) last_canonical.pop_back();
    last_folder = folder;
  }
  return last_canonical;
}

// The folder as the root sees it, fit to put a file's name behind it.
std::string below(const std::string& root, const std::string& folder) {
  if (folder == root) return {};
  const std::string inside = root.ends_with('/') ? root : root + "/";
  if (folder.starts_with(inside)) return folder.substr(inside.size()) + "/";
  return fs::path(folder).lexically_relative(root).generic_string() + "/";
}

}  // namespace

std::string Workspace::from_root(const std::string& path) const {
  return below(root, canonical_folder_of(path)) + path.substr(path.rfind('/') + 1);
}

void read_workspace_text(Workspace& workspace, const std::string& path, std::string content) {
  SourceMap sources;
  Arena arena;
  Diagnostics diagnostics;
  const SourceId id = sources.add(path, std::move(content));
  const std::vector<Document> documents = read_yaml(id, sources, arena, diagnostics);
  if (diagnostics.has_errors()) {
    std::string text = render_text(resolve(diagnostics.sorted(), sources), false);
    text.pop_back();
    throw UsageError{"the workspace file cannot be read\n" + text};
  }
  for (const Document& document : documents) {
    if (!document.root.is_mapping())
      refuse(sources, document.root.span(), "a map of fields is wanted");
    for (const Member& member : document.root.members()) read_member(workspace, member, sources);
  }
}

ExpectedKind Workspace::expected_kind(const std::string& path) const {
  const std::string relative = from_root(path);
  if (matches_any(queues, relative)) return DocumentKind::Queue;
  if (matches_any(agents, relative)) return DocumentKind::Agent;
  if (matches_any(sweeps, relative)) return DocumentKind::Sweep;
  if (matches_any(jobs, relative)) return DocumentKind::Job;
  if (has_file && !queues.empty()) return std::nullopt;
  const std::string_view folder = canonical_folder_of(path);
  if (folder.substr(folder.rfind('/') + 1) == "queues") return DocumentKind::Queue;
  const std::string_view file = std::string_view(path).substr(path.rfind('/') + 1);
  if (file.substr(0, file.rfind('.')) == "launch-config") return DocumentKind::Agent;
  return std::nullopt;
}

Workspace find_workspace(const std::optional<std::string>& root_flag) {
  Workspace workspace;
  const fs::path here = fs::current_path();
  fs::path root = here;
  for (fs::path folder = here;; folder = folder.parent_path()) {
    if (fs::exists(folder / "launch.yaml")) {
      root = folder;
      workspace.has_file = true;
      break;
    }
    if (fs::exists(folder / ".git")) {
      root = folder;
      break;
    }
    if (folder == folder.parent_path()) break;
  }
  workspace.root = fs::canonical(root).string();
  workspace.prefix = prefix_to(workspace.root);
  if (workspace.has_file) read_workspace_file(workspace, workspace.prefix + "launch.yaml");
  if (root_flag) {
    std::error_code error;
    workspace.root = fs::canonical(*root_flag, error).string();
    if (error) throw UsageError{"--root " + *root_flag + ": " + error.message()};
  }
  return workspace;
}

bool add_excludes(std::vector<Glob>& globs, std::string_view pattern) {
  while (pattern.starts_with("./")) pattern.remove_prefix(2);
  while (pattern.ends_with('/')) pattern.remove_suffix(1);
  return add_globs(globs, pattern) && add_globs(globs, std::string(pattern) + "/**");
}

bool add_globs(std::vector<Glob>& globs, std::string_view pattern) {
  for (const std::string& each : brace_alternatives(pattern)) {
    if (!globs.emplace_back(each).is_usable()) return false;
  }
  return true;
}

}  // namespace launch::cli
