#include <array>
#include <cstdio>
#include <filesystem>

#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/workspace.h"
#include "cli/write_out.h"
#include "compiler/check/check_schema.h"
#include "compiler/document/write_json.h"
#include "schema/editor_form.h"

namespace launch::cli {
namespace fs = std::filesystem;
namespace {

struct SchemaOptions {
  std::string kind;
  std::string output;  // a file, or without a kind a folder
  bool modeline = false;
  std::string document;  // that the modeline is for
  bool vscode = false;
};

constexpr std::string_view kFolder = ".vscode/launch";

struct Published {
  DocumentKind kind;
  std::string_view globs;  // where such documents lie when nobody says otherwise, as JSON
};
constexpr std::array kPublished{
    Published{DocumentKind::Job, R"(["jobs/**/*.yaml", "jobs/**/*.yml", "job.yaml"])"},
    Published{DocumentKind::Queue, R"(["queues/*.yaml", "queues/*.yml"])"},
    Published{DocumentKind::Agent, R"(["launch-config.yaml", "launch-config.yml"])"},
    Published{DocumentKind::Sweep, R"(["sweeps/**/*.yaml", "sweep.yaml"])"}};

DocumentKind kind_named(const std::string& name) {
  for (const Published& each : kPublished) {
    if (kind_name(each.kind) == name) return each.kind;
  }
  throw UsageError{"there is no schema " + launch::quoted(name)};
}

std::string file_of(DocumentKind kind) { return std::string(kind_name(kind)) + ".schema.json"; }

void write_schema(DocumentKind kind, const fs::path& file) {
  std::error_code error;
  if (file.has_parent_path()) fs::create_directories(file.parent_path(), error);
  if (error) throw UnreachableError{file.string() + ": " + error.message()};
  const std::string text = schema::editor_form(schema_text(kind));
  if (write_out(text, file.string()) != kOk) throw UnreachableError{"the schema is not written"};
}

void write_all(const fs::path& folder) {
  for (const Published& each : kPublished) write_schema(each.kind, folder / file_of(each.kind));
}

// Editors look a relative path up from the document's folder.
std::string modeline(const std::string& schema_file, const std::string& document) {
  fs::path path = schema_file;
  if (!document.empty() && path.is_relative()) {
    path = fs::absolute(path).lexically_normal().lexically_relative(
        fs::absolute(document).lexically_normal().parent_path());
  }
  return "# yaml-language-server: $schema=" + path.generic_string() + "\n";
}

std::string vscode_settings(const std::string& folder) {
  std::string text = "{\n  \"yaml.schemas\": {\n";
  for (const Published& each : kPublished) {
    const std::string path = (fs::path(folder) / file_of(each.kind)).generic_string();
    text += "    " + json_string((path.starts_with('/') ? "" : "./") + path) + ": " +
            std::string(each.globs) + (&each == &kPublished.back() ? "\n" : ",\n");
  }
  // docs/language.md, "Merging"; without these the editor takes our tags for mistakes.
  return text +
         "  },\n"
         "  \"yaml.customTags\": [\n"
         "    \"!append sequence\", \"!prepend sequence\", \"!remove scalar\",\n"
         "    \"!replace scalar\", \"!replace sequence\", \"!replace mapping\"\n"
         "  ]\n"
         "}\n";
}

int schema(const SchemaOptions& options) {
  if (options.kind.empty() && !options.vscode && !options.modeline && options.output.empty()) {
    throw UsageError{"which schema? There are \"job\", \"queue\", \"agent\" and \"sweep\""};
  }
  const std::string folder = options.output.empty() ? std::string(kFolder) : options.output;
  if (options.vscode) {
    if (!options.output.empty()) write_all(folder);
    return write_out(vscode_settings(folder), {});
  }
  if (options.kind.empty() && !options.modeline) {
    write_all(folder);
    return kOk;
  }
  const DocumentKind kind = options.kind.empty() ? DocumentKind::Job : kind_named(options.kind);
  if (!options.output.empty()) write_schema(kind, options.output);
  if (options.modeline) {
    const std::string file = options.output.empty()
                                 ? (fs::path(kFolder) / file_of(kind)).generic_string()
                                 : options.output;
    return write_out(modeline(file, options.document), {});
  }
  if (!options.output.empty()) return kOk;
  return write_out(schema::editor_form(schema_text(kind)), {});
}

}  // namespace

void add_schema(Program& program) {
  auto [command, options] =
      program.add<SchemaOptions>("schema", "Print the JSON schema of a kind of document", schema);
  allow(command.add_option("KIND", options.kind, "The kind of document"),
        {"job", "queue", "agent", "sweep"});
  command
      .add_option("-o,--output", options.output,
                  "File to write it to; without KIND, folder to write all four to")
      ->type_name(kFileValue);
  command.add_flag("--modeline", options.modeline,
                   "Print the line that names the schema to editors, for a document's top");
  command
      .add_option("--for", options.document,
                  "Document that the modeline is for: the path is as seen from there")
      ->type_name(kFileValue);
  command.add_flag("--vscode", options.vscode,
                   "Print the settings that give VS Code's YAML extension all four");
}

}  // namespace launch::cli
