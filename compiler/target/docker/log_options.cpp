// Source: moby daemon/logger, one folder for each driver: ValidateLogOpt and what it calls
#include "compiler/target/docker/log_options.h"

#include <algorithm>
#include <array>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/target/numbers.h"
#include "compiler/target/text.h"

namespace launch::docker {
namespace {

constexpr std::array<std::string_view, 8> kJsonFile = {
    "compress", "env", "env-regex", "labels", "labels-regex", "max-file", "max-size", "tag"};
constexpr std::array<std::string_view, 3> kLocal = {"compress", "max-file", "max-size"};
constexpr std::array<std::string_view, 5> kJournald = {"env", "env-regex", "labels", "labels-regex",
                                                       "tag"};
constexpr std::array<std::string_view, 12> kSyslog = {"env",
                                                      "env-regex",
                                                      "labels",
                                                      "labels-regex",
                                                      "syslog-address",
                                                      "syslog-facility",
                                                      "syslog-format",
                                                      "syslog-tls-ca-cert",
                                                      "syslog-tls-cert",
                                                      "syslog-tls-key",
                                                      "syslog-tls-skip-verify",
                                                      "tag"};
constexpr std::array<std::string_view, 10> kGelf = {"env",
                                                    "env-regex",
                                                    "gelf-address",
                                                    "gelf-compression-level",
                                                    "gelf-compression-type",
                                                    "gelf-tcp-max-reconnect",
                                                    "gelf-tcp-reconnect-delay",
                                                    "labels",
                                                    "labels-regex",
                                                    "tag"};
constexpr std::array<std::string_view, 14> kFluentd = {"env",
                                                       "env-regex",
                                                       "fluentd-address",
                                                       "fluentd-async",
                                                       "fluentd-async-reconnect-interval",
                                                       "fluentd-buffer-limit",
                                                       "fluentd-max-retries",
                                                       "fluentd-request-ack",
                                                       "fluentd-retry-wait",
                                                       "fluentd-sub-second-precision",
                                                       "fluentd-write-timeout",
                                                       "labels",
                                                       "labels-regex",
                                                       "tag"};
constexpr std::array<std::string_view, 12> kAwslogs = {"awslogs-create-group",
                                                       "awslogs-credentials-endpoint",
                                                       "awslogs-datetime-format",
                                                       "awslogs-endpoint",
                                                       "awslogs-force-flush-interval-seconds",
                                                       "awslogs-format",
                                                       "awslogs-group",
                                                       "awslogs-max-buffered-events",
                                                       "awslogs-multiline-pattern",
                                                       "awslogs-region",
                                                       "awslogs-stream",
                                                       "tag"};
constexpr std::array<std::string_view, 9> kGcplogs = {
    "env",           "env-regex",   "gcp-log-cmd", "gcp-meta-id", "gcp-meta-name",
    "gcp-meta-zone", "gcp-project", "labels",      "labels-regex"};
constexpr std::array<std::string_view, 18> kSplunk = {"env",
                                                      "env-regex",
                                                      "labels",
                                                      "labels-regex",
                                                      "splunk-caname",
                                                      "splunk-capath",
                                                      "splunk-format",
                                                      "splunk-gzip",
                                                      "splunk-gzip-level",
                                                      "splunk-index",
                                                      "splunk-index-acknowledgment",
                                                      "splunk-insecureskipverify",
                                                      "splunk-source",
                                                      "splunk-sourcetype",
                                                      "splunk-token",
                                                      "splunk-url",
                                                      "splunk-verify-connection",
                                                      "tag"};
constexpr std::array<std::string_view, 6> kCommon = {"cache-compress",  "cache-disabled",
                                                     "cache-max-file",  "cache-max-size",
                                                     "max-buffer-size", "mode"};

constexpr std::array<LogDriver, 9> kDrivers = {{
    {"awslogs", kAwslogs},
    {"fluentd", kFluentd},
    {"gcplogs", kGcplogs},
    {"gelf", kGelf},
    {"journald", kJournald},
    {"json-file", kJsonFile},
    {"local", kLocal},
    {"splunk", kSplunk},
    {"syslog", kSyslog},
}};

using Words = std::span<const std::string_view>;

Check one_word(std::string_view value, Words allowed) {
  if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return {};
  return Trouble{quoted(value) + " is not known, expected " + one_of(allowed, allowed.size()),
                 suggest(did_you_mean(value, allowed))};
}

Check whole_number(std::string_view value, std::int64_t least, std::int64_t most) {
  const Number<std::int64_t> number = parse_int(value, 10);
  if (number.ok() && number.value >= least && number.value <= most) return {};
  return Trouble{quoted(value) + " is out of range, expected a whole number from " +
                     std::to_string(least) + " to " + std::to_string(most),
                 ""};
}

// SCHEME://HOST:PORT, as far as it can be told without reading all of a URL.
Check gelf_address(std::string_view value) {
  const std::string small = lower(value.substr(0, 6));
  const std::string_view host = value.substr(std::min<std::size_t>(6, value.size()));
  const bool known = small == "udp://" || small == "tcp://";
  if (known && host.substr(0, host.find('/')).find(':') != std::string_view::npos) return {};
  return Trouble{quoted(value) + " is no address, expected udp://HOST:PORT or tcp://HOST:PORT", ""};
}

Check syslog_address(std::string_view value) {
  constexpr std::array<std::string_view, 5> kSchemes = {"udp", "tcp", "tcp+tls", "unix",
                                                        "unixgram"};
  const std::string scheme = lower(cut(value, ':').before);
  const bool known = std::find(kSchemes.begin(), kSchemes.end(), scheme) != kSchemes.end();
  if (value.empty() || (known && value.find(':') != std::string_view::npos)) return {};
  return Trouble{quoted(value) + " is no address, expected such as udp://HOST:PORT or unix:///PATH",
                 ""};
}

Check syslog_facility(std::string_view value) {
  constexpr std::array<std::string_view, 20> kNames = {
      "kern",   "user",   "mail",   "daemon",   "auth",   "syslog", "lpr",
      "news",   "uucp",   "cron",   "authpriv", "ftp",    "local0", "local1",
      "local2", "local3", "local4", "local5",   "local6", "local7"};
  if (value.empty() || !whole_number(value, 0, 23)) return {};
  return one_word(value, kNames);
}

Check syslog_format(std::string_view value) {
  constexpr std::array<std::string_view, 3> kFormats = {"rfc3164", "rfc5424", "rfc5424micro"};
  return value.empty() ? Check() : one_word(value, kFormats);
}

Check compression(std::string_view value) {
  constexpr std::array<std::string_view, 3> kTypes = {"gzip", "none", "zlib"};
  return one_word(value, kTypes);
}
Check compression_level(std::string_view value) { return whole_number(value, -1, 9); }
Check not_negative(std::string_view value) { return whole_number(value, 0, INT64_MAX); }
Check positive(std::string_view value) {
  return value.empty() ? Check() : whole_number(value, 1, INT64_MAX);
}
Check retries(std::string_view value) {
  return value.empty() ? Check() : whole_number(value, 0, INT32_MAX);
}
Check switch_value(std::string_view value) { return value.empty() ? Check() : check_bool(value); }
Check size_value(std::string_view value) { return value.empty() ? Check() : check_size(value); }
Check duration(std::string_view value) { return value.empty() ? Check() : check_duration(value); }
Check timeout(std::string_view value) {
  std::int64_t time = 0;
  if (Check wrong = duration(value)) return wrong;
  check_duration(value, &time);
  if (time >= 0) return {};
  return Trouble{quoted(value) + " is negative", ""};
}
Check reconnect_interval(std::string_view value) {
  std::int64_t time = 0;
  if (Check wrong = duration(value)) return wrong;
  check_duration(value, &time);
  if (time == 0 || (time >= 100'000'000 && time <= 10'000'000'000)) return {};
  return Trouble{quoted(value) + " is out of range, expected 100ms to 10s, or 0", ""};
}
Check json_emf(std::string_view value) {
  constexpr std::array<std::string_view, 1> kFormats = {"json/emf"};
  return value.empty() ? Check() : one_word(value, kFormats);
}

struct ValueRule {
  std::string_view key;
  Check (*check)(std::string_view);
};
constexpr std::array<ValueRule, 21> kValues = {{
    {"awslogs-create-group", switch_value},
    {"awslogs-force-flush-interval-seconds", positive},
    {"awslogs-format", json_emf},
    {"awslogs-max-buffered-events", positive},
    {"cache-disabled", switch_value},
    {"fluentd-async", switch_value},
    {"fluentd-async-reconnect-interval", reconnect_interval},
    {"fluentd-buffer-limit", size_value},
    {"fluentd-max-retries", retries},
    {"fluentd-request-ack", switch_value},
    {"fluentd-retry-wait", duration},
    {"fluentd-sub-second-precision", switch_value},
    {"fluentd-write-timeout", timeout},
    {"gelf-address", gelf_address},
    {"gelf-compression-level", compression_level},
    {"gelf-compression-type", compression},
    {"gelf-tcp-max-reconnect", not_negative},
    {"gelf-tcp-reconnect-delay", not_negative},
    {"syslog-address", syslog_address},
    {"syslog-facility", syslog_facility},
    {"syslog-format", syslog_format},
}};

}  // namespace

std::span<const LogDriver> log_drivers() { return kDrivers; }
std::span<const std::string_view> common_log_options() { return kCommon; }

Check check_log_option(std::string_view key, std::string_view value) {
  const auto* found = std::find_if(kValues.begin(), kValues.end(),
                                   [key](const ValueRule& rule) { return rule.key == key; });
  return found == kValues.end() ? Check() : found->check(value);
}

}  // namespace launch::docker
