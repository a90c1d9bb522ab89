// Names taken apart: `WANDB_API_KEY`, `apiKey` and `api-key` end in the words api, key.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace launch {

// In lower case, cut at everything but letters and digits and where a capital starts a word.
std::vector<std::string> key_words(std::string_view key);

}  // namespace launch
