// Logging drivers and their options. Source: moby daemon/logger/factory.go ValidateLogOpts
#include <algorithm>
#include <array>
#include <map>
#include <span>

#include "compiler/target/docker/judgement.h"
#include "compiler/target/docker/log_options.h"
#include "compiler/target/text.h"

namespace launch::docker {
namespace {

// The last occurrence of each option, which is the one that counts.
using Options = std::map<std::string_view, const Given*>;

bool contains(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string_view value_of(const Options& options, std::string_view key) {
  const auto found = options.find(key);
  return found == options.end() ? std::string_view() : cut(found->second->value, '=').after;
}

const LogDriver* find_driver(std::string_view name) {
  const std::span<const LogDriver> drivers = log_drivers();
  const auto found = std::find_if(drivers.begin(), drivers.end(),
                                  [name](const LogDriver& driver) { return driver.name == name; });
  return found == drivers.end() ? nullptr : &*found;
}

class Logging {
 public:
  explicit Logging(Judgement& judgement) : judgement_(judgement) {
    for (const Given* given : judgement.all("log-opt")) {
      options_[cut(given->value, '=').before] = given;
    }
  }

  void judge() {
    const std::string_view name = judgement_.text("log-driver");
    if (name == "none") return refuse_all();
    // Without a name the engine's default applies: json-file, unless it is configured otherwise.
    const LogDriver* driver = find_driver(name.empty() ? "json-file" : name);
    judge_mode();
    if (driver == nullptr) {
      report_unknown_driver();
      return judge_common_options();
    }
    for (const auto& [key, given] : options_) judge_option(*given, key, *driver, name.empty());
    if (name == "awslogs") judge_awslogs();
    if (name == "gelf") judge_gelf();
  }

 private:
  // The client already refuses this. Source: docker/cli container/opts.go parseLoggingOpts
  void refuse_all() {
    if (options_.empty()) return;
    judgement_.report_flag(*options_.begin()->second, kBadLogOption,
                           "the driver \"none\" takes no options", judgement_.last("log-driver"));
  }

  void report_unknown_driver() {
    const Given& given = *judgement_.last("log-driver");
    std::vector<std::string_view> names;
    for (const LogDriver& driver : log_drivers()) names.push_back(driver.name);
    judgement_.report(given, kHostDependent,
                      {"the logging driver " + quoted(given.value) +
                           " is not one of docker's own and needs a plugin on the host",
                       suggest(did_you_mean(given.value, names))});
  }

  // What every driver takes is judged even where the driver is a plugin.
  void judge_common_options() {
    for (const auto& [key, given] : options_) {
      if (!contains(common_log_options(), key)) continue;
      report_value(*given, key, check_log_option(key, cut(given->value, '=').after));
    }
  }

  void judge_mode() {
    constexpr std::array<std::string_view, 2> kModes = {"blocking", "non-blocking"};
    const std::string_view mode = value_of(options_, "mode");
    if (!mode.empty() && !contains(kModes, mode)) {
      return judgement_.report(*options_["mode"], kBadLogOption,
                               {quoted(mode) + " is no logging mode, expected " + one_of(kModes),
                                suggest(did_you_mean(mode, kModes)), 5});
    }
    const auto size = options_.find("max-buffer-size");
    if (size == options_.end()) return;
    if (mode != "non-blocking") {
      return judgement_.report(
          *size->second, kBadLogOption,
          {"\"max-buffer-size\" needs --log-opt mode=non-blocking beside it", ""});
    }
    report_value(*size->second, "max-buffer-size",
                 check_size(value_of(options_, "max-buffer-size")));
  }

  void report_value(const Given& given, std::string_view key, Check wrong) {
    if (!wrong) return;
    wrong->begin = key.size() + 1;
    wrong->end = std::string_view::npos;
    judgement_.report(given, kBadLogOption, std::move(*wrong));
  }

  void judge_option(const Given& given, std::string_view key, const LogDriver& driver,
                    bool by_default) {
    if (contains(common_log_options(), key) || contains(driver.options, key)) {
      return report_value(given, key, check_log_option(key, cut(given.value, '=').after));
    }
    const std::span<const LogDriver> drivers = log_drivers();
    const auto other = std::find_if(drivers.begin(), drivers.end(), [key](const LogDriver& one) {
      return contains(one.options, key);
    });
    if (by_default && other != drivers.end()) {
      // It may be meant for the driver that the engine is configured with.
      return judgement_.report(given, kHostDependent,
                               {quoted(key) + " is an option of the driver " + quoted(other->name) +
                                    ", name it with --log-driver",
                                "", 0, key.size()});
    }
    judgement_.report(given, kBadLogOption,
                      {quoted(key) + " is no option of the driver " + quoted(driver.name) +
                           ", expected " + one_of(driver.options, driver.options.size()),
                       suggest(did_you_mean(key, driver.options)), 0, key.size()});
  }

  void judge_awslogs() {
    if (value_of(options_, "awslogs-group").empty()) {
      judgement_.report_flag(*judgement_.last("log-driver"), kBadLogOption,
                             "the driver \"awslogs\" needs --log-opt awslogs-group=GROUP");
    }
    const auto format = options_.find("awslogs-datetime-format");
    const auto pattern = options_.find("awslogs-multiline-pattern");
    const bool both = format != options_.end() && pattern != options_.end();
    const bool json = !value_of(options_, "awslogs-format").empty();
    if (!both && !(json && (format != options_.end() || pattern != options_.end()))) return;
    const Given* first = format != options_.end() ? format->second : pattern->second;
    const Given* second = both ? pattern->second : options_["awslogs-format"];
    judgement_.report_flag(*second, kBadLogOption,
                           "only one of awslogs-datetime-format, awslogs-multiline-pattern and "
                           "awslogs-format can be set",
                           first);
  }

  void judge_gelf() {
    const std::string_view address = value_of(options_, "gelf-address");
    if (!options_.contains("gelf-address")) {
      return judgement_.report_flag(
          *judgement_.last("log-driver"), kBadLogOption,
          "the driver \"gelf\" needs --log-opt gelf-address=udp://HOST:PORT");
    }
    if (check_log_option("gelf-address", address)) return;
    const bool udp = lower(address).starts_with("udp");
    for (const auto& [key, given] : options_) {
      const bool misplaced =
          udp ? key.starts_with("gelf-tcp-") : key.starts_with("gelf-compression-");
      if (!misplaced) continue;
      judgement_.report(*given, kBadLogOption,
                        {quoted(key) + " works with " + (udp ? "tcp" : "udp") + " addresses only",
                         "", 0, key.size()});
    }
  }

  Judgement& judgement_;
  Options options_;
};

}  // namespace

void judge_logging(Judgement& judgement) { Logging(judgement).judge(); }

}  // namespace launch::docker
