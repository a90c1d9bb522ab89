// What depends on what: bases, queues and jobs of a workspace, and artifacts that one job hands on
// to another.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace launch::graph {

enum class NodeKind : std::uint8_t { Base, Queue, Job, Missing };
std::string_view name_of(NodeKind kind);

struct Node {
  std::string id;    // the path; of several documents in a file, path#2; `queue gpu` when missing
  std::string path;  // empty for a missing queue
  NodeKind kind = NodeKind::Job;
  std::string name;  // that the document gives itself
  // Of jobs that artifacts link: 1 takes from nobody. 0 for others, and where artifacts go round in
  // a circle.
  std::size_t stage = 0;
};

enum class EdgeKind : std::uint8_t { BaseOf, QueueOf, Feeds };
// "base of", "queue of", "feeds".
std::string_view name_of(EdgeKind kind);

struct Edge {
  std::size_t from = 0;  // what is depended on
  std::size_t to = 0;
  EdgeKind kind = EdgeKind::BaseOf;
  std::string artifact;  // that a job feeds another with
  friend auto operator<=>(const Edge&, const Edge&) = default;
};

struct Graph {
  std::vector<Node> nodes;  // by id
  std::vector<Edge> edges;  // in order
};

// What one document says of others; plain data that outlives its sources.
struct Facts {
  struct Link {
    std::string from;  // the document, or the base, that names the base
    std::string base;
    bool exists = true;
  };
  std::string id;
  std::string path;
  NodeKind kind = NodeKind::Job;
  std::string name;
  std::vector<Link> links;                   // of the whole chain
  std::string queue_path;                    // empty: none, or none that exists
  std::string missing_queue;                 // its name
  std::vector<std::string> inputs, outputs;  // artifacts, as entity/project/name
};

// In whatever order the facts come, the same graph. A file that others name as their base is drawn
// as one.
Graph make_graph(std::span<const Facts> documents);

// The nodes that depend on one of `changed`, directly or not; these themselves are not among them
// unless they depend on each other.
std::vector<std::size_t> affected_by(const Graph& graph, std::span<const std::size_t> changed);

}  // namespace launch::graph
