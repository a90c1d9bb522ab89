#include "compiler/graph/order.h"

#include <algorithm>
#include <map>

namespace launch::graph {
namespace {

// Every job that has no stage is fed by another that has none: going from feeder to feeder ends in
// a circle.
std::vector<Need> circle_in(const Order& order, const std::vector<bool>& staged,
                            std::size_t start) {
  std::vector<Need> way;  // from the job that was met last back to the first
  std::vector<std::size_t> met;
  std::size_t job = start;
  while (std::find(met.begin(), met.end(), job) == met.end()) {
    met.push_back(job);
    const auto& needs = order.needs[job];
    const auto feeder = std::find_if(needs.begin(), needs.end(),
                                     [&](const Need& need) { return !staged[need.producer]; });
    way.push_back(*feeder);
    job = feeder->producer;
  }
  const auto first = std::find(met.begin(), met.end(), job) - met.begin();
  way.erase(way.begin(), way.begin() + first);
  std::reverse(way.begin(), way.end());
  return way;
}

}  // namespace

Order order_of(std::vector<Facts> jobs) {
  std::map<std::string, std::size_t> place;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    // What counts are artifacts alone.
    jobs[i].id = std::to_string(i);
    jobs[i].kind = NodeKind::Job;
    jobs[i].links.clear();
    jobs[i].queue_path.clear();
    jobs[i].missing_queue.clear();
    place[jobs[i].id] = i;
  }
  const Graph graph = make_graph(jobs);
  const auto job_of = [&](std::size_t node) { return place.at(graph.nodes[node].id); };
  Order order{std::vector<std::vector<Need>>(jobs.size()), {}};
  std::vector<bool> staged(jobs.size(), true);
  for (const Edge& edge : graph.edges) {
    order.needs[job_of(edge.to)].push_back({job_of(edge.from), edge.artifact});
    if (graph.nodes[edge.to].stage == 0) staged[job_of(edge.to)] = false;
  }
  const auto round = std::find(staged.begin(), staged.end(), false);
  if (round != staged.end()) {
    order.circle = circle_in(order, staged, static_cast<std::size_t>(round - staged.begin()));
  }
  return order;
}

}  // namespace launch::graph
