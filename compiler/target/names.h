// Names that launch makes: legal, and never the same for different things.
#pragma once

#include <string>
#include <string_view>

namespace launch {

// `text` as a DNS label: lower case, everything but letters and digits a single -, at most `most`
// bytes (63 or fewer). A text that had to be cut ends in 8 hex digits of its digest, so that two
// long names that begin alike stay apart. Empty when nothing of it is left.
std::string legal_label(std::string_view text, std::size_t most = 63);

// `text` as a DNS label that no other text becomes: as it is when it is one, else what
// legal_label() makes of it and 8 hex digits of its digest.
std::string distinct_label(std::string_view text);

// `text` as the value of a label: as it is when it is legal, else its characters that are, and 8
// hex digits of its digest.
std::string legal_label_value(std::string_view text);

}  // namespace launch
