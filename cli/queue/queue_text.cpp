#include "cli/queue/queue_text.h"

#include <chrono>

#include "cli/submit/office.h"
#include "cli/table.h"
#include "compiler/diagnostic/display.h"
#include "compiler/document/write_json.h"
#include "submit/host.h"

namespace launch::cli {
namespace {

using queue::Entry;
using queue::EntryState;
using queue::Queue;

std::string number_text(std::int64_t number) { return std::to_string(number); }

// Why it is as it is, in one line.
std::string note_of(const Entry& entry) {
  std::string note;
  const auto add = [&](const std::string& words) { note += (note.empty() ? "" : ", ") + words; };
  if (entry.state == EntryState::Taken) add("with " + entry.agent);
  if (entry.state == EntryState::Held) add("waits for " + waits_text(entry));
  if (entry.stop_asked) add("is asked to stop");
  if (entry.resumes > 0) add("resumed " + std::to_string(entry.resumes) + "x");
  if (!entry.words.empty()) add(entry.words.substr(0, entry.words.find('\n')));
  return note;
}

std::string json_of_waits(const Entry& entry) {
  std::string out = "[";
  for (const queue::Wait& wait : entry.waits_for) {
    out += (out.size() == 1 ? "" : ",") + std::string("{\"id\":") +
           number_text(wait.need.producer) + ",\"artifact\":" + json_string(wait.need.artifact) +
           ",\"job\":" + json_string(wait.job) + ",\"state\":" + json_string(name_of(wait.state)) +
           "}";
  }
  return out + "]";
}

void append_time(std::string& out, const char* name, const std::optional<queue::Time>& time) {
  out += std::string(",\"") + name + "\":" + (time ? json_string(utc_text(*time)) : "null");
}

template <typename Item>
std::string list_of(const char* name, const std::vector<Item>& items,
                    std::string (*text)(const Item&)) {
  std::string out = std::string("{\"format_version\":1,\"") + name + "\":[";
  for (const Item& item : items) out += (&item == items.data() ? "\n" : ",\n") + text(item);
  return out + "\n]}\n";
}

std::string json_of_queue(const Queue& queue) {
  const auto& most = queue.settings.max_jobs;
  std::string out = "{\"name\":" + json_string(queue.name) +
                    ",\"max_jobs\":" + (most ? std::to_string(*most) : "null");
  out += std::string(",\"fair_share\":") + (queue.settings.fair_share ? "true" : "false");
  out += std::string(",\"paused\":") + (queue.paused ? "true" : "false");
  out += ",\"waiting\":" + number_text(queue.waiting) + ",\"held\":" + number_text(queue.held) +
         ",\"taken\":" + number_text(queue.taken);
  return out + ",\"done\":" + number_text(queue.done) + ",\"failed\":" + number_text(queue.failed) +
         "}";
}

}  // namespace

queue::Priority priority_flag(const std::string& text) {
  if (const auto priority = queue::priority_named(text)) return *priority;
  throw UsageError{"--priority is critical, high, medium or low, and this is " +
                   launch::quoted(text)};
}

std::string waits_text(const Entry& entry) {
  std::string text;
  for (const queue::Wait& wait : entry.waits_for) {
    const bool ended = wait.state == EntryState::Failed || wait.state == EntryState::Removed;
    text += (text.empty() ? "" : ", ") + number_text(wait.need.producer) + " (" +
            path_from_here(wait.job) + ", " + launch::quoted(wait.need.artifact) + ")";
    if (ended) {
      text += wait.state == EntryState::Failed ? ", which failed" : ", which was removed";
    }
  }
  return text;
}

std::string utc_text(queue::Time time) {
  return submit::utc_text(
      std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count());
}

std::string table_of(const std::vector<Queue>& queues) {
  std::vector<TableRow> rows{{"QUEUE", "WAITING", "HELD", "TAKEN", "MAX", "DONE", "FAILED", ""}};
  for (const Queue& queue : queues) {
    std::string note = queue.paused ? "paused" : "";
    if (queue.settings.fair_share) note += note.empty() ? "fair share" : ", fair share";
    const auto& most = queue.settings.max_jobs;
    rows.push_back({queue.name, number_text(queue.waiting), number_text(queue.held),
                    number_text(queue.taken), most ? std::to_string(*most) : "-",
                    number_text(queue.done), number_text(queue.failed), note});
  }
  return table_text(rows);
}

std::string json_of(const std::vector<Queue>& queues) {
  return list_of("queues", queues, json_of_queue);
}

std::string one_line(const Entry& entry) {
  const std::string note = note_of(entry);
  return printable(number_text(entry.id) + " " + std::string(name_of(entry.state)) + " " +
                   entry.what.queue + " " + std::string(name_of(entry.what.priority)) + " " +
                   path_from_here(entry.what.job) + (note.empty() ? "" : " (" + note + ")"));
}

std::string table_of(const std::vector<Entry>& entries) {
  if (entries.empty()) return {};
  std::vector<TableRow> rows{{"ID", "STATE", "QUEUE", "PRIORITY", "ENTITY", "JOB", "SINCE", ""}};
  for (const Entry& entry : entries) {
    const queue::Time since = entry.ended.value_or(
        entry.state == EntryState::Taken ? entry.taken.value_or(entry.put) : entry.put);
    rows.push_back({number_text(entry.id), std::string(name_of(entry.state)), entry.what.queue,
                    std::string(name_of(entry.what.priority)),
                    entry.what.entity.empty() ? "-" : entry.what.entity,
                    path_from_here(entry.what.job), utc_text(since), note_of(entry)});
  }
  return table_text(rows);
}

std::string json_of(const Entry& entry) {
  std::string out = "{\"id\":" + number_text(entry.id);
  const auto text = [&](const char* name, std::string_view value) {
    out += std::string(",\"") + name + "\":" + json_string(value);
  };
  text("state", name_of(entry.state));
  text("queue", entry.what.queue);
  text("priority", name_of(entry.what.priority));
  text("entity", entry.what.entity);
  text("job", entry.what.job);
  text("file", entry.what.file);
  text("target", entry.what.target);
  text("digest", entry.what.digest);
  text("run_id", entry.what.run_id);
  out += ",\"attempt\":" + std::to_string(entry.attempt);
  out += ",\"resumes\":" + std::to_string(entry.resumes);
  out += std::string(",\"stop_asked\":") + (entry.stop_asked ? "true" : "false");
  text("agent", entry.agent);
  text("submission", entry.submission);
  text("words", entry.words);
  out += ",\"waits_for\":" + json_of_waits(entry);
  append_time(out, "put", entry.put);
  append_time(out, "taken", entry.taken);
  append_time(out, "ended", entry.ended);
  append_time(out, "lease_end", entry.lease_end);
  return out + "}";
}

std::string json_of(const std::vector<Entry>& entries) {
  return list_of<Entry>("entries", entries, json_of);
}

}  // namespace launch::cli
