// launch.lock: what every job of a workspace resolved to when somebody last looked.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "compiler/spec/spec.h"
#include "compiler/target/target.h"

namespace launch {

// One thing that a job resolved to, and the line that decided it.
struct Fact {
  std::string name;  // "image", "commit", "artifacts.data", "docker.rendered"
  std::string value;
  Span place;
  const Rule* rule;  // what it is when it drifts
};

// Facts of an image that is built of the job's code. What is not known cannot drift.
inline constexpr std::string_view kBuiltAs = "build.destination";
inline constexpr std::string_view kBuiltTag = "build.tag";
inline constexpr std::string_view kBuiltBase = "build.base.";  // and the base image's name
inline constexpr std::string_view kUnknownTag = "${image_tag}";

// What is locked of one job: facts by name, and the files it read.
struct LockedJob {
  std::map<std::string, std::string> facts;
  std::vector<std::string> files;
  Span place{};  // of its name in the lock file
};

struct Lock {
  std::map<std::string, std::string> files;  // path from the workspace's root to its SHA-256
  std::map<std::string, LockedJob> jobs;     // "jobs/a.yaml", "jobs/all.yaml#train"
};

// A job that compiled, with what its target is judged by.
struct LockInput {
  const Spec& spec;
  const std::vector<Artifact>& artifacts;
  // "client 28.2.2, engine 28.5.2"; empty where nothing versioned judges the target.
  std::function<std::string(std::string_view target)> judged_by;
};

// Sorted by nothing but their meaning: the spec first. Secrets take part by their names only.
std::vector<Fact> facts_of(const LockInput& input, Arena& arena);

// A commit's whole name: 40 or 64 digits.
bool is_full_commit(std::string_view text);
// The part of an image's name behind "@"; empty without one.
std::string_view digest_of(std::string_view image);

// Sorted, with a comment on top; the same for the same contents.
std::string write_lock(const Lock& lock);

// Reports what is no lock (lock files are written by launch alone: the first trouble is enough).
// False when there is any; `trouble` says what.
bool read_lock(const Node& root, Lock& lock, std::string& trouble);

// What differs. `present` are the facts of a job that is in the lock. `changed` names the files of
// it that are not as they were locked.
struct DriftInput {
  const LockedJob& locked;
  const std::vector<Fact>& present;
  const std::vector<Note>& changed;
};
void report_drift(const DriftInput& input, Diagnostics& diagnostics);

}  // namespace launch
