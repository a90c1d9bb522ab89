#include "compiler/target/kubernetes/pod_templates.h"

namespace launch::kubernetes {
namespace {

void collect(const Node& node, Path& path, std::vector<Path>& found) {
  const Node* spec = node.find("spec");
  const Node* containers = spec == nullptr ? nullptr : spec->find("containers");
  if (containers != nullptr && containers->is_sequence()) {
    found.push_back(path);
    return;
  }
  for (std::size_t i = 0; i < node.size(); ++i) {
    const bool list = node.is_sequence();
    path.emplace_back(list ? std::to_string(i) : std::string(node.members()[i].key));
    collect(list ? node.items()[i] : node.members()[i].value, path, found);
    path.pop_back();
  }
}

}  // namespace

std::vector<Path> find_pod_templates(const Node& root) {
  std::vector<Path> found;
  Path path;
  collect(root, path, found);
  return found;
}

}  // namespace launch::kubernetes
