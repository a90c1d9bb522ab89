#include "compiler/graph/graph.h"

#include <algorithm>
#include <map>
#include <set>

namespace launch::graph {
namespace {

class Builder {
 public:
  explicit Builder(std::span<const Facts> documents) : documents_(documents) {}

  Graph run() {
    for (const Facts& facts : documents_) add_document(facts);
    for (const Facts& facts : documents_) {
      for (const Facts::Link& link : facts.links) add_base(link);
      add_queue(facts);
    }
    Graph graph;
    std::map<std::string, std::size_t> place;
    for (auto& [id, node] : nodes_) {
      place[id] = graph.nodes.size();
      graph.nodes.push_back(node);
    }
    for (const auto& [from, to, kind, artifact] : edges_) {
      graph.edges.push_back({place[from], place[to], kind, artifact});
    }
    add_feeds(graph, place);
    std::sort(graph.edges.begin(), graph.edges.end());
    return graph;
  }

 private:
  void add_document(const Facts& facts) {
    nodes_[facts.id] = {facts.id, facts.path, facts.kind, facts.name, 0};
    ids_of_[facts.path].insert(facts.id);
  }

  // A file of several documents is no base, so that the first stands for it.
  std::string id_of(const std::string& path) const {
    const auto known = ids_of_.find(path);
    return known == ids_of_.end() ? path : *known->second.begin();
  }

  void add_base(const Facts::Link& link) {
    Node& base = nodes_[id_of(link.base)];
    const bool is_new = base.id.empty();
    if (is_new) base = {link.base, link.base, NodeKind::Missing, {}, 0};
    if (link.exists && base.kind != NodeKind::Queue) base.kind = NodeKind::Base;
    ids_of_[link.base].insert(base.id);
    const std::string from = base.id;
    if (nodes_.count(link.from) == 0 && ids_of_.count(link.from) == 0) {
      nodes_[link.from] = {link.from, link.from, NodeKind::Base, {}, 0};
      ids_of_[link.from].insert(link.from);
    }
    const std::string to = nodes_.count(link.from) > 0 ? link.from : id_of(link.from);
    edges_.insert({from, to, EdgeKind::BaseOf, {}});
  }

  void add_queue(const Facts& facts) {
    if (!facts.queue_path.empty()) {
      const std::string id = id_of(facts.queue_path);
      Node& queue = nodes_[id];
      if (queue.id.empty()) queue = {id, facts.queue_path, NodeKind::Queue, {}, 0};
      ids_of_[facts.queue_path].insert(id);
      edges_.insert({id, facts.id, EdgeKind::QueueOf, {}});
    } else if (!facts.missing_queue.empty()) {
      const std::string id = "queue " + facts.missing_queue;
      nodes_[id] = {id, {}, NodeKind::Missing, facts.missing_queue, 0};
      edges_.insert({id, facts.id, EdgeKind::QueueOf, {}});
    }
  }

  void add_feeds(Graph& graph, const std::map<std::string, std::size_t>& place) const {
    std::multimap<std::string_view, const Facts*> makers;
    const auto runs = [&](const Facts& facts) {
      return graph.nodes[place.at(facts.id)].kind == NodeKind::Job;
    };
    for (const Facts& facts : documents_) {
      if (!runs(facts)) continue;
      for (const std::string& artifact : facts.outputs) makers.emplace(artifact, &facts);
    }
    std::set<Edge> feeds;
    for (const Facts& facts : documents_) {
      if (!runs(facts)) continue;
      for (const std::string& artifact : facts.inputs) {
        const auto [first, last] = makers.equal_range(artifact);
        for (auto maker = first; maker != last; ++maker) {
          const Edge edge{place.at(maker->second->id), place.at(facts.id), EdgeKind::Feeds,
                          artifact};
          if (edge.from != edge.to) feeds.insert(edge);
        }
      }
    }
    number_stages(graph, feeds);
    graph.edges.insert(graph.edges.end(), feeds.begin(), feeds.end());
  }

  // Those that nobody feeds first, then those whose feeders all have their number (Kahn, 1962).
  static void number_stages(Graph& graph, const std::set<Edge>& feeds) {
    std::vector<std::size_t> waits(graph.nodes.size(), 0);
    std::vector<std::vector<std::size_t>> next(graph.nodes.size());
    std::set<std::size_t> linked;
    for (const Edge& edge : feeds) {
      ++waits[edge.to];
      next[edge.from].push_back(edge.to);
      linked.insert({edge.from, edge.to});
    }
    std::vector<std::size_t> ready;
    for (const std::size_t node : linked) {
      if (waits[node] == 0) ready.push_back(node);
    }
    for (std::size_t stage = 1; !ready.empty(); ++stage) {
      std::vector<std::size_t> later;
      for (const std::size_t node : ready) {
        graph.nodes[node].stage = stage;
        for (const std::size_t fed : next[node]) {
          if (--waits[fed] == 0) later.push_back(fed);
        }
      }
      ready = std::move(later);
    }
  }

  struct NamedEdge {
    std::string from, to;
    EdgeKind kind;
    std::string artifact;
    friend auto operator<=>(const NamedEdge&, const NamedEdge&) = default;
  };

  std::span<const Facts> documents_;
  std::map<std::string, Node> nodes_;
  std::map<std::string, std::set<std::string>> ids_of_;  // by path
  std::set<NamedEdge> edges_;
};

}  // namespace

std::string_view name_of(NodeKind kind) {
  switch (kind) {
    case NodeKind::Base:
      return "base";
    case NodeKind::Queue:
      return "queue";
    case NodeKind::Job:
      return "job";
    case NodeKind::Missing:
      return "missing";
  }
  return {};
}

std::string_view name_of(EdgeKind kind) {
  switch (kind) {
    case EdgeKind::BaseOf:
      return "base of";
    case EdgeKind::QueueOf:
      return "queue of";
    case EdgeKind::Feeds:
      return "feeds";
  }
  return {};
}

Graph make_graph(std::span<const Facts> documents) { return Builder(documents).run(); }

std::vector<std::size_t> affected_by(const Graph& graph, std::span<const std::size_t> changed) {
  std::vector<std::vector<std::size_t>> next(graph.nodes.size());
  for (const Edge& edge : graph.edges) next[edge.from].push_back(edge.to);
  std::set<std::size_t> reached;
  std::vector<std::size_t> open(changed.begin(), changed.end());
  while (!open.empty()) {
    const std::size_t node = open.back();
    open.pop_back();
    for (const std::size_t dependent : next[node]) {
      if (reached.insert(dependent).second) open.push_back(dependent);
    }
  }
  return {reached.begin(), reached.end()};
}

}  // namespace launch::graph
