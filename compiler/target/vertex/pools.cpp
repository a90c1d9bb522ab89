#include <algorithm>

#include "compiler/target/vertex/emit.h"
#include "compiler/target/vertex/forms.h"

namespace launch::vertex {
namespace {

const Path kPools{"jobSpec", "workerPoolSpecs"};
// Four are allowed; of a list that is far too long, the rest is left as it is.
constexpr std::size_t kMostFilled = 16;

}  // namespace

std::vector<Path> worker_pools(const Tree& tree) {
  std::vector<Path> paths;
  const Node* pools = tree.find(kPools);
  if (pools == nullptr) return paths;
  const std::size_t count = std::min(pools->items().size(), kMostFilled);
  for (std::size_t i = 0; i < count; ++i) {
    // An empty one is skipped by the API.
    if (pools->items()[i].size() > 0) paths.push_back(kPools / std::to_string(i));
  }
  return paths;
}

void fill_pools(const Node& block, Tree& tree) {
  const Node* every = block.find(kEveryPool);
  if (!tree.has(kPools)) {
    const Node none = Node::mapping({}, every == nullptr ? block.span() : every->span());
    tree.complete(kPools / "0", none);
    tree.complete(kPools / "0" / "replicaCount",
                  tree.built_in(Kind::Integer, "1", "the primary replica"));
  }
  if (every == nullptr) return;
  for (const Path& pool : worker_pools(tree)) {
    for (const Member& member : every->members()) {
      tree.lay(pool / member.key, member.value, member.key_span, member.key);
    }
  }
}

}  // namespace launch::vertex
