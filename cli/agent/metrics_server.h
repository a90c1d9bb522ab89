// A page for Prometheus over HTTP/1.1, and nothing else: https://www.rfc-editor.org/rfc/rfc9112
#pragma once

#include <functional>
#include <string>
#include <thread>

namespace launch::cli {

// One thread; a bounded number of connections, each with a bounded head and time, closed after one
// answer. /metrics is the page, /healthz says that the agent lives.
class MetricsServer {
 public:
  // `address`: HOST:PORT or :PORT, which is 127.0.0.1; numbers, no names; [::1]:9400. Throws
  // UsageError for anything else, and for an address that cannot be had.
  MetricsServer(const std::string& address, std::function<std::string()> page);
  MetricsServer(const MetricsServer&) = delete;
  MetricsServer& operator=(const MetricsServer&) = delete;
  ~MetricsServer();

  // With the port that was given out for port 0.
  const std::string& address() const { return address_; }

 private:
  void listen_at(const std::string& address);
  void serve();

  std::function<std::string()> page_;
  std::string address_;
  int listener_ = -1;
  int stop_[2] = {-1, -1};
  std::thread thread_;
};

}  // namespace launch::cli
