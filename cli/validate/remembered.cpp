#include "cli/validate/remembered.h"

#include <sys/stat.h>

#include <algorithm>

#include "cli/walk.h"

namespace launch::cli {
namespace {

// FAT, the coarsest of all, has two seconds.
constexpr std::time_t kSettledAfter = 2;

bool same(const timespec& a, const timespec& b) {
  return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

Stamp stamp_of(const std::string& path) {
  struct stat status {};
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  if (stat(path.c_str(), &status) != 0) return {};
  return {true,
          status.st_dev,
          status.st_ino,
          status.st_size,
          status.st_mtim,
          status.st_ctim,
          status.st_ctim.tv_sec + kSettledAfter < now.tv_sec};
}

bool same(const QueueLookup& a, const QueueLookup& b) {
  return a.path == b.path && a.others == b.others && a.known == b.known;
}

}  // namespace

bool Stamp::holds(const Stamp& now) const {
  if (!exists || !now.exists) return exists == now.exists;
  return settled && device == now.device && number == now.number && size == now.size &&
         same(modified, now.modified) && same(changed, now.changed);
}

Stamp Stamps::of(const std::string& path) {
  const std::lock_guard lock(mutex_);
  const auto known = taken_.find(path);
  if (known != taken_.end()) return known->second;
  return taken_[path] = stamp_of(path);
}

void Stamps::forget() {
  const std::lock_guard lock(mutex_);
  taken_.clear();
}

void Remembered::begin(const Workspace& workspace, const TargetFlags& flags) {
  stamps_.forget();
  Seen shared;
  const auto add = [&](const std::string& path) { shared.emplace_back(path, stamps_.of(path)); };
  add(workspace.prefix + "launch.yaml");
  for (const std::string& path : flags.schemas) {
    add(path);
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) continue;
    for (const std::string& file : documents_below(path)) add(file);
  }
  const bool same_files =
      std::equal(shared.begin(), shared.end(), shared_.begin(), shared_.end(),
                 [](const auto& now, const auto& then) {
                   return now.first == then.first && then.second.holds(now.second);
                 });
  if (!same_files || workspace.root != root_) entries_.clear();
  shared_ = std::move(shared);
  root_ = workspace.root;
}

bool Remembered::holds(const Seen& seen) {
  return std::all_of(seen.begin(), seen.end(),
                     [&](const auto& each) { return each.second.holds(stamps_.of(each.first)); });
}

const FileResult* Remembered::find(const Input& input, const Files& files) {
  const auto known = entries_.find(input.path);
  if (known == entries_.end()) return nullptr;
  const Entry& entry = known->second;
  if (entry.walked != input.walked || !holds(entry.seen)) return nullptr;
  const std::vector<QueueSearch>& searches = entry.result.searches;
  const bool same_queues =
      std::all_of(searches.begin(), searches.end(), [&](const QueueSearch& search) {
        return same(search.found, files.find_queue(search.name, search.from));
      });
  return same_queues ? &entry.result : nullptr;
}

void Remembered::keep(const Input& input, const FileResult& result) {
  Entry entry{input.walked, result, {}};
  entry.seen.emplace_back(input.path, stamps_.of(input.path));
  for (const std::string& path : result.read) entry.seen.emplace_back(path, stamps_.of(path));
  entries_[input.path] = std::move(entry);
}

}  // namespace launch::cli
