#include <algorithm>

#include "compiler/check/check.h"
#include "compiler/check/rules.h"

namespace launch {
namespace {

struct Devices {
  std::int64_t count = 0;
  std::int64_t highest = -1;  // index; -1 when they are named by UUID
};

// "0,1" or "GPU-…,GPU-…"; nothing for "", "-1" and "all", which say something else on purpose.
std::optional<Devices> parse_devices(std::string_view text) {
  Devices devices;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    std::string_view device = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    while (device.starts_with(' ')) device.remove_prefix(1);
    while (device.ends_with(' ')) device.remove_suffix(1);
    const auto index = whole_number(device);
    const bool uuid = device.starts_with("GPU-") || device.starts_with("MIG-");
    if (!uuid && (!index || *index < 0)) return std::nullopt;
    devices.highest = std::max(devices.highest, index.value_or(-1));
    ++devices.count;
  }
  return devices.count > 0 ? std::optional(devices) : std::nullopt;
}

std::optional<std::string> mismatch(const Devices& devices, std::int64_t gpus) {
  if (devices.count != gpus) {
    return "CUDA_VISIBLE_DEVICES names " + counted(devices.count, "GPU") +
           ", but the job asks for " + std::to_string(gpus);
  }
  if (devices.highest >= gpus) {
    return "CUDA_VISIBLE_DEVICES names GPU " + std::to_string(devices.highest) +
           ", but inside the container the job's " + counted(gpus, "GPU") +
           (gpus == 1 ? " is number 0" : " are numbered 0 to " + std::to_string(gpus - 1));
  }
  return std::nullopt;
}

}  // namespace

void check_cuda_visible_devices(const CheckContext& context) {
  const std::vector<NamedText>& variables = context.facts.environment;
  const NamedText* variable = find_named(variables, {"CUDA_VISIBLE_DEVICES"});
  const auto devices = variable == nullptr ? std::nullopt : parse_devices(variable->text);
  if (!devices) return;
  for (const GpuCount& gpus : gpu_counts(context)) {
    const auto message = mismatch(*devices, gpus.count);
    if (!message) continue;
    context.diagnostics.report(
        {&kCudaVisibleDevices,
         variable->span,
         *message,
         {{gpus.span, std::string(gpus.field) + " asks for " + counted(gpus.count, "GPU")}},
         {}});
  }
}

}  // namespace launch
