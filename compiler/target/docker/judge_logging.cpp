// Logging drivers and their options. Source: moby daemon/logger/factory.go ValidateLogOpts and the
// drivers below daemon/logger
#include <algorithm>
#include <array>
#include <map>
#include <span>

#include "compiler/target/docker/judgement.h"
#include "compiler/target/docker/numbers.h"
#include "compiler/target/docker/text.h"

namespace launch::docker {
namespace {

using Names = std::span<const std::string_view>;

constexpr std::array<std::string_view, 8> kJsonFile = {
    "compress", "env", "env-regex", "labels", "labels-regex", "max-file", "max-size", "tag"};
constexpr std::array<std::string_view, 3> kLocal = {"compress", "max-file", "max-size"};
constexpr std::array<std::string_view, 5> kJournald = {"env", "env-regex", "labels", "labels-regex",
                                                       "tag"};
constexpr std::array<std::string_view, 12> kSyslog = {
    "env", "env-regex", "labels", "labels-regex", "syslog-address", "syslog-facility", "syslog-format",
    "syslog-tls-ca-cert", "syslog-tls-cert", "syslog-tls-key", "syslog-tls-skip-verify", "tag"};
constexpr std::array<std::string_view, 10> kGelf = {
    "env", "env-regex", "gelf-address", "gelf-compression-level", "gelf-compression-type",
    "gelf-tcp-max-reconnect", "gelf-tcp-reconnect-delay", "labels", "labels-regex", "tag"};
constexpr std::array<std::string_view, 14> kFluentd = {
    "env", "env-regex", "fluentd-address", "fluentd-async", "fluentd-async-reconnect-interval",
    "fluentd-buffer-limit", "fluentd-max-retries", "fluentd-request-ack", "fluentd-retry-wait",
    "fluentd-sub-second-precision", "fluentd-write-timeout", "labels", "labels-regex", "tag"};
constexpr std::array<std::string_view, 12> kAwslogs = {
    "awslogs-create-group", "awslogs-credentials-endpoint", "awslogs-datetime-format",
    "awslogs-endpoint", "awslogs-force-flush-interval-seconds", "awslogs-format", "awslogs-group",
    "awslogs-max-buffered-events", "awslogs-multiline-pattern", "awslogs-region", "awslogs-stream",
    "tag"};
constexpr std::array<std::string_view, 9> kGcplogs = {
    "env", "env-regex", "gcp-log-cmd", "gcp-meta-id", "gcp-meta-name", "gcp-meta-zone", "gcp-project",
    "labels", "labels-regex"};
constexpr std::array<std::string_view, 18> kSplunk = {
    "env", "env-regex", "labels", "labels-regex", "splunk-caname", "splunk-capath", "splunk-format",
    "splunk-gzip", "splunk-gzip-level", "splunk-index", "splunk-index-acknowledgment",
    "splunk-insecureskipverify", "splunk-source", "splunk-sourcetype", "splunk-token", "splunk-url",
    "splunk-verify-connection", "tag"};
// Taken by every driver (daemon/logger/factory.go, loggerutils/cache).
constexpr std::array<std::string_view, 6> kCommon = {
    "cache-compress", "cache-disabled", "cache-max-file", "cache-max-size", "max-buffer-size", "mode"};

struct Driver {
  std::string_view name;
  Names options;
};
constexpr std::array<Driver, 9> kDrivers = {{
    {"awslogs", kAwslogs},   {"fluentd", kFluentd}, {"gcplogs", kGcplogs},
    {"gelf", kGelf},         {"journald", kJournald}, {"json-file", kJsonFile},
    {"local", kLocal},       {"splunk", kSplunk},   {"syslog", kSyslog},
}};

bool contains(Names names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

const Driver* find_driver(std::string_view name) {
  const auto* found = std::find_if(kDrivers.begin(), kDrivers.end(),
                                   [name](const Driver& driver) { return driver.name == name; });
  return found == kDrivers.end() ? nullptr : found;
}

// Without --log-driver the engine's default applies: json-file unless it is configured otherwise. An
// option that some other driver has may be meant for that.
void judge_option(Judgement& judgement, const Given& given, const Driver& driver, bool default_driver) {
  const std::string_view key = cut(given.value, '=').before;
  if (contains(kCommon, key) || contains(driver.options, key)) return;
  const auto* other = std::find_if(kDrivers.begin(), kDrivers.end(), [key](const Driver& one) {
    return contains(one.options, key);
  });
  if (default_driver && other != kDrivers.end()) {
    return judgement.report(given, kHostDependent,
                            {quoted(key) + " is an option of the driver " + quoted(other->name) +
                                 ", name it with --log-driver",
                             "", 0, key.size()});
  }
  judgement.report(given, kBadLogOption,
                   {quoted(key) + " is no option of the driver " + quoted(driver.name) + ", expected " +
                        one_of(driver.options, driver.options.size()),
                    suggest(did_you_mean(key, driver.options)), 0, key.size()});
}

// The last occurrence of each option with its value.
using Options = std::map<std::string_view, const Given*>;

std::string_view value_of(const Options& options, std::string_view key) {
  const auto found = options.find(key);
  return found == options.end() ? std::string_view() : cut(found->second->value, '=').after;
}

void judge_mode(Judgement& judgement, const Options& options) {
  const std::string_view mode = value_of(options, "mode");
  constexpr std::array<std::string_view, 2> kModes = {"blocking", "non-blocking"};
  if (!mode.empty() && !contains(kModes, mode)) {
    judgement.report(*options.at("mode"), kBadLogOption,
                     {quoted(mode) + " is no logging mode, expected " + one_of(kModes),
                      suggest(did_you_mean(mode, kModes)), 5});
    return;
  }
  const auto size = options.find("max-buffer-size");
  if (size == options.end()) return;
  if (mode != "non-blocking") {
    return judgement.report(*size->second, kBadLogOption,
                            {"\"max-buffer-size\" needs --log-opt mode=non-blocking beside it", ""});
  }
  Check wrong = check_size(value_of(options, "max-buffer-size"));
  if (wrong) judgement.report(*size->second, kBadLogOption, {wrong->message, wrong->suggestion, 16});
}

void judge_cache(Judgement& judgement, const Options& options) {
  const std::string_view value = value_of(options, "cache-disabled");
  if (value.empty() || parse_bool(value)) return;
  judgement.report(*options.at("cache-disabled"), kBadLogOption,
                   {quoted(value) + " is no switch value, expected \"true\" or \"false\"", "", 15});
}

void judge_group(Judgement& judgement, const Driver& driver, const Options& options) {
  if (driver.name != "awslogs" || !value_of(options, "awslogs-group").empty()) return;
  judgement.report_flag(*judgement.last("log-driver"), kBadLogOption,
                        "the driver \"awslogs\" needs --log-opt awslogs-group=GROUP");
}

void judge_no_options(Judgement& judgement, const Options& options) {
  if (options.empty()) return;
  judgement.report_flag(*options.begin()->second, kBadLogOption,
                        "the driver \"none\" takes no options", judgement.last("log-driver"));
}

void report_unknown_driver(Judgement& judgement, const Given& given) {
  std::array<std::string_view, kDrivers.size()> names;
  std::transform(kDrivers.begin(), kDrivers.end(), names.begin(),
                 [](const Driver& driver) { return driver.name; });
  judgement.report(given, kHostDependent,
                   {"the logging driver " + quoted(given.value) +
                        " is not one of docker's own and needs a plugin on the host",
                    suggest(did_you_mean(given.value, names))});
}

}  // namespace

void judge_logging(Judgement& judgement) {
  Options options;
  for (const Given* given : judgement.all("log-opt")) options[cut(given->value, '=').before] = given;
  const std::string_view name = judgement.text("log-driver");
  if (name == "none") return judge_no_options(judgement, options);
  const Driver* driver = find_driver(name.empty() ? "json-file" : name);
  judge_mode(judgement, options);
  judge_cache(judgement, options);
  if (driver == nullptr) return report_unknown_driver(judgement, *judgement.last("log-driver"));
  for (const auto& [key, given] : options) judge_option(judgement, *given, *driver, name.empty());
  judge_group(judgement, *driver, options);
}

}  // namespace launch::docker
