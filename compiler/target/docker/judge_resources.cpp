// Memory, CPUs and block I/O together.
// Source: moby daemon/daemon_unix.go verifyPlatformContainerResources, runconfig/hostconfig_unix.go
#include "compiler/target/docker/judgement.h"

namespace launch::docker {
namespace {

constexpr std::int64_t kLeastMemory = 6 * 1024 * 1024;

// A number that does not fit is the smallest one to the engine: Go converts without an error.
Trouble too_little(std::string_view text, std::int64_t value) {
  if (value < 0) return {quoted(text) + " is too large, the engine counts bytes in 64 bits", ""};
  return {quoted(text) + " is below 6 MB, the least the engine takes" +
              (value < 1024 ? "; a number without a unit counts bytes" : ""),
          value < 1024 && value > 5 ? suggest(std::string(text) + "m") : ""};
}

void judge_memory(Judgement& judgement) {
  const std::optional<std::int64_t> memory = judgement.number("memory");
  if (memory && *memory != 0 && *memory < kLeastMemory) {
    const Given& given = *judgement.last("memory");
    judgement.report(given, kMemoryLimit, too_little(given.value, *memory));
    return;
  }
  const std::optional<std::int64_t> swap = judgement.number("memory-swap");
  if (!swap || *swap <= 0) return;
  const Given* limit = judgement.last("memory");
  const Given& given = *judgement.last("memory-swap");
  if (limit == nullptr || memory == 0) {
    judgement.report_flag(given, kMemoryLimit, "--memory-swap needs --memory beside it", limit);
  } else if (memory && *swap < *memory) {
    judgement.report_flag(
        given, kMemoryLimit,
        "--memory-swap is memory and swap together and cannot be below --memory: " +
            std::string(given.value) + " < " + std::string(limit->value),
        limit);
  }
}

void judge_reservation(Judgement& judgement) {
  const std::optional<std::int64_t> reservation = judgement.number("memory-reservation");
  if (!reservation || *reservation <= 0) return;
  const Given& given = *judgement.last("memory-reservation");
  if (*reservation < kLeastMemory) {
    judgement.report(given, kMemoryLimit, too_little(given.value, *reservation));
    return;
  }
  const std::optional<std::int64_t> memory = judgement.number("memory");
  if (!memory || *memory < kLeastMemory || *reservation <= *memory) return;
  judgement.report_flag(given, kMemoryLimit,
                        "--memory-reservation is above --memory: " + std::string(given.value) +
                            " > " + std::string(judgement.last("memory")->value),
                        judgement.last("memory"));
}

void judge_swappiness(Judgement& judgement) {
  const std::optional<std::int64_t> value = judgement.number("memory-swappiness");
  if (!value || (*value >= -1 && *value <= 100)) return;
  const Given& given = *judgement.last("memory-swappiness");
  judgement.report(
      given, kOutOfRange,
      {quoted(given.value) + " is out of range, expected 0 to 100, or -1 for the default", ""});
}

void judge_cpu_time(Judgement& judgement) {
  const std::optional<std::int64_t> period = judgement.number("cpu-period");
  const std::optional<std::int64_t> quota = judgement.number("cpu-quota");
  const std::optional<std::int64_t> cpus = judgement.number("cpus");
  if (period && *period != 0 && (*period < 1000 || *period > 1'000'000)) {
    judgement.report(*judgement.last("cpu-period"), kCpuLimit,
                     {"a period of " + std::to_string(*period) +
                          " microseconds is out of range, expected 1000 to 1000000",
                      ""});
  }
  if (quota && *quota > 0 && *quota < 1000) {
    judgement.report(*judgement.last("cpu-quota"), kCpuLimit,
                     {"a quota of " + std::to_string(*quota) +
                          " microseconds is too little, expected 1000 or more, or 0 for none",
                      ""});
  }
  if (!cpus || *cpus == 0) return;
  for (const std::string_view name : {"cpu-period", "cpu-quota"}) {
    if (judgement.number(name).value_or(0) <= 0) continue;
    judgement.report_flag(*judgement.last(name), kFlagConflict,
                          "--" + std::string(name) + " and --cpus both set the share of CPU time",
                          judgement.last("cpus"));
  }
}

// Source: moby runconfig/hostconfig_unix.go validateResources. Whether the kernel has a real-time
// scheduler for containers is not known here.
void judge_shares(Judgement& judgement) {
  if (judgement.number("cpu-shares").value_or(0) < 0) {
    judgement.report(
        *judgement.last("cpu-shares"), kCpuLimit,
        {"CPU shares cannot be negative, expected 2 or more, or 0 for the default", ""});
  }
  const std::int64_t period = judgement.number("cpu-rt-period").value_or(0);
  const std::int64_t runtime = judgement.number("cpu-rt-runtime").value_or(0);
  if (period == 0 || runtime <= period) return;
  judgement.report_flag(*judgement.last("cpu-rt-runtime"), kCpuLimit,
                        "--cpu-rt-runtime is longer than --cpu-rt-period",
                        judgement.last("cpu-rt-period"));
}

void judge_score(Judgement& judgement) {
  const std::int64_t score = judgement.number("oom-score-adj").value_or(0);
  if (score >= -1000 && score <= 1000) return;
  judgement.report(*judgement.last("oom-score-adj"), kOutOfRange,
                   {std::to_string(score) + " is out of range, expected -1000 to 1000", ""});
}

void judge_shared_memory(Judgement& judgement) {
  if (judgement.number("shm-size").value_or(0) >= 0) return;
  const Given& given = *judgement.last("shm-size");
  judgement.report(given, kMemoryLimit, too_little(given.value, -1));
}

// Engines on kernels without this cgroup controller drop the weight and say so.
void judge_block_weight(Judgement& judgement) {
  const std::int64_t weight = judgement.number("blkio-weight").value_or(0);
  if (weight == 0 || (weight >= 10 && weight <= 1000)) return;
  judgement.report(*judgement.last("blkio-weight"), kHostDependent,
                   {"a block I/O weight of " + std::to_string(weight) +
                        " is refused or dropped, expected 10 to 1000, or 0 for none",
                    ""});
}

void judge_kernel_memory(Judgement& judgement) {
  if (judgement.number("kernel-memory").value_or(0) == 0) return;
  judgement.report_flag(*judgement.last("kernel-memory"), kDiscardedFlag,
                        "--kernel-memory has no effect since engine 23, it is discarded");
}

}  // namespace

void judge_resources(Judgement& judgement) {
  judge_memory(judgement);
  judge_reservation(judgement);
  judge_swappiness(judgement);
  judge_cpu_time(judgement);
  judge_shares(judgement);
  judge_score(judgement);
  judge_shared_memory(judgement);
  judge_block_weight(judgement);
  judge_kernel_memory(judgement);
}

}  // namespace launch::docker
