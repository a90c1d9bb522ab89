#include "compiler/graph/write.h"

#include <algorithm>
#include <map>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/diagnostic/display.h"
#include "compiler/document/write_json.h"

namespace launch::graph {
namespace {

// What stands for an artifact on an edge: most are of the project of both jobs.
std::string short_name(const std::string& artifact) {
  return artifact.substr(artifact.rfind('/') + 1);
}

std::string edge_words(const Edge& edge) {
  const std::string words(name_of(edge.kind));
  return edge.artifact.empty() ? words : words + " " + printable(short_name(edge.artifact));
}

// Any text in double quotes. Graphviz reads escape sequences and HTML's names of characters in
// labels (https://graphviz.org/docs/attr-types/escString/, lib/common/utils.c, htmlEntityUTF8).
std::string dot_quoted(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '&' ? "&amp;" : std::string(1, c);
  }
  return out;
}

std::string_view dot_style(NodeKind kind) {
  switch (kind) {
    case NodeKind::Base:
      return "shape=folder, fillcolor=\"#efe8fa\", color=\"#5f3596\"";
    case NodeKind::Queue:
      return "shape=cylinder, fillcolor=\"#fcefdc\", color=\"#844300\"";
    case NodeKind::Job:
      return "shape=box, fillcolor=\"#e4effb\", color=\"#0b4f9c\"";
    case NodeKind::Missing:
      return "shape=box, style=\"filled,dashed\", fillcolor=\"#fdecee\", color=\"#a40e26\"";
  }
  return {};
}

std::string_view dot_line(EdgeKind kind) {
  switch (kind) {
    case EdgeKind::BaseOf:
      return "style=dashed";
    case EdgeKind::QueueOf:
      return "style=dotted";
    case EdgeKind::Feeds:
      return "penwidth=2";
  }
  return {};
}

// Mermaid reads HTML and Markdown in labels: every character of either is written by its number.
std::string mermaid_quoted(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    const bool plain = letter || std::string_view(" ./-,").find(c) != std::string_view::npos ||
                       (static_cast<unsigned char>(c) & 0x80U) != 0;
    out += plain ? std::string(1, c) : "#" + std::to_string(static_cast<int>(c)) + ";";
  }
  return out;
}

struct Shape {
  std::string_view begin;
  std::string_view end;
};

Shape mermaid_shape(NodeKind kind) {
  switch (kind) {
    case NodeKind::Base:
      return {"[[\"", "\"]]"};
    case NodeKind::Queue:
      return {"[(\"", "\")]"};
    case NodeKind::Job:
      return {"[\"", "\"]"};
    case NodeKind::Missing:
      return {"{{\"", "\"}}"};
  }
  return {};
}

std::string_view mermaid_arrow(EdgeKind kind) {
  return kind == EdgeKind::Feeds ? "==>" : kind == EdgeKind::BaseOf ? "-->" : "-.->";
}

std::string id(std::size_t node) { return "n" + std::to_string(node); }

}  // namespace

std::string title_of(const Node& node) { return printable(node.id); }

std::string details_of(const Node& node) {
  std::string details(node.kind == NodeKind::Job ? "" : name_of(node.kind));
  const auto add = [&](const std::string& text) {
    details += (details.empty() ? "" : ", ") + text;
  };
  if (!node.name.empty() && node.kind != NodeKind::Missing) add(quoted(node.name));
  if (node.stage > 0) add("stage " + std::to_string(node.stage));
  return details;
}

std::string write_text(const Graph& graph) {
  std::map<std::size_t, std::vector<const Edge*>> needs;
  for (const Edge& edge : graph.edges) needs[edge.to].push_back(&edge);
  const auto by_kind = [](const Edge* a, const Edge* b) { return a->kind < b->kind; };
  std::string out;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    std::stable_sort(needs[i].begin(), needs[i].end(), by_kind);
    const std::string details = details_of(graph.nodes[i]);
    out += title_of(graph.nodes[i]) + (details.empty() ? "" : " (" + details + ")") + "\n";
    for (const Edge* edge : needs[i]) {
      const bool fed = edge->kind == EdgeKind::Feeds;
      const std::string what = edge->kind == EdgeKind::BaseOf ? "base    " : "queue   ";
      out += "  " + (fed ? "fed by  " : what) + title_of(graph.nodes[edge->from]);
      out += (fed ? "  " + printable(short_name(edge->artifact)) : "") + "\n";
    }
  }
  return out;
}

std::string write_dot(const Graph& graph) {
  std::string out =
      "digraph launch {\n"
      "  rankdir=LR;\n"
      "  node [fontname=\"Helvetica,Arial,sans-serif\", fontsize=11, style=filled];\n"
      "  edge [fontname=\"Helvetica,Arial,sans-serif\", fontsize=9, color=\"#545d68\"];\n";
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    const std::string details = details_of(node);
    out += "  " + id(i) + " [label=\"" + dot_quoted(title_of(node)) +
           (details.empty() ? "" : "\\n" + dot_quoted(details)) + "\", " +
           std::string(dot_style(node.kind)) + "];\n";
  }
  for (const Edge& edge : graph.edges) {
    out += "  " + id(edge.from) + " -> " + id(edge.to) + " [label=\"" +
           dot_quoted(edge_words(edge)) + "\", " + std::string(dot_line(edge.kind)) + "];\n";
  }
  return out + "}\n";
}

std::string write_mermaid(const Graph& graph) {
  std::string out = "flowchart LR\n";
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    const Shape shape = mermaid_shape(node.kind);
    const std::string details = details_of(node);
    out += "  " + id(i) + std::string(shape.begin) + mermaid_quoted(title_of(node)) +
           (details.empty() ? "" : "<br>" + mermaid_quoted(details)) + std::string(shape.end) +
           ":::" + std::string(name_of(node.kind)) + "\n";
  }
  for (const Edge& edge : graph.edges) {
    out += "  " + id(edge.from) + " " + std::string(mermaid_arrow(edge.kind)) + "|\"" +
           mermaid_quoted(edge_words(edge)) + "\"| " + id(edge.to) + "\n";
  }
  return out +
         "  classDef base fill:#efe8fa,stroke:#5f3596,color:#1c2128\n"
         "  classDef queue fill:#fcefdc,stroke:#844300,color:#1c2128\n"
         "  classDef job fill:#e4effb,stroke:#0b4f9c,color:#1c2128\n"
         "  classDef missing fill:#fdecee,stroke:#a40e26,color:#1c2128,stroke-dasharray:4\n";
}

std::string write_json(const Graph& graph) {
  std::string out = "{\"format_version\":1,\"nodes\":[";
  for (const Node& node : graph.nodes) {
    out += &node == graph.nodes.data() ? "\n" : ",\n";
    out += "{\"id\":" + json_string(node.id) + ",\"kind\":" + json_string(name_of(node.kind));
    out += ",\"path\":" + (node.path.empty() ? "null" : json_string(node.path));
    out += ",\"name\":" + (node.name.empty() ? "null" : json_string(node.name));
    out += ",\"stage\":" + (node.stage == 0 ? "null" : std::to_string(node.stage)) + "}";
  }
  out += "\n],\"edges\":[";
  for (const Edge& edge : graph.edges) {
    out += &edge == graph.edges.data() ? "\n" : ",\n";
    out += "{\"from\":" + json_string(graph.nodes[edge.from].id);
    out += ",\"to\":" + json_string(graph.nodes[edge.to].id);
    out += ",\"kind\":" + json_string(name_of(edge.kind));
    out += ",\"artifact\":" + (edge.artifact.empty() ? "null" : json_string(edge.artifact)) + "}";
  }
  return out + "\n]}\n";
}

Graph part_of(const Graph& graph, std::span<const std::size_t> nodes) {
  Graph part;
  std::map<std::size_t, std::size_t> place;
  for (const std::size_t node : nodes) {
    place[node] = part.nodes.size();
    part.nodes.push_back(graph.nodes[node]);
  }
  for (Edge edge : graph.edges) {
    if (place.count(edge.from) == 0 || place.count(edge.to) == 0) continue;
    edge.from = place[edge.from];
    edge.to = place[edge.to];
    part.edges.push_back(edge);
  }
  return part;
}

}  // namespace launch::graph
