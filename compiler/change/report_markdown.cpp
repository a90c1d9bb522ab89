#include "compiler/change/report_words.h"
#include "compiler/diagnostic/display.h"
#include "compiler/diagnostic/markup.h"

namespace launch {
namespace {

constexpr std::size_t kLongest = 60;  // characters of a value on one side
constexpr std::size_t kMostNames = 20;
constexpr std::size_t kMostFiles = 30;

// Text that is shown as it is, in a table and in HTML.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '"':
        out += c;
        break;
      case '|':
        out += "&#124;";
        break;
      case '`':
        out += "&#96;";
        break;
      case '@':  // would call somebody
      case '#':  // would name an issue
        out += c == '@' ? "&#64;" : "&#35;";
        break;
      case '*':
      case '_':
      case '~':
      case '[':
      case ']':
      case '\\':
        out += '\\';
        out += c;
        break;
      default:
        append_markup(out, c);
    }
  }
  return out;
}

std::string code(const std::string& text) {
  std::string out;
  for (const char c : plain(text)) {
    if (c != '\\') out += c;
  }
  return text.empty() ? "" : "<code>" + out + "</code>";
}

class MarkdownReport {
 public:
  MarkdownReport(const ChangeReport& report, std::size_t most) : report_(report), most_(most) {}

  std::string run() {
    out_ = "### What would run differently\n\n" + plain(printable(report_.before)) + " → " +
           plain(printable(report_.after)) + ": " + summary_line(report_) + "\n";
    append_files();
    const std::vector<change::Group> groups = change::groups_of(report_);
    std::size_t left_out = 0;
    for (const change::Group& group : groups) {
      const std::string section = section_of(group);
      // Room for the last line.
      const bool fits = left_out == 0 && out_.size() + section.size() + 200 <= most_;
      if (fits) {
        out_ += section;
      } else {
        left_out += group.jobs.size();
      }
    }
    if (left_out > 0) {
      out_ += "\n" + change::counted(left_out, "more job") + (left_out == 1 ? " is" : " are") +
              " not shown here: `launch diff` prints all of them.\n";
    }
    return std::move(out_);
  }

 private:
  void append_files() {
    if (report_.files.empty()) return;
    out_ += "\n| file | jobs affected | jobs that read it, unaffected |\n|---|---|---|\n";
    for (std::size_t i = 0; i < report_.files.size(); ++i) {
      const FileImpact& file = report_.files[i];
      if (i == kMostFiles) {
        out_ += "| … " + std::to_string(report_.files.size() - i) + " more files | | |\n";
        return;
      }
      out_ += "| " + code(printable(file.path)) + " " + file.change + " | " +
              std::to_string(file.affected) + " | " + std::to_string(file.unaffected) + " |\n";
    }
  }

  static std::string section_of(const change::Group& group) {
    const JobChange& job = *group.jobs.front();
    std::string head = code(change::title_of(job));
    if (group.jobs.size() > 1) {
      head += " and " + change::counted(group.jobs.size() - 1, "other job");
    }
    head += " — " + words_for(job);
    std::string out = "\n<details><summary>" + head + "</summary>\n\n";
    for (std::size_t i = 1; i < group.jobs.size(); ++i) {
      if (i > kMostNames) {
        out += "- … " + std::to_string(group.jobs.size() - i) + " more\n";
        break;
      }
      out += "- " + code(change::title_of(*group.jobs[i])) + "\n";
    }
    if (group.jobs.size() > 1) out += "\n";
    if (!job.changes.empty()) {
      out += "| area | field | before | after | decided at |\n|---|---|---|---|---|\n";
      for (const Change& change : job.changes) out += row_of(change);
    }
    for (const Finding& finding : job.findings) out += "- " + line_of(finding) + "\n";
    return out + "\n</details>\n";
  }

  static std::string words_for(const JobChange& job) {
    switch (job.kind) {
      case JobChange::Kind::Moved:
        return "moved from " + code(printable(job.old_path));
      case JobChange::Kind::Broken:
        return "no longer compiles";
      case JobChange::Kind::Repaired:
        return "compiles now";
      case JobChange::Kind::Failing:
        return "does not compile, for another reason than before";
      case JobChange::Kind::Changed:
        return change::counted(job.changes.size(), "field");
      case JobChange::Kind::Added:
        return job.findings.empty() ? "added" : "added, and does not compile";
      case JobChange::Kind::Removed:
        break;
    }
    return "removed";
  }

  static std::string row_of(const Change& change) {
    std::string field = code(printable(change.field()));
    if (!change.also.empty()) field += " and " + std::to_string(change.also.size()) + " more";
    const std::string before = change::short_text(change.before, kLongest);
    const std::string after = change::short_text(change.after, kLongest);
    const bool hidden = change.before.secret && change.after.secret && before == after;
    return "| " + std::string(area_name(change.area)) + " | " + field + " | " +
           (hidden ? "" : code(before)) + " | " + (hidden ? "(secret changed)" : code(after)) +
           " | " + code(change::place_of(change)) + " |\n";
  }

  static std::string line_of(const Finding& finding) {
    std::string place = finding.place.path;
    if (finding.place.has_line) place += ":" + std::to_string(finding.place.line);
    return code(printable(place)) + " " + plain(printable(finding.message)) + " " +
           code("[" + std::string(finding.rule->id) + "]");
  }

  const ChangeReport& report_;
  std::size_t most_;
  std::string out_;
};

}  // namespace

std::string render_changes_markdown(const ChangeReport& report, std::size_t most) {
  return MarkdownReport(report, most).run();
}

}  // namespace launch
