#include <algorithm>

#include "compiler/change/report_words.h"
#include "compiler/diagnostic/display.h"

namespace launch {
namespace {

constexpr std::size_t kLongest = 72;  // characters of a value on one side
constexpr std::size_t kMostNames = 6;

class TextReport {
 public:
  TextReport(const ChangeReport& report, bool colour) : report_(report), colour_(colour) {}

  std::string run() {
    for (const change::Group& group : change::groups_of(report_)) append_group(group);
    for (const FileImpact& file : report_.files) append_file(file);
    if (!out_.empty()) out_ += "\n";
    out_ += printable(report_.before) + " → " + printable(report_.after) + ": " +
            summary_line(report_) + "\n";
    return std::move(out_);
  }

 private:
  std::string painted(const std::string& text, const char* code) const {
    return colour_ && !text.empty() ? "\x1b[" + std::string(code) + "m" + text + "\x1b[0m" : text;
  }

  void append_group(const change::Group& group) {
    const JobChange& job = *group.jobs.front();
    if (!out_.empty()) out_ += "\n";
    std::string head = change::title_of(job);
    if (group.jobs.size() > 1)
      head += " and " + change::counted(group.jobs.size() - 1, "other job");
    out_ += painted(head, "1") + verb_of(job) + "\n";
    if (group.jobs.size() > 1) append_names(group);
    for (const Change& change : job.changes) append_change(change);
    if (!job.findings.empty()) append_findings(job.findings);
  }

  static std::string verb_of(const JobChange& job) {
    switch (job.kind) {
      case JobChange::Kind::Added:
        return job.findings.empty() ? ": added" : ": added, and does not compile";
      case JobChange::Kind::Removed:
        return ": removed";
      case JobChange::Kind::Moved:
        return ": moved from " + printable(job.old_path);
      case JobChange::Kind::Broken:
        return ": no longer compiles";
      case JobChange::Kind::Repaired:
        return ": compiles now";
      case JobChange::Kind::Failing:
        return ": does not compile, for another reason than before";
      case JobChange::Kind::Changed:
        break;
    }
    return {};
  }

  void append_names(const change::Group& group) {
    for (std::size_t i = 1; i < group.jobs.size(); ++i) {
      if (i > kMostNames) {
        out_ += "  … " + std::to_string(group.jobs.size() - i) + " more\n";
        return;
      }
      out_ += "  " + change::title_of(*group.jobs[i]) + "\n";
    }
  }

  void append_change(const Change& change) {
    std::string area = "  " + std::string(area_name(change.area));
    area.resize(std::max<std::size_t>(area.size(), 17), ' ');
    const std::string before = painted(change::short_text(change.before, kLongest), "31");
    const std::string after = painted(change::short_text(change.after, kLongest), "32");
    out_ += area + "  " + printable(change.field()) + ": ";
    if (change.before.secret && change.after.secret && before == after) {
      out_ += "(secret changed)";
    } else {
      switch (change.kind) {
        case Change::Kind::Added:
          out_ += "added " + after;
          break;
        case Change::Kind::Removed:
          out_ += "removed " + before;
          break;
        case Change::Kind::Reordered:
          out_ += "order " + before + " → " + after;
          break;
        case Change::Kind::Changed:
          out_ += before + " → " + after;
      }
    }
    out_ += "  " + painted(change::place_of(change), "2");
    if (!change.also.empty()) out_ += "; also " + all_fields(change.also);
    out_ += "\n";
  }

  static std::string all_fields(const std::vector<std::string>& fields) {
    std::string text;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (i == kMostNames) return text + " and " + std::to_string(fields.size() - i) + " more";
      text += (i == 0 ? "" : ", ") + printable(fields[i]);
    }
    return text;
  }

  void append_findings(const std::vector<Finding>& findings) {
    const std::string text = render_text(findings, colour_);
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      out_ += "  " + text.substr(begin, end - begin) + "\n";
      begin = end + 1;
    }
  }

  void append_file(const FileImpact& file) {
    if (&file == report_.files.data()) out_ += out_.empty() ? "" : "\n";
    out_ += printable(file.path) + " (" + file.change +
            "): " + change::counted(file.affected, "job") + " affected, " +
            std::to_string(file.unaffected) + " that " + (file.unaffected == 1 ? "reads" : "read") +
            " it unaffected\n";
  }

  const ChangeReport& report_;
  bool colour_;
  std::string out_;
};

}  // namespace

std::string render_changes_text(const ChangeReport& report, bool colour) {
  return TextReport(report, colour).run();
}

}  // namespace launch
