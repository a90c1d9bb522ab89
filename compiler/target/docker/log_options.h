// The logging drivers built into the engine and their options.
#pragma once

#include <span>
#include <string_view>

#include "compiler/target/docker/grammar.h"

namespace launch::docker {

struct LogDriver {
  std::string_view name;
  std::span<const std::string_view> options;
};

std::span<const LogDriver> log_drivers();
// Options that every driver takes.
std::span<const std::string_view> common_log_options();
// The value of one option of a driver by itself; options without a grammar take any text.
Check check_log_option(std::string_view key, std::string_view value);

}  // namespace launch::docker
