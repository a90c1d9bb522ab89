// Addresses of PostgreSQL databases, and the passwords in them.
#pragma once

#include <string>

namespace launch::queue {

// `text` with every password of the address replaced, also where it is repeated by itself.
std::string redacted(std::string text, const std::string& address);

}  // namespace launch::queue
