#include "compiler/graph/graph.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <set>

#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/disk.h"
#include "cli/graph/draw_svg.h"
#include "cli/inputs.h"
#include "cli/target_setup.h"
#include "cli/workers.h"
#include "cli/write_out.h"
#include "compiler/graph/facts.h"
#include "compiler/graph/write.h"

namespace launch::cli {
namespace {

struct GraphOptions {
  InputOptions inputs;
  std::string format = "text";
  std::vector<std::string> affected_by;
  std::string output;
  CommonOptions common;
};

// Reads what files say of each other. Mistakes in them are what `validate` is for: what can be read
// of a file is drawn.
class Reader {
 public:
  explicit Reader(const Workspace& workspace)
      : workspace_(workspace),
        targets_(TargetFlags{}, workspace.base_url),
        disk_(workspace),
        files_(disk_.files()) {}

  std::vector<graph::Facts> read(const Input& input) {
    SourceMap sources;
    Arena arena;
    Diagnostics ignored;
    FileText file = read_file(input.path);
    if (file.status != FileText::Status::Ok) return {};
    const SourceId id = sources.add(name_of(input), std::move(file.text));
    const std::vector<Document> documents = read_yaml(id, sources, arena, ignored);
    std::vector<graph::Facts> facts;
    for (std::size_t i = 0; i < documents.size(); ++i) {
      const KindResult kind = kind_of(documents[i], expected_kind(input), true, ignored);
      const bool drawn = kind.kind == DocumentKind::Job || kind.kind == DocumentKind::Base ||
                         kind.kind == DocumentKind::Queue;
      if (!drawn) continue;
      const std::string path = path_beside("", name_of(input));
      const std::string number = documents.size() > 1 ? "#" + std::to_string(i + 1) : "";
      const Compiled compiled = compile_document(documents[i], *kind.kind, input, {sources, arena});
      facts.push_back(
          graph::facts_of({compiled, *kind.kind, path + number, path, files_, sources}));
    }
    return facts;
  }

 private:
  struct Memory {
    SourceMap& sources;
    Arena& arena;
  };

  ExpectedKind expected_kind(const Input& input) const {
    return input.path == "-" ? ExpectedKind() : workspace_.expected_kind(input.path);
  }

  Compiled compile_document(const Document& document, DocumentKind kind, const Input& input,
                            const Memory& memory) {
    CompileInput compile_input;
    compile_input.kind = kind;
    compile_input.load = {input.path,
                          document.root,
                          document.directives,
                          std::nullopt,
                          {},
                          kind == DocumentKind::Base};
    compile_input.targets = CompileInput::Targets::Every;
    compile_input.options = targets_.options();
    compile_input.defaults = workspace_.defaults;
    Diagnostics ignored;
    return compile(compile_input, files_, memory.sources, memory.arena, ignored);
  }

  const Workspace& workspace_;
  TargetSetup targets_;
  Disk disk_;
  Files files_;
};

std::string absolute(const std::string& path) {
  return std::filesystem::absolute(path).lexically_normal().generic_string();
}

[[noreturn]] void refuse_file(const std::string& file, const graph::Graph& graph) {
  std::vector<std::string_view> paths;
  for (const graph::Node& node : graph.nodes) {
    if (!node.path.empty()) paths.push_back(node.path);
  }
  const std::string nearest = suggest(did_you_mean(file, paths));
  throw UsageError{"--affected-by " + launch::quoted(file) + ": no base, queue or job here" +
                   (nearest.empty() ? "" : "; " + nearest)};
}

std::vector<std::size_t> nodes_of(const std::string& file, const graph::Graph& graph,
                                  const Workspace& workspace) {
  const bool whole =
      workspace.has_file && absolute(file) == absolute(workspace.prefix + "launch.yaml");
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const std::string& path = graph.nodes[i].path;
    if (whole || (!path.empty() && absolute(path) == absolute(file))) found.push_back(i);
  }
  if (found.empty()) refuse_file(file, graph);
  return found;
}

struct Affected {
  std::vector<std::size_t> dependents;
  std::vector<std::size_t> all;  // with what was changed
};

Affected affected(const graph::Graph& graph, const GraphOptions& options,
                  const Workspace& workspace) {
  std::set<std::size_t> changed;
  for (const std::string& file : options.affected_by) {
    const std::vector<std::size_t> nodes = nodes_of(file, graph, workspace);
    changed.insert(nodes.begin(), nodes.end());
  }
  const std::vector<std::size_t> start(changed.begin(), changed.end());
  Affected result{graph::affected_by(graph, start), {}};
  changed.insert(result.dependents.begin(), result.dependents.end());
  result.all.assign(changed.begin(), changed.end());
  return result;
}

// One path a line, each once: fit for xargs.
std::string paths_of(const graph::Graph& graph, const std::vector<std::size_t>& nodes) {
  std::vector<std::string> paths;
  for (const std::size_t node : nodes) {
    const std::string& path = graph.nodes[node].path;
    if (!path.empty() && (paths.empty() || paths.back() != path)) paths.push_back(path);
  }
  std::string out;
  for (const std::string& path : paths) out += path + "\n";
  return out;
}

std::string written(const graph::Graph& graph, const std::string& format) {
  if (format == "dot") return write_dot(graph);
  if (format == "mermaid") return write_mermaid(graph);
  if (format == "json") return write_json(graph);
  if (format == "svg") return draw_svg(write_dot(graph));
  return write_text(graph);
}

int graph_command(const GraphOptions& options) {
  const Workspace workspace = find_workspace(options.common.root);
  const Inputs inputs = inputs_of(options.inputs, workspace);
  ExitCode code = kOk;
  for (const UnreadFile& unread : inputs.unread) {
    std::fprintf(stderr, "launch: %s: %s\n", unread.path.c_str(), unread.why.c_str());
    code = kUnreachable;
  }
  for (const Input& input : inputs.files) {
    if (!input.walked && !is_readable(input.path, read_file(input.path))) code = kUnreachable;
  }
  if (code != kOk) return code;
  std::vector<std::vector<graph::Facts>> read(inputs.files.size());
  Reader reader(workspace);
  run_all(inputs.files.size(), thread_count(0),
          [&](std::size_t i) { read[i] = reader.read(inputs.files[i]); });
  std::vector<graph::Facts> facts;
  for (std::vector<graph::Facts>& each : read) {
    std::move(each.begin(), each.end(), std::back_inserter(facts));
  }
  const graph::Graph graph = graph::make_graph(facts);
  if (graph.nodes.empty()) std::fprintf(stderr, "launch: note: no base, queue or job here\n");
  if (options.affected_by.empty()) return write_out(written(graph, options.format), options.output);
  const Affected found = affected(graph, options, workspace);
  if (options.format == "text") return write_out(paths_of(graph, found.dependents), options.output);
  return write_out(written(part_of(graph, found.all), options.format), options.output);
}

}  // namespace

void add_graph(Program& program) {
  auto [command, options] = program.add<GraphOptions>(
      "graph", "Draw which bases, queues and jobs depend on each other", graph_command);
  command
      .add_option("PATH", options.inputs.paths, "Files, folders, globs, or - for standard input")
      ->type_name(kFileValue);
  allow(command.add_option("--format", options.format, "How to print it"),
        {"text", "dot", "mermaid", "svg", "json"});
  command
      .add_option("--affected-by", options.affected_by,
                  "Only what depends on FILE, directly or not; may be repeated")
      ->allow_extra_args(false)
      ->type_name(kFileValue);
  command.add_option("-o,--output", options.output, "File to write to")->type_name(kFileValue);
  add_common_flags(command, options.common);
}

}  // namespace launch::cli
