#include "cli/queue/which_store.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "submit/state_folder.h"

namespace launch::cli {
namespace {

queue::Time now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

// By the flag, the environment or the workspace; empty when none of them does.
std::string named_address(const std::string& flag, const Workspace& workspace) {
  if (!flag.empty()) return flag;
  const char* named = std::getenv("LAUNCH_STORE");
  return named != nullptr && *named != '\0' ? named : workspace.store;
}

std::string address_of(const std::string& flag, const Workspace& workspace) {
  if (std::string named = named_address(flag, workspace); !named.empty()) return named;
  const std::string folder =
      submit::state_folder([](const char* name) { return std::getenv(name); });
  if (folder.empty()) {
    throw UsageError{
        "neither HOME nor LAUNCH_STATE_DIR is set: there is no place for queues; --store names "
        "one"};
  }
  return folder + "/queue.db";
}

}  // namespace

std::vector<std::string> queues_at_hand(const Workspace& workspace) {
  std::vector<std::string> names;
  const std::string address = address_of("", workspace);
  if (address.find("://") != std::string::npos || !std::filesystem::exists(address)) return names;
  try {
    for (const queue::Queue& each : open_store("", workspace)->queues()) names.push_back(each.name);
  } catch (const queue::StoreError&) {
    names.clear();  // whoever goes on typing is told by the command itself
  }
  return names;
}

void add_store_flag(CLI::App& command, std::string& store) {
  command
      .add_option(
          "--store", store,
          "Where queues are kept: a file, or postgresql://HOST/NAME; without it LAUNCH_STORE, the "
          "workspace's, or a file in the state folder")
      ->type_name("STORE");
}

std::unique_ptr<queue::Store> open_store(const std::string& flag, const Workspace& workspace,
                                         IfMissing if_missing) {
  const std::string address = address_of(flag, workspace);
  const std::size_t scheme = address.find("://");
  if (scheme != std::string::npos && !queue::is_postgresql(address)) {
    throw UsageError{"a store is a file or postgresql://…, and this begins with " +
                     launch::quoted(address.substr(0, scheme + 3))};
  }
  const bool is_file = scheme == std::string::npos && address == named_address(flag, workspace);
  if (if_missing == IfMissing::Refused && is_file && !std::filesystem::exists(address)) {
    throw queue::StoreError{
        queue::StoreError::Kind::Unreachable,
        "there is no store " + address + ": launch queue add and launch submit --enqueue make one"};
  }
  return queue::open_store(address, now);
}

int report(const queue::StoreError& error) {
  std::fprintf(stderr, "launch: %s\n", error.message.c_str());
  using Kind = queue::StoreError::Kind;
  const bool wrong_call = error.kind == Kind::Unknown || error.kind == Kind::Conflict;
  return wrong_call ? kUsage : kUnreachable;
}

void tell_of_clock(queue::Store& store) {
  if (const auto trouble = store.clock_trouble()) {
    std::fprintf(stderr, "launch: note: %s\n", trouble->c_str());
  }
}

}  // namespace launch::cli
