// A graph as text for people and for the programs that draw.
#pragma once

#include <string>

#include "compiler/graph/graph.h"

namespace launch::graph {

// For people: each document with what it depends on.
std::string write_text(const Graph& graph);
// Graphviz' language (https://graphviz.org/doc/info/lang.html).
std::string write_dot(const Graph& graph);
// A flowchart of Mermaid (https://mermaid.js.org/syntax/flowchart.html), as GitHub and GitLab draw.
std::string write_mermaid(const Graph& graph);
// One JSON document: format_version, nodes, edges. Fields may be added, none is ever removed.
std::string write_json(const Graph& graph);

// The part of the graph that the nodes are, with the edges between them.
Graph part_of(const Graph& graph, std::span<const std::size_t> nodes);

// A node in words: its path, and behind it what else is known.
std::string title_of(const Node& node);
std::string details_of(const Node& node);

}  // namespace launch::graph
