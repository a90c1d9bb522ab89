// Which store a command is about.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "cli/options.h"
#include "cli/workspace.h"
#include "submit/queue/store.h"

namespace launch::cli {

// What an option takes that names a queue of a store.
inline constexpr const char* kStoredQueueValue = "NAME-OF-QUEUE";
// The queues of the store that is used without a flag, where it is a file that is there: nobody
// waits for a server, or makes a store, by pressing Tab.
std::vector<std::string> queues_at_hand(const Workspace& workspace);

// Adds --store ADDRESS.
void add_store_flag(CLI::App& command, std::string& store);

// The store that the flag names, else LAUNCH_STORE, else the workspace file's `store`, else
// queue.db in the state folder. Throws UsageError and queue::StoreError.
// A file that somebody named and that is not there may be a slip: only who puts something in makes
// it.
enum class IfMissing : std::uint8_t { Made, Refused };
std::unique_ptr<queue::Store> open_store(const std::string& flag, const Workspace& workspace,
                                         IfMissing if_missing = IfMissing::Made);

// To standard error; the exit code that goes with it.
int report(const queue::StoreError& error);

// Tells on standard error what the store noticed of its clock.
void tell_of_clock(queue::Store& store);

}  // namespace launch::cli
