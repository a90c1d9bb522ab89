// Where many jobs are told of at once: whole lines, and on a terminal one more that says how far it
// all is.
#pragma once

#include <chrono>
#include <cstdio>
#include <mutex>
#include <string>

namespace launch::cli {

// Safe to use from several threads.
class Screen {
 public:
  // `live`: standard error is a terminal that somebody looks at.
  explicit Screen(bool live) : live_(live) {}
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;
  ~Screen() { status({}); }

  // Text as it is, whole lines, at once on its way.
  void print(std::FILE* stream, const std::string& text);
  // The line of the moment, under all others; nothing where nobody looks.
  void status(const std::string& text);

 private:
  void clear();
  void draw();

  const bool live_;
  std::mutex mutex_;
  std::string status_;
  bool drawn_ = false;
};

}  // namespace launch::cli
