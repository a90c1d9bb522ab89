// What jobs need of a target, and by which words each target says it.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace launch {

struct Need {
  std::string_view what;  // "target docker cannot <what>"
  // The keys of each target's block, at any depth, in any spelling; one that has none cannot say
  // it.
  std::vector<std::string_view> docker, kubernetes, sagemaker, vertex;

  std::span<const std::string_view> words_of(std::string_view target) const;
};

std::span<const Need> needs();

}  // namespace launch
