// What depends on what; tests/graph/ asks graphviz, tests/browser/ asks Mermaid.
#include "compiler/graph/graph.h"

#include <algorithm>

#include "compiler/graph/facts.h"
#include "compiler/graph/write.h"
#include "tests/catch.h"

namespace launch::tests {
namespace {

using graph::Facts;
using graph::Graph;

Facts job(const std::string& path, std::vector<std::string> inputs,
          std::vector<std::string> outputs) {
  Facts facts;
  facts.id = facts.path = path;
  facts.inputs = std::move(inputs);
  facts.outputs = std::move(outputs);
  return facts;
}

// "a>b kind" of each edge.
std::vector<std::string> edges_of(const Graph& graph) {
  std::vector<std::string> edges;
  for (const graph::Edge& edge : graph.edges) {
    edges.push_back(graph.nodes[edge.from].id + ">" + graph.nodes[edge.to].id + " " +
                    std::string(name_of(edge.kind)));
  }
  return edges;
}

std::vector<std::size_t> stages_of(const Graph& graph) {
  std::vector<std::size_t> stages;
  for (const graph::Node& node : graph.nodes) stages.push_back(node.stage);
  return stages;
}

}  // namespace

TEST_CASE("artifacts are the same whatever their version and spelling") {
  const std::vector<std::array<std::string, 2>> kRows{
      {"coco", "e/p/coco"},
      {"coco:v3", "e/p/coco"},
      {"coco:latest", "e/p/coco"},
      {"q/coco:v3", "e/q/coco"},
      {"f/q/coco:v3", "f/q/coco"},
      {"wandb-artifact://f/q/coco:v3", "f/q/coco"},
      {"wandb-artifact://coco", "e/p/coco"},
  };
  for (const auto& [name, key] : kRows) CHECK(graph::artifact_key(name, "e", "p") == key);
}

TEST_CASE("the stages of jobs") {
  struct Row {
    std::vector<Facts> jobs;
    std::vector<std::size_t> stages;
  };
  const std::vector<Row> kRows{
      {{job("a", {}, {})}, {0}},
      {{job("a", {}, {"x"}), job("b", {"x"}, {})}, {1, 2}},
      {{job("a", {"x"}, {}), job("b", {}, {"x"})}, {2, 1}},
      // The longest way decides.
      {{job("a", {}, {"x"}), job("b", {"x"}, {"y"}), job("c", {"x", "y"}, {})}, {1, 2, 3}},
      // Two makers of one artifact.
      {{job("a", {}, {"x"}), job("b", {}, {"x"}), job("c", {"x"}, {})}, {1, 1, 2}},
      // A circle has no first, and what hangs on it none either.
      {{job("a", {"y"}, {"x"}), job("b", {"x"}, {"y"}), job("c", {"y"}, {})}, {0, 0, 0}},
      // A job that goes on with its own artifact waits for nobody.
      {{job("a", {"x"}, {"x"})}, {0}},
  };
  for (const Row& row : kRows) CHECK(stages_of(graph::make_graph(row.jobs)) == row.stages);
}

TEST_CASE("a graph is the same in whatever order files are read") {
  std::vector<Facts> facts;
  for (int i = 0; i < 6; ++i) {
    Facts each =
        job("job" + std::to_string(i), {"x" + std::to_string(i)}, {"x" + std::to_string(i + 1)});
    each.links = {{each.id, "base.yaml", true}, {"base.yaml", "none.yaml", false}};
    each.queue_path = i % 2 == 0 ? "queues/gpu.yaml" : "";
    each.missing_queue = i % 2 == 0 ? "" : "cpu";
    facts.push_back(each);
  }
  const std::string once = write_dot(graph::make_graph(facts));
  for (int turn = 0; turn < 6; ++turn) {
    std::rotate(facts.begin(), facts.begin() + 1, facts.end());
    CHECK(write_dot(graph::make_graph(facts)) == once);
  }
  std::reverse(facts.begin(), facts.end());
  CHECK(write_dot(graph::make_graph(facts)) == once);
}

TEST_CASE("what depends on a file, also in circles") {
  Facts one = job("job.yaml", {}, {});
  one.links = {
      {"job.yaml", "a.yaml", true}, {"a.yaml", "b.yaml", true}, {"b.yaml", "a.yaml", true}};
  const std::vector<Facts> facts{one};
  const Graph graph = graph::make_graph(facts);
  CHECK(edges_of(graph) == std::vector<std::string>{"a.yaml>b.yaml base of",
                                                    "a.yaml>job.yaml base of",
                                                    "b.yaml>a.yaml base of"});
  CHECK(graph::affected_by(graph, std::vector<std::size_t>{0}) ==
        std::vector<std::size_t>{0, 1, 2});
  CHECK(graph::affected_by(graph, std::vector<std::size_t>{2}).empty());
}

TEST_CASE("a thousand jobs on one base and queue") {
  std::vector<Facts> facts;
  for (int i = 0; i < 1000; ++i) {
    Facts each = job("job" + std::to_string(1000 + i), {"x" + std::to_string(i)},
                     {"x" + std::to_string(i + 1)});
    each.links = {{each.id, "base.yaml", true}};
    each.queue_path = "queues/gpu.yaml";
    facts.push_back(each);
  }
  const Graph graph = graph::make_graph(facts);
  CHECK(graph.nodes.size() == 1002);
  CHECK(graph.edges.size() == 2999);
  CHECK(graph.nodes[1000].stage == 1000);
  CHECK(graph::affected_by(graph, std::vector<std::size_t>{0}).size() == 1000);
}

TEST_CASE("ids of any kind stay inside their quotes") {
  Facts facts = job("a\nb\"c\\N<d>&|#;`{}", {}, {});
  facts.name = "x\r\n\"]; evil";
  const std::vector<Facts> all{facts};
  const Graph graph = graph::make_graph(all);
  const std::string dot = write_dot(graph);
  CHECK(dot.find("[label=\"a␊b\\\"c\\\\N<d>&amp;|#;`{}\\n") != std::string::npos);
  CHECK(std::count(dot.begin(), dot.end(), '\n') == 6);
  const std::string mermaid = write_mermaid(graph);
  CHECK(mermaid.find("n0[\"a␊b#34;c#92;N#60;d#62;#38;#124;#35;#59;#96;#123;#125;<br>") !=
        std::string::npos);
  CHECK(std::count(mermaid.begin(), mermaid.end(), '\n') == 6);
}

}  // namespace launch::tests
