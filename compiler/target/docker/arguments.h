// Splits the words behind `docker run` into flags with their values, the image and the command.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "compiler/target/docker/flags.h"
#include "compiler/target/docker/judge.h"

namespace launch::docker {

// A flag as it stands in the words.
struct Given {
  const Flag* flag = nullptr;  // never an alias
  std::string_view value;
  std::size_t flag_word = 0;
  std::size_t word = 0;   // where the value stands; the flag's own word when it has none
  std::size_t begin = 0;  // of the value inside that word
  bool bare = false;      // a switch without "=value"
};

struct Arguments {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::vector<Given> given;
  std::size_t image = kNone;  // the image's word; the command follows it
  bool guessed = false;       // after an unknown flag, what follows it is a guess
};

// Appends to `faults` what the client's parser refuses.
Arguments read_arguments(std::span<const std::string_view> words, std::vector<Fault>& faults);

}  // namespace launch::docker
