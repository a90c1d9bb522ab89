#include "compiler/change/report.h"
#include "compiler/document/write_json.h"

namespace launch {
namespace {

std::string side_json(const FieldValue& value) {
  if (value.field.empty() && value.place.empty()) return "null";
  std::string out = "{\"field\":" + (value.field.empty() ? "null" : json_string(value.field));
  out += ",\"value\":" + (value.field.empty() ? "null" : json_string(value.text));
  out += std::string(",\"secret\":") + (value.secret ? "true" : "false");
  out += ",\"place\":" + json_string(value.place);
  out += ",\"path\":" + (value.path.empty() ? "null" : json_string(value.path));
  out += ",\"line\":" + (value.line == 0 ? "null" : std::to_string(value.line));
  return out + "}";
}

std::string change_json(const Change& change) {
  std::string out = "{\"field\":" + json_string(change.field());
  out += ",\"kind\":" + json_string(kind_name(change.kind));
  out += ",\"area\":" + json_string(area_name(change.area));
  out += ",\"before\":" + side_json(change.before) + ",\"after\":" + side_json(change.after);
  out += ",\"also\":[";
  for (const std::string& field : change.also) {
    if (&field != change.also.data()) out += ',';
    out += json_string(field);
  }
  return out + "]}";
}

std::string optional_text(const std::string& text) {
  return text.empty() ? "null" : json_string(text);
}

std::string job_json(const JobChange& job) {
  std::string out = "{\"path\":" + json_string(job.path);
  out += ",\"name\":" + optional_text(job.name) + ",\"target\":" + optional_text(job.target);
  out += ",\"kind\":" + json_string(kind_name(job.kind));
  out += ",\"old_path\":" + optional_text(job.old_path) + ",\"changes\":[";
  for (const Change& change : job.changes) {
    out += (&change == job.changes.data() ? "\n    " : ",\n    ") + change_json(change);
  }
  out += "],\"findings\":";
  append_findings_json(out, job.findings);
  return out + "}";
}

}  // namespace

std::string render_changes_json(const ChangeReport& report) {
  std::string out = "{\"format_version\":1,\"before\":" + json_string(report.before);
  out += ",\"after\":" + json_string(report.after);
  out += ",\"unchanged\":" + std::to_string(report.unchanged) + ",\"jobs\":[";
  for (const JobChange& job : report.jobs) {
    out += (&job == report.jobs.data() ? "\n  " : ",\n  ") + job_json(job);
  }
  out += "],\"files\":[";
  for (const FileImpact& file : report.files) {
    out += (&file == report.files.data() ? "\n  " : ",\n  ");
    out += "{\"path\":" + json_string(file.path) + ",\"change\":" + json_string(file.change) +
           ",\"affected\":" + std::to_string(file.affected) +
           ",\"unaffected\":" + std::to_string(file.unaffected) + "}";
  }
  return out + "]}\n";
}

}  // namespace launch
