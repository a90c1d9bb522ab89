// A job's place among others, and what its queue calls it.
#pragma once

#include <optional>
#include <string_view>

#include "compiler/spec/spec.h"

namespace launch {

// "critical", "high", "medium" or "low", from the word or from W&B's number, 0 to 3
// (wandb/cli/cli.py, launch --priority); medium when `priority` is not valid or says nothing, empty
// when it is neither.
std::string_view priority_word(const Node& priority);

// W&B's number of a word; nothing when it is none of the four.
std::optional<int> priority_number(std::string_view word);

struct PriorityClass {
  std::string_view word;             // the job's priority
  const Member* priority = nullptr;  // null: the job says none
  const Member* classes = nullptr;   // the map; null: there is none, or one that the schema refuses
  const Member* mapped = nullptr;    // its entry for the word; null: there is none
};

PriorityClass priority_class_of(const Spec& spec);

}  // namespace launch
