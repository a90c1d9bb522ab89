// What differs between two states of many jobs, for people and for machines.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "compiler/change/change.h"
#include "compiler/diagnostic/render.h"

namespace launch {

// One job of one state beside the same job of the other.
struct JobChange {
  enum class Kind : std::uint8_t {
    Changed,  // what would run differs
    Added,
    Removed,
    Moved,   // the file only, perhaps with changes
    Broken,  // compiled before, and does not now
    Repaired,
    Failing  // compiled in neither state, for other reasons
  };
  Kind kind = Kind::Changed;
  std::string path;      // of the later state where there is one
  std::string old_path;  // where a moved job was
  std::string name;      // of a document in a file of several: its name or number
  std::string target;    // "docker"; empty where nothing compiled
  std::vector<Change> changes;
  std::vector<Finding> findings;  // errors of the state that does not compile
};

// A file that several jobs read and that differs: how far it reaches.
struct FileImpact {
  std::string path;
  std::string change;  // "changed", "added", "removed"
  std::size_t affected = 0;
  std::size_t unaffected = 0;  // jobs that read it and come out the same
};

struct ChangeReport {
  std::string before, after;  // "main", "the working tree", "a.yaml"
  std::vector<JobChange> jobs;
  std::vector<FileImpact> files;
  std::size_t unchanged = 0;  // jobs
  bool empty() const { return jobs.empty(); }
};

std::string_view kind_name(JobChange::Kind kind);

// How many jobs of each kind, and how many of their fields are of each area: "2 jobs changed, 1
// added, 7 unchanged; cost 1, code 2".
std::string summary_line(const ChangeReport& report);

// Jobs that change in the same way stand together.
std::string render_changes_text(const ChangeReport& report, bool colour);
// format_version 1; fields may be added, none is ever removed. Every job by itself.
std::string render_changes_json(const ChangeReport& report);
// For a pull request's comment: at most `most` bytes, what does not fit is counted.
std::string render_changes_markdown(const ChangeReport& report, std::size_t most);

}  // namespace launch
