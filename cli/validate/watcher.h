// Waits until something in folders changes.
#pragma once

#include <map>
#include <set>
#include <string>

namespace launch::cli {

class Watcher {
 public:
  // `poll`: looks for itself twice a second, for file systems whose changes the system does not
  // tell (network shares, folders mounted from another machine). That is also the way out where
  // inotify cannot be had.
  explicit Watcher(bool poll);
  ~Watcher();
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  // From now on, documents and .gitignore files in these folders count too, and folders that come
  // and go; `files` count whatever they are called. Absolute paths.
  void watch(const std::set<std::string>& folders, const std::set<std::string>& files);
  // Changes of this file never count.
  void pass_over(const std::string& file) { own_.insert(file); }

  enum class Woken { Changed, Stopped };
  // Returns once, for a burst of changes, when it is over. Stopped: SIGINT or SIGTERM came, which
  // are kept from everybody else as long as the object lives.
  Woken wait();

  bool polls() const { return notify_ < 0; }

 private:
  enum class Event { Nothing, Changed, Stopped };
  Event next(int milliseconds);
  bool read_changes();
  bool counts(const std::string& folder, const std::string& name, bool is_folder) const;
  std::set<std::string> look(const std::set<std::string>& folders) const;
  void fall_back();

  int notify_ = -1;   // inotify
  int signals_ = -1;  // signalfd
  std::map<int, std::string> watched_;
  std::set<std::string> folders_, files_, own_;
  std::set<std::string> seen_;  // what was there when polling looked last
};

}  // namespace launch::cli
