// What jobs print, as they print it.
#pragma once

#include <list>
#include <memory>
#include <thread>

#include "cli/submit/office.h"
#include "cli/submit/screen.h"

namespace launch::cli {

// Safe to use from several threads.
class JobLogs {
 public:
  // Each line of a job starts with its label, as `docker compose logs` has it, padded to `width`;
  // with 0, everything is shown as it is.
  JobLogs(const Office& office, Screen& screen, std::size_t width);
  JobLogs(const JobLogs&) = delete;
  JobLogs& operator=(const JobLogs&) = delete;
  ~JobLogs();

  // From now on, to the job's end.
  void show(const submit::Submission& submission, const std::string& label);
  // The job runs, or has run.
  void has_started(const submit::Submission& submission);
  // The job has ended: what cannot be had by now never will.
  void has_ended(const submit::Submission& submission);
  // Waits until everything is shown.
  void finish();
  // Shows no more.
  void stop();

 private:
  struct Stream;
  void follow(Stream& stream);
  Stream* stream_of(const submit::Submission& submission);

  const Office& office_;
  Screen& screen_;
  const std::size_t width_;
  std::mutex mutex_;
  std::list<std::unique_ptr<Stream>> streams_;
};

}  // namespace launch::cli
