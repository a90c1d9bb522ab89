// The order that jobs have to run in, by the artifacts that one hands on to another.
#pragma once

#include <vector>

#include "compiler/graph/graph.h"

namespace launch::graph {

// What a job waits for.
struct Need {
  std::size_t producer = 0;
  std::string artifact;
};

struct Order {
  std::vector<std::vector<Need>> needs;  // of each job
  // Jobs that go round in a circle, each feeding the next and the last the first; empty when none
  // do, and then there is an order.
  std::vector<Need> circle;
};

// Each of `jobs` runs, also one that another names as its base.
Order order_of(std::vector<Facts> jobs);

}  // namespace launch::graph
