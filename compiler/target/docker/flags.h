// All flags of `docker run`, from one table.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace launch::docker {

// How docker's client reads a flag's value.
enum class FlagType : std::uint8_t {
  Bool,  // takes no word of its own: --init or --init=true
  String,
  List,  // text, may be repeated
  Map,   // KEY=VALUE, may be repeated
  Int,
  Uint,
  Uint16,
  Bytes,
  MemorySwap,  // Bytes or -1
  Duration,
  Decimal,
  Ulimit,
  Gpus,
  Mount,
  Network,
};

struct Flag {
  std::string_view name;  // without the dashes
  char letter = '\0';     // its one-letter form, if any
  FlagType type = FlagType::String;
  bool pairs = false;               // each occurrence is KEY=VALUE: a map can be given for it
  std::string_view canonical = {};  // for the hidden aliases: the name they stand for

  // May be given several times, each adding to the others. Of all other flags the last one wins.
  constexpr bool repeatable() const {
    return type == FlagType::List || type == FlagType::Map || type == FlagType::Ulimit ||
           type == FlagType::Gpus || type == FlagType::Mount || type == FlagType::Network;
  }
};

// Sorted by name.
std::span<const Flag> all_flags();
// By long name or single letter, both without dashes; case counts. Null when there is none.
const Flag* find_flag(std::string_view name);
// The flag an alias stands for, else itself.
const Flag& canonical_flag(const Flag& flag);
// The name under which a flag is known, for an alias or a letter; `name` itself when unknown.
std::string_view canonical_name(std::string_view name);
// For a key of a file in any spelling: gpus, --gpus, shm_size, shm-size, -m, m.
const Flag* find_flag_for_key(std::string_view key);
// The long name nearest to `name`, for a message; empty when none is near.
std::string_view nearest_flag(std::string_view name);

}  // namespace launch::docker
