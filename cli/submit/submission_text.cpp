#include "cli/submit/submission_text.h"

#include "cli/table.h"
#include "compiler/document/write_json.h"

namespace launch::cli {
namespace {

using submit::Progress;
using submit::Submission;

std::string why_of(const Submission& submission) {
  std::string why = submission.last.why.substr(0, submission.last.why.find('\n'));
  const auto& code = submission.last.exit_code;
  const bool failed = code && *code != 0;
  if (failed) why = "exit code " + std::to_string(*code) + (why.empty() ? "" : ", " + why);
  return why;
}

TableRow row_of(const Submission& s) {
  return {s.id(), state_of(s), s.target, path_from_here(s.job), s.begun, why_of(s)};
}

void append_field(std::string& out, const char* name, const std::string& value) {
  out += std::string(",\"") + name + "\":" + json_string(value);
}

}  // namespace

std::string state_of(const Submission& submission) {
  switch (submission.progress) {
    case Progress::Begun:
      return "unknown";
    case Progress::Refused:
      return "refused";
    case Progress::Lost:
      return "not created";
    case Progress::Created:
      break;
  }
  return std::string(name_of(submission.last.state));
}

std::string one_line(const Submission& submission) {
  const std::string why = why_of(submission);
  return submission.id() + " " + state_of(submission) + " " + submission.target + " " +
         path_from_here(submission.job) + (why.empty() ? "" : " (" + why + ")");
}

std::string table_of(const std::vector<Submission>& submissions) {
  if (submissions.empty()) return {};
  std::vector<TableRow> rows{{"ID", "STATE", "TARGET", "JOB", "SUBMITTED", ""}};
  for (const Submission& each : submissions) rows.push_back(row_of(each));
  return table_text(rows);
}

std::string json_of(const std::vector<Submission>& submissions,
                    const std::vector<Unsubmitted>& others) {
  std::string out = "{\"format_version\":1,\"submissions\":[";
  for (const Submission& each : submissions) {
    out += &each == submissions.data() ? "\n{" : ",\n{";
    out += "\"id\":" + json_string(each.id());
    append_field(out, "state", state_of(each));
    out +=
        ",\"exit_code\":" + (each.last.exit_code ? std::to_string(*each.last.exit_code) : "null");
    append_field(out, "why", each.last.why);
    append_field(out, "target", each.target);
    append_field(out, "job", each.job);
    append_field(out, "run_id", each.run_id);
    append_field(out, "digest", each.digest);
    out += ",\"attempt\":" + std::to_string(each.attempt);
    append_field(out, "name", each.name);
    append_field(out, "where", each.where);
    append_field(out, "backend_id", each.backend_id);
    append_field(out, "submitted", each.begun);
    out += std::string(",\"pruned\":") + (each.pruned ? "true" : "false");
    out += "}";
  }
  out += "\n]";
  for (const Unsubmitted& each : others) {
    out += &each == others.data() ? ",\"not_submitted\":[\n{" : ",\n{";
    out += "\"job\":" + json_string(each.job) + ",\"why\":" + json_string(each.why) + "}";
  }
  return out + (others.empty() ? "}\n" : "\n]}\n");
}

submit::Finished show_log(const Office& office, const Submission& submission, bool follow,
                          const std::optional<std::chrono::milliseconds>& timeout) {
  const submit::Backend* backend = submit::find_backend(submission.target);
  if (backend == nullptr) throw UsageError{"no logs are known of target " + submission.target};
  if (backend->logs == nullptr) {
    throw UsageError{std::string(backend->client) + " shows no logs: those of " + submission.name +
                     " are on the page of run " + submission.run_id};
  }
  return run_visibly(backend->logs(submission, office.client(*backend), follow), {timeout});
}

}  // namespace launch::cli
