// Host devices, their limits, and GPUs.
#include <algorithm>
#include <array>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/target/docker/grammar.h"
#include "compiler/target/docker/record.h"
#include "compiler/target/numbers.h"
#include "compiler/target/text.h"

namespace launch::docker {
namespace {

// r, w and m, each at most once.
bool is_device_mode(std::string_view text) {
  if (text.empty() || text.size() > 3) return false;
  return std::all_of(text.begin(), text.end(), [text](char c) {
    return (c == 'r' || c == 'w' || c == 'm') && std::count(text.begin(), text.end(), c) == 1;
  });
}

bool is_vendor_or_class(std::string_view text) {
  // The client crashes on a vendor or class of one letter: that is a refusal as well.
  if (text.size() < 2 || !is_letter(text.front()) || !is_alphanumeric(text.back())) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_alphanumeric(c) || c == '_' || c == '-' || c == '.'; });
}

// vendor/class=name. Source: tags.cncf.io/container-device-interface pkg/parser
bool is_cdi_device(std::string_view text) {
  const Cut parts = cut(text, '=');
  const Cut kind = cut(parts.before, '/');
  const std::string_view name = parts.after;
  if (!parts.found || !kind.found || !is_vendor_or_class(kind.before) ||
      !is_vendor_or_class(kind.after)) {
    return false;
  }
  if (name.empty() || !is_alphanumeric(name.front()) || !is_alphanumeric(name.back())) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return is_alphanumeric(c) || c == '_' || c == '-' || c == '.' || c == ':';
  });
}

}  // namespace

// HOST[:CONTAINER][:MODE], or a device of the Container Device Interface.
// Source: docker/cli container/opts.go validateLinuxPath
Check check_device(std::string_view text) {
  if (is_cdi_device(text)) return {};
  const std::vector<std::string_view> parts = split(text, ':');
  if (text.empty() || parts.front().empty() || parts.size() > 3) {
    return Trouble{quoted(text) +
                       " is no device, expected HOST[:CONTAINER][:MODE], such as "
                       "\"/dev/fuse\", or a CDI name such as \"nvidia.com/gpu=all\"",
                   ""};
  }
  if (parts.size() == 3 && !is_device_mode(parts[2])) {
    const std::size_t begin = text.size() - parts[2].size();
    return Trouble{quoted(parts[2]) + " is no device mode, expected letters of \"rwm\", each once",
                   "", begin};
  }
  const bool container = parts.size() == 3 || (parts.size() == 2 && !is_device_mode(parts[1]));
  const std::string_view path = container ? parts[1] : parts[0];
  if (path.starts_with('/')) return {};
  const auto begin = static_cast<std::size_t>(path.data() - text.data());
  return Trouble{quoted(path) + " is no absolute path inside the container", "", begin,
                 begin + path.size()};
}

namespace {

bool is_number_or_star(std::string_view text) {
  const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c); });
  return text == "*" || (digits && !text.empty());
}

}  // namespace

// TYPE MAJOR:MINOR MODE. Source: docker/cli container/opts.go deviceCgroupRuleRegexp
Check check_device_rule(std::string_view text) {
  const std::vector<std::string_view> parts = split(text, ' ');
  if (parts.size() == 3) {
    const Cut numbers = cut(parts[1], ':');
    const std::string_view mode = parts[2];
    const bool type = parts[0] == "a" || parts[0] == "b" || parts[0] == "c";
    const bool letters = mode.find_first_not_of("rwm") == std::string_view::npos;
    if (type && numbers.found && is_number_or_star(numbers.before) &&
        is_number_or_star(numbers.after) && letters && !mode.empty() && mode.size() <= 3) {
      return {};
    }
  }
  return Trouble{quoted(text) +
                     " is no device rule, expected TYPE MAJOR:MINOR MODE, such as "
                     "\"c 195:* rwm\"",
                 ""};
}

namespace {

Check split_device(std::string_view text, std::string_view what, std::string_view& value) {
  const Cut parts = cut(text, ':');
  if (!parts.found || !parts.before.starts_with("/dev/")) {
    return Trouble{
        quoted(text) + " is no limit for a device, expected /dev/NAME:" + std::string(what), ""};
  }
  value = parts.after;
  return {};
}

std::size_t offset_in(std::string_view text, std::string_view part) {
  return static_cast<std::size_t>(part.data() - text.data());
}

}  // namespace

// Source: docker/cli opts/weightdevice.go
Check check_device_weight(std::string_view text) {
  std::string_view value;
  if (Check wrong = split_device(text, "WEIGHT", value)) return wrong;
  const Number<std::uint64_t> weight = parse_uint(value, 10, 16);
  if (weight.ok() && (weight.value == 0 || (weight.value >= 10 && weight.value <= 1000))) return {};
  return Trouble{quoted(value) + " is no weight, expected 10 to 1000, or 0 for none", "",
                 offset_in(text, value)};
}

// Source: docker/cli opts/throttledevice.go ValidateThrottleBpsDevice
Check check_device_byte_rate(std::string_view text) {
  std::string_view value;
  if (Check wrong = split_device(text, "RATE", value)) return wrong;
  std::int64_t rate = 0;
  Check size = check_size(value, &rate);
  if (!size && rate < 0) size = Trouble{quoted(value) + " bytes a second are too many", ""};
  if (size) size->begin += offset_in(text, value);
  return size;
}

// Source: docker/cli opts/throttledevice.go ValidateThrottleIOpsDevice
Check check_device_operation_rate(std::string_view text) {
  std::string_view value;
  if (Check wrong = split_device(text, "RATE", value)) return wrong;
  if (parse_uint(value, 10).ok()) return {};
  return Trouble{quoted(value) + " is no rate, expected a whole number of operations a second", "",
                 offset_in(text, value)};
}

namespace {

constexpr std::array<std::string_view, 5> kGpuKeys = {"capabilities", "count", "device", "driver",
                                                      "options"};

Check check_gpu_count(std::string_view text) {
  if (text == "all" || parse_int(text, 10).ok()) return {};
  const std::string word = lower(text);
  return Trouble{quoted(text) + " is no number of GPUs, expected \"all\" or a whole number",
                 suggest(word == "all" ? "all" : "")};
}

Check check_gpu_field(const std::string& field) {
  const Cut parts = cut(field, '=');
  if (!parts.found) return check_gpu_count(field);
  if (std::find(kGpuKeys.begin(), kGpuKeys.end(), parts.before) == kGpuKeys.end()) {
    return Trouble{quoted(parts.before) + " is no key of --gpus, expected " + one_of(kGpuKeys),
                   suggest(did_you_mean(parts.before, kGpuKeys))};
  }
  if (parts.before == "count") return check_gpu_count(parts.after);
  if (parts.before != "options") return {};
  const Record options = read_record(parts.after);
  if (options.error.empty()) return {};
  return Trouble{"the options " + quoted(parts.after) + " cannot be read: " + options.error, ""};
}

// The same key twice; a bare number or "all" is the key "count".
bool repeated(std::vector<std::string>& seen, std::string_view field) {
  const Cut parts = cut(field, '=');
  const std::string key(parts.before);
  if (std::find(seen.begin(), seen.end(), key) != seen.end()) return true;
  seen.push_back(key);
  if (!parts.found) seen.emplace_back("count");
  return false;
}

}  // namespace

// all | N | KEY=VALUE,… as one record of comma-separated values.
// Source: docker/cli opts/gpus.go
Check check_gpus(std::string_view text, bool* several) {
  const Record record = read_record(text);
  if (!record.error.empty()) {
    return Trouble{quoted(text) + " cannot be read: " + record.error, "", record.error_at};
  }
  std::vector<std::string> seen;
  bool device = false;
  for (const Record::Field& field : record.fields) {
    if (repeated(seen, field.text)) {
      return Trouble{quoted(cut(field.text, '=').before) + " is given twice", "", field.begin,
                     field.end};
    }
    if (Check wrong = check_gpu_field(field.text)) {
      wrong->begin = field.begin;
      wrong->end = field.end;
      return wrong;
    }
    const bool bare = field.text.find('=') == std::string::npos;
    if (several != nullptr && device && bare && field.text != "all") *several = true;
    device = device || field.text.starts_with("device=");
  }
  return {};
}

}  // namespace launch::docker
