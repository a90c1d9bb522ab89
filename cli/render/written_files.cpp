#include "cli/render/written_files.h"

#include <filesystem>

#include "cli/disk.h"
#include "cli/walk.h"
#include "cli/write_out.h"
#include "compiler/document/read_yaml.h"
#include "compiler/document/write_json.h"

namespace launch::cli {
namespace fs = std::filesystem;
namespace {

// A list that was changed by hand shall not lead out of the folder.
bool stays_inside(std::string_view name) {
  const fs::path path(name);
  if (path.empty() || path.is_absolute()) return false;
  for (const fs::path& part : path) {
    if (part == "..") return false;
  }
  return true;
}

bool read_list(const std::string& path, std::string text,
               std::map<std::string, std::string>& sources) {
  SourceMap map;
  Arena arena;
  Diagnostics found;
  const SourceId id = map.add(path, std::move(text));
  const std::vector<Document> documents = read_yaml(id, map, arena, found);
  if (found.has_errors()) return false;
  for (const Document& document : documents) {
    if (!document.root.is_mapping()) return false;
    for (const Member& member : document.root.members()) {
      if (!member.value.is_string() || !stays_inside(member.key)) return false;
      sources[std::string(member.key)] = std::string(member.value.as_string());
    }
  }
  return true;
}

}  // namespace

WrittenFiles::WrittenFiles(const std::string& folder)
    : path_(folder + "/" + std::string(kWrittenFilesName)) {
  FileText file = read_file(path_);
  if (file.status == FileText::Status::Missing) return;
  if (file.status != FileText::Status::Ok) {
    throw UnreachableError{path_ + ": " + why_unreadable(file)};
  }
  if (!read_list(path_, std::move(file.text), sources_)) {
    throw UsageError{
        path_ +
        " is no list of rendered files; after a merge conflict, keep the lines of both "
        "sides"};
  }
}

void WrittenFiles::save() const {
  std::string text =
      "# The files that launch render --output-dir wrote here, and the file of each one's job.\n";
  for (const auto& [name, source] : sources_) {
    text += json_string(name) + ": " + json_string(source) + "\n";
  }
  replace_file(path_, text);
}

}  // namespace launch::cli
