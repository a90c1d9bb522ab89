#include "cli/queue_lookup.h"

#include <algorithm>

namespace launch::cli {

QueueLookup lookup_of(std::vector<std::string> found, std::vector<std::string> known) {
  QueueLookup result;
  std::sort(found.begin(), found.end());
  if (!found.empty()) {
    result.path = found.front();
    result.others.assign(found.begin() + 1, found.end());
  }
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  result.known = std::move(known);
  return result;
}

}  // namespace launch::cli
