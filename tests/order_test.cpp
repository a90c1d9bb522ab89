// Which jobs wait for which, by the artifacts that they hand on.
#include "compiler/graph/order.h"

#include "tests/catch.h"

namespace launch::tests {
namespace {

using graph::Facts;
using graph::Order;

Facts job(std::vector<std::string> inputs, std::vector<std::string> outputs) {
  Facts facts;
  facts.kind = graph::NodeKind::Job;
  facts.id = facts.path = "job.yaml";
  facts.inputs = std::move(inputs);
  facts.outputs = std::move(outputs);
  return facts;
}

// "0<1:a 0<2:b": job 0 needs a of 1 and b of 2.
std::string text_of(const Order& order) {
  std::string text;
  for (std::size_t i = 0; i < order.needs.size(); ++i) {
    for (const graph::Need& need : order.needs[i]) {
      text += (text.empty() ? "" : " ") + std::to_string(i) + "<" + std::to_string(need.producer) +
              ":" + need.artifact;
    }
  }
  return text;
}

std::string circle_of(const Order& order) {
  std::string text;
  for (const graph::Need& need : order.circle) {
    text += (text.empty() ? "" : " ") + std::to_string(need.producer) + ":" + need.artifact;
  }
  return text;
}

}  // namespace

TEST_CASE("jobs wait for those that make what they read") {
  struct Row {
    std::vector<Facts> jobs;
    std::string needs, circle;
  };
  const std::vector<Row> rows{
      {{}, "", ""},
      {{job({}, {}), job({}, {})}, "", ""},
      {{job({"a"}, {}), job({}, {"a"})}, "0<1:a", ""},
      // What nobody here makes is there already.
      {{job({"a"}, {"b"}), job({"b"}, {})}, "1<0:b", ""},
      // All who make it are waited for.
      {{job({"a"}, {}), job({}, {"a"}), job({}, {"a"})}, "0<1:a 0<2:a", ""},
      {{job({"a", "b"}, {}), job({}, {"a"}), job({"a"}, {"b"})}, "0<1:a 0<2:b 2<1:a", ""},
      // A job that goes on from its own last version waits for nobody.
      {{job({"a"}, {"a"})}, "", ""},
      {{job({"a"}, {"b"}), job({"b"}, {"a"})}, "0<1:a 1<0:b", "0:b 1:a"},
      // What hangs on a circle is not in it.
      {{job({"c"}, {}), job({"a"}, {"b"}), job({"b"}, {"a", "c"})}, "0<2:c 1<2:a 2<1:b", "2:a 1:b"},
      {{job({"c"}, {"a"}), job({"a"}, {"b"}), job({"b"}, {"c"})},
       "0<2:c 1<0:a 2<1:b",
       "0:a 1:b 2:c"},
  };
  for (const Row& row : rows) {
    const Order order = graph::order_of(row.jobs);
    CHECK(text_of(order) == row.needs);
    CHECK(circle_of(order) == row.circle);
  }
}

TEST_CASE("a job that another names as its base runs all the same") {
  std::vector<Facts> jobs{job({}, {"a"}), job({"a"}, {})};
  jobs[0].id = jobs[0].path = "train.yaml";
  jobs[1].id = jobs[1].path = "eval.yaml";
  jobs[1].links.push_back({"eval.yaml", "train.yaml", true});
  CHECK(text_of(graph::order_of(jobs)) == "1<0:a");
}

}  // namespace launch::tests
