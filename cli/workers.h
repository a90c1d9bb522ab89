// Many tasks on a few threads, results in the order of the tasks.
#pragma once

#include <cstddef>
#include <functional>

namespace launch::cli {

// Calls work(i) for each i below `count` from up to `threads` threads; returns when all are done.
// An exception of any call is thrown again here.
void run_all(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& work);

// How many threads `-j N` means; 0 is one a core.
std::size_t thread_count(std::size_t asked);

// As run_all(), for work of which a single piece takes long: on `threads` threads however few there
// are.
void run_each(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& work);

}  // namespace launch::cli
