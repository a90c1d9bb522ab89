// What a field of a rendered object is about, as somebody who reviews a change sees it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace launch {

// In the order in which a reviewer wants to see them.
enum class Area : std::uint8_t {
  Cost,             // accelerators, processors, memory, machines, disks, how long, spot
  Code,             // image, command, arguments, commit
  Data,             // inputs, outputs, volumes
  Hyperparameters,  // what the code reads from W&B's config
  Env,              // variables, secrets' names, accounts, networks
  Other,
  Cosmetic  // names, labels, notes, order
};

// "cost", "code", …: also what the JSON output says.
std::string_view area_name(Area area);

// By the keys from the root of a view (view.h) to the field. The first key that says it decides: a
// variable called IMAGE is environment all the same.
Area area_of(std::span<const std::string> path);

}  // namespace launch
