#include "compiler/change/report_words.h"

#include <array>
#include <map>

#include "compiler/diagnostic/display.h"

namespace launch {
namespace change {
namespace {

void append_side(std::string& key, const FieldValue& value) {
  for (const std::string& part : {value.field, value.text, value.place}) key += part + '\x1f';
}

// Everything of a job's lines but its name. A job's own file is not its neighbour's.
std::string likeness(const JobChange& job) {
  std::string key = std::to_string(static_cast<int>(job.kind)) + job.target + '\x1e';
  for (const Change& change : job.changes) {
    key += std::to_string(static_cast<int>(change.kind)) + '\x1f';
    append_side(key, change.before);
    append_side(key, change.after);
    for (const std::string& field : change.also) key += field + '\x1f';
    key += '\x1e';
  }
  for (const Finding& finding : job.findings) {
    key += finding.message + finding.place.path + std::to_string(finding.place.line) + '\x1e';
  }
  return key;
}

std::string line_place(const FieldValue& value) {
  return value.line > 0 ? value.path + ":" + std::to_string(value.line) : value.place;
}

}  // namespace

std::vector<Group> groups_of(const ChangeReport& report) {
  std::vector<Group> groups;
  std::map<std::string, std::size_t> known;
  for (const JobChange& job : report.jobs) {
    const auto [entry, first] = known.emplace(likeness(job), groups.size());
    if (first) groups.emplace_back();
    groups[entry->second].jobs.push_back(&job);
  }
  return groups;
}

std::string title_of(const JobChange& job) {
  std::string title = job.path;
  if (!job.name.empty()) title += "#" + job.name;
  if (!job.target.empty()) title += " (" + job.target + ")";
  return printable(title);
}

std::string short_text(const FieldValue& value, std::size_t most) {
  const std::vector<Cell> cells = to_cells(value.text);
  std::string text;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i + 1 >= most && i + 1 < cells.size()) return text + "…";
    text += cells[i].text;
  }
  return text;
}

std::string place_of(const Change& change) {
  const std::string before = line_place(change.before);
  const std::string after = line_place(change.after);
  if (after.empty()) return "was " + printable(before);
  if (before.empty() || before == after) return printable(after);
  return printable(after) + " (was " + printable(before) + ")";
}

std::string counted(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace change

std::string_view kind_name(JobChange::Kind kind) {
  constexpr std::string_view kNames[] = {"changed", "added",    "removed", "moved",
                                         "broken",  "repaired", "failing"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string summary_line(const ChangeReport& report) {
  std::array<std::size_t, 7> jobs{};
  std::array<std::size_t, 7> areas{};
  for (const JobChange& job : report.jobs) {
    ++jobs.at(static_cast<std::size_t>(job.kind));
    for (const Change& change : job.changes) ++areas.at(static_cast<std::size_t>(change.area));
  }
  std::string line;
  for (std::size_t kind = 0; kind < jobs.size(); ++kind) {
    if (jobs.at(kind) == 0) continue;
    const std::string_view name = kind_name(static_cast<JobChange::Kind>(kind));
    line += (line.empty() ? change::counted(jobs.at(kind), "job")
                          : ", " + std::to_string(jobs.at(kind))) +
            " " + std::string(name);
  }
  if (line.empty()) return change::counted(report.unchanged, "job") + ", nothing changes";
  line += ", " + std::to_string(report.unchanged) + " unchanged";
  std::string by_area;
  for (std::size_t area = 0; area < areas.size(); ++area) {
    if (areas.at(area) == 0) continue;
    by_area += (by_area.empty() ? "; " : ", ") + std::string(area_name(static_cast<Area>(area))) +
               " " + std::to_string(areas.at(area));
  }
  return line + by_area;
}

}  // namespace launch
