// What a search for a queue's file comes to.
#pragma once

#include <string>
#include <vector>

#include "compiler/resolve/load.h"

namespace launch::cli {

// `found` are the files of that name, `known` the names of all queues seen, both in any order: the
// first file by its path is the queue, and each name is known once.
QueueLookup lookup_of(std::vector<std::string> found, std::vector<std::string> known);

}  // namespace launch::cli
