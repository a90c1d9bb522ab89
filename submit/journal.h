// What was submitted, kept so that no crash loses it: a file to which lines are added, each synced
// to the disk before anything is done that it speaks of.
//
// A line is 16 hex digits of the SHA-256 of the rest, a space, and one JSON object. A line that was
// cut off by a crash, or is no line of ours, is passed over and counted.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "submit/submission.h"

namespace launch::submit {

// The state folder cannot be used, or the disk is full; in words for the user.
// One submission as text, for somebody else who has to find it: another launch's journal may not
// know it.
std::string text_of(const Submission& submission);
std::optional<Submission> submission_of_text(const std::string& text);

struct JournalError {
  std::string message;
};

// Held by whoever submits a spec, or finds out what became of it.
class Lock {
 public:
  explicit Lock(int file) : file_(file) {}
  Lock(Lock&& other) noexcept : file_(other.file_) { other.file_ = -1; }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  Lock& operator=(Lock&&) = delete;
  ~Lock();
  // To be inherited by a client: it then keeps the lock to its own end.
  int file() const { return file_; }

 private:
  int file_;
};

class Journal {
 public:
  // The folder is made when something is first put into it, for its owner's eyes only.
  explicit Journal(std::string folder) : folder_(std::move(folder)) {}

  struct Reading {
    std::vector<Submission> submissions;  // each as its last line has it, in the order of the first
    std::size_t damaged = 0;              // lines passed over
  };
  // All of it, or only what speaks of one digest.
  // Throws JournalError when the file is there and cannot be read.
  Reading read(std::string_view digest = {}) const;

  // Adds the submission as it is now, and returns when the disk has it. Throws JournalError, and
  // then the line counts as not written.
  void write(const Submission& submission) const;

  // Waits until nobody else holds the lock of this digest, or `give_up` says so, which is asked now
  // and then: nothing then. Released when the holder ends, however it ends. Throws JournalError.
  std::optional<Lock> lock(const std::string& digest,
                           const std::function<bool()>& give_up = {}) const;

  const std::string& folder() const { return folder_; }

 private:
  std::string file() const { return folder_ + "/journal"; }
  void make_folder() const;
  std::string folder_;
};

}  // namespace launch::submit
