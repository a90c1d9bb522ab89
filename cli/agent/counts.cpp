#include "cli/agent/counts.h"

namespace launch::cli {
namespace {

std::string label_value(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    out += c == '\n' ? "\\n" : std::string(1, c);
  }
  return out + "\"";
}

class Page {
 public:
  void head(const std::string& name, const char* type, const char* help) {
    text_ += "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
  }
  void line(const std::string& name, const std::string& labels, std::int64_t value) {
    text_ += name + (labels.empty() ? "" : "{" + labels + "}") + " " + std::to_string(value) + "\n";
  }
  void gauge(const std::string& name, const char* help, std::int64_t value) {
    head(name, "gauge", help);
    line(name, "", value);
  }
  void counter(const std::string& name, const char* help, std::int64_t value) {
    head(name, "counter", help);
    line(name, "", value);
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace

void Counts::set_queues(std::vector<queue::Queue> queues) {
  const std::lock_guard lock(mutex_);
  queues_ = std::move(queues);
}

std::string Counts::text(const std::string& agent, std::int64_t max_jobs) const {
  Page page;
  page.head("launch_agent_info", "gauge", "The agent.");
  page.line("launch_agent_info", "name=" + label_value(agent) + ",version=\"" LAUNCH_VERSION "\"",
            1);
  page.gauge("launch_agent_max_jobs", "How many jobs it runs at once; -1 is no limit.", max_jobs);
  page.gauge("launch_agent_jobs_running", "Jobs that it has.", running);
  page.gauge("launch_agent_draining", "1 when it takes no more jobs.", draining ? 1 : 0);
  page.gauge("launch_agent_store_answer_timestamp_seconds", "When the store answered last.",
             last_answer);
  page.counter("launch_agent_jobs_taken_total", "Jobs taken from queues.", taken);
  page.counter("launch_agent_jobs_taken_over_total",
               "Jobs taken that another agent had begun and did not hold on to.", taken_over);
  page.head("launch_agent_jobs_finished_total", "counter", "Jobs that ended, by how.");
  page.line("launch_agent_jobs_finished_total", "outcome=\"done\"", done);
  page.line("launch_agent_jobs_finished_total", "outcome=\"failed\"", failed);
  page.line("launch_agent_jobs_finished_total", "outcome=\"removed\"", removed);
  page.counter("launch_agent_jobs_preempted_total", "Jobs given back because they were preempted.",
               preempted);
  page.counter("launch_agent_jobs_given_back_total", "Jobs left to other agents.", given_back);
  page.counter("launch_agent_jobs_lost_total", "Jobs that another agent took over.", lost);
  page.counter("launch_agent_images_built_total", "Images built for jobs.", built);
  page.counter("launch_agent_store_errors_total", "Calls of the store that failed.", store_errors);
  page.head("launch_queue_entries", "gauge", "Entries of each queue, by state.");
  const std::lock_guard lock(mutex_);
  for (const queue::Queue& each : queues_) {
    const std::string queue = "queue=" + label_value(each.name) + ",state=";
    page.line("launch_queue_entries", queue + "\"waiting\"", each.waiting);
    page.line("launch_queue_entries", queue + "\"held\"", each.held);
    page.line("launch_queue_entries", queue + "\"taken\"", each.taken);
    page.line("launch_queue_entries", queue + "\"done\"", each.done);
    page.line("launch_queue_entries", queue + "\"failed\"", each.failed);
  }
  return page.take();
}

}  // namespace launch::cli
