#include "cli/render/output.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include "compiler/diagnostic/display.h"
#include "compiler/document/write_json.h"

namespace launch::cli {
namespace {

void append_waiting(std::string& out, const Waiting& waiting) {
  out += "{\"name\":" + json_string(waiting.name);
  out += ",\"path\":" + json_string(waiting.path);
  out += ",\"line\":" + (waiting.has_line ? std::to_string(waiting.position.line) : "null");
  out += ",\"column\":" + (waiting.has_line ? std::to_string(waiting.position.column) : "null");
  out += '}';
}

bool is_json(const Rendered& artifact) { return artifact.ending == "json"; }

}  // namespace

std::string source_line(const Rendered& artifact) {
  // As Helm has it (pkg/action/action.go, "# Source: %s"); a name cannot leave the line.
  return "# Source: " + printable(job_name(artifact)) + "\n";
}

std::string as_text(const Rendering& rendering) {
  const std::vector<Rendered>& artifacts = rendering.artifacts;
  const bool headings =
      rendering.several && !std::all_of(artifacts.begin(), artifacts.end(), is_json);
  std::string out;
  for (const Rendered& artifact : artifacts) {
    if (headings && artifact.ending == "yaml") out += "---\n";
    if (headings) out += source_line(artifact);
    out += artifact.text;
  }
  return out;
}

std::string as_json(const Rendering& rendering) {
  std::string out = "{\"format_version\":1,\"artifacts\":[";
  for (const Rendered& artifact : rendering.artifacts) {
    out += &artifact == rendering.artifacts.data() ? "\n" : ",\n";
    out += artifact.text;
  }
  out += rendering.artifacts.empty() ? "],\"deferred\":[" : "\n],\"deferred\":[";
  for (const Waiting& waiting : rendering.waiting) {
    if (&waiting != rendering.waiting.data()) out += ',';
    append_waiting(out, waiting);
  }
  out += "],\"findings\":";
  append_findings_json(out, rendering.findings);
  return out + "}\n";
}

void print_waiting(const Rendering& rendering) {
  if (!rendering.several) {
    for (const Waiting& waiting : rendering.waiting) {
      std::fprintf(stderr, "%s: note: ${%s} is filled at submit\n", waiting.place.c_str(),
                   waiting.name.c_str());
    }
    return;
  }
  std::map<std::string, std::vector<std::string>> places;
  for (const Waiting& waiting : rendering.waiting) places[waiting.name].push_back(waiting.place);
  for (auto& [name, all] : places) {
    std::vector<std::string>& once = all;
    const std::string first = once.front();
    std::sort(once.begin(), once.end());
    once.erase(std::unique(once.begin(), once.end()), once.end());
    const std::size_t more = once.size() - 1;
    const std::string others = more == 0 ? ""
                                         : ", here and in " + std::to_string(more) +
                                               " other place" + (more == 1 ? "" : "s");
    std::fprintf(stderr, "%s: note: ${%s} is filled at submit%s\n", first.c_str(), name.c_str(),
                 others.c_str());
  }
}

}  // namespace launch::cli
