#include "cli/agent/metrics_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <vector>

#include "cli/workspace.h"
#include "compiler/diagnostic/diagnostic.h"

namespace launch::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostConnections = 32;
constexpr std::size_t kLongestHead = 8192;
constexpr int kPause = 100;                   // milliseconds
constexpr std::chrono::seconds kLongest(10);  // that a connection may take

struct Connection {
  int fd = -1;
  Clock::time_point until;
  std::string head, answer;
  std::size_t sent = 0;
};

std::string answer_of(const char* status, const std::string& body, bool with_body,
                      const char* more = "") {
  return std::string("HTTP/1.1 ") + status +
         "\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n" + more + "Connection: close\r\n\r\n" +
         (with_body ? body : "");
}

std::string answer_to(std::string_view head, const std::function<std::string()>& page) {
  const std::string_view line = head.substr(0, head.find("\r\n"));
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  const bool whole = first != std::string_view::npos && first < last &&
                     line.substr(last + 1).starts_with("HTTP/1.");
  if (!whole) return answer_of("400 Bad Request", "this is no request\n", true);
  const std::string_view method = line.substr(0, first);
  std::string_view path = line.substr(first + 1, last - first - 1);
  path = path.substr(0, path.find('?'));
  const bool get = method == "GET";
  if (!get && method != "HEAD") {
    return answer_of("405 Method Not Allowed", "only GET and HEAD\n", true, "Allow: GET, HEAD\r\n");
  }
  if (path == "/metrics") return answer_of("200 OK", page(), get);
  if (path == "/healthz") return answer_of("200 OK", "ok\n", get);
  return answer_of("404 Not Found", "there is /metrics and /healthz\n", get);
}

// True as long as the connection goes on.
bool read_from(Connection& connection, const std::function<std::string()>& page) {
  char buffer[2048];
  const ssize_t count = recv(connection.fd, buffer, sizeof buffer, 0);
  if (count < 0) return errno == EAGAIN || errno == EINTR;
  if (count == 0) return false;
  connection.head.append(buffer, static_cast<std::size_t>(count));
  if (connection.head.find("\r\n\r\n") != std::string::npos) {
    connection.answer = answer_to(connection.head, page);
  } else if (connection.head.size() > kLongestHead) {
    connection.answer =
        answer_of("431 Request Header Fields Too Large", "the head is too long\n", true);
  }
  return true;
}

bool write_to(Connection& connection) {
  const std::string& answer = connection.answer;
  const ssize_t count = send(connection.fd, answer.data() + connection.sent,
                             answer.size() - connection.sent, MSG_NOSIGNAL);
  if (count < 0) return errno == EAGAIN || errno == EINTR;
  connection.sent += static_cast<std::size_t>(count);
  if (connection.sent < answer.size()) return true;
  shutdown(connection.fd, SHUT_WR);
  return false;
}

int milliseconds_to(Clock::time_point until) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
  return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
}

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

Address address_in(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  std::string host = colon == std::string::npos ? "" : text.substr(0, colon);
  const std::string port_text = colon == std::string::npos ? text : text.substr(colon + 1);
  unsigned port = 0;
  const auto [end, error] =
      std::from_chars(port_text.data(), port_text.data() + port_text.size(), port);
  const bool is_port = error == std::errc() && end == port_text.data() + port_text.size() &&
                       !port_text.empty() && port <= 65535;
  if (host.empty()) host = "127.0.0.1";
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  Address address;
  auto* four = reinterpret_cast<sockaddr_in*>(&address.storage);
  auto* six = reinterpret_cast<sockaddr_in6*>(&address.storage);
  if (is_port && inet_pton(AF_INET, host.c_str(), &four->sin_addr) == 1) {
    four->sin_family = AF_INET;
    four->sin_port = htons(static_cast<std::uint16_t>(port));
    address.size = sizeof(sockaddr_in);
  } else if (is_port && inet_pton(AF_INET6, host.c_str(), &six->sin6_addr) == 1) {
    six->sin6_family = AF_INET6;
    six->sin6_port = htons(static_cast<std::uint16_t>(port));
    address.size = sizeof(sockaddr_in6);
  } else {
    throw UsageError{"--metrics is " + launch::quoted(text) +
                     ", expected an address and a port, such as 127.0.0.1:9400"};
  }
  return address;
}

std::string text_of(const sockaddr_storage& storage) {
  char host[INET6_ADDRSTRLEN] = {};
  if (storage.ss_family == AF_INET6) {
    const auto& six = reinterpret_cast<const sockaddr_in6&>(storage);
    inet_ntop(AF_INET6, &six.sin6_addr, host, sizeof host);
    return "[" + std::string(host) + "]:" + std::to_string(ntohs(six.sin6_port));
  }
  const auto& four = reinterpret_cast<const sockaddr_in&>(storage);
  inet_ntop(AF_INET, &four.sin_addr, host, sizeof host);
  return std::string(host) + ":" + std::to_string(ntohs(four.sin_port));
}

}  // namespace

MetricsServer::MetricsServer(const std::string& address, std::function<std::string()> page)
    : page_(std::move(page)) {
  listen_at(address);
  if (pipe2(stop_, O_CLOEXEC) != 0)
    throw UsageError{"--metrics: no pipe: " + std::string(std::strerror(errno))};
  thread_ = std::thread([this] { serve(); });
}

MetricsServer::~MetricsServer() {
  if (stop_[1] >= 0) close(stop_[1]);
  if (thread_.joinable()) thread_.join();
  if (stop_[0] >= 0) close(stop_[0]);
  if (listener_ >= 0) close(listener_);
}

void MetricsServer::listen_at(const std::string& address) {
  Address at = address_in(address);
  auto* socket_address = reinterpret_cast<sockaddr*>(&at.storage);
  listener_ = socket(at.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const int on = 1;
  setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const bool good = listener_ >= 0 && bind(listener_, socket_address, at.size) == 0 &&
                    listen(listener_, 16) == 0 &&
                    getsockname(listener_, socket_address, &at.size) == 0;
  if (!good) {
    const std::string why = std::strerror(errno);
    if (listener_ >= 0) close(listener_);
    throw UsageError{"--metrics cannot have " + address + ": " + why};
  }
  address_ = text_of(at.storage);
}

void MetricsServer::serve() {
  std::vector<Connection> connections;
  for (;;) {
    std::vector<pollfd> files{{stop_[0], POLLIN, 0}};
    const bool room = connections.size() < kMostConnections;
    files.push_back({room ? listener_ : -1, POLLIN, 0});
    int wait = -1;
    for (const Connection& each : connections) {
      const bool writes = !each.answer.empty();
      files.push_back({each.fd, static_cast<short>(writes ? POLLOUT : POLLIN), 0});
      const int left = milliseconds_to(each.until);
      wait = wait < 0 ? left : std::min(wait, left);
    }
    if (poll(files.data(), files.size(), wait) < 0 && errno != EINTR) break;
    if (files[0].revents != 0) break;
    for (std::size_t i = 0; i < connections.size(); ++i) {
      Connection& each = connections[i];
      bool goes_on = Clock::now() < each.until;
      if (goes_on && files[i + 2].revents != 0)
        goes_on = each.answer.empty() ? read_from(each, page_) : write_to(each);
      if (goes_on) continue;
      close(each.fd);
      each.fd = -1;
    }
    std::erase_if(connections, [](const Connection& each) { return each.fd < 0; });
    if (files[1].revents == 0) continue;
    const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd >= 0) connections.push_back({fd, Clock::now() + kLongest, {}, {}, 0});
    // Out of files: whoever waits is there the next time as well.
    if (fd < 0 && errno != EAGAIN) poll(nullptr, 0, kPause);
  }
  for (const Connection& each : connections) close(each.fd);
}

}  // namespace launch::cli
