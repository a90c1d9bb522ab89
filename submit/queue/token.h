// Tokens that were never given before.
#pragma once

#include "submit/queue/entry.h"

namespace launch::queue {

// Positive.
Token new_token();

}  // namespace launch::queue
