// A store in a PostgreSQL database.
#pragma once

#include <memory>
#include <string>

#include "submit/queue/database.h"

namespace launch::queue {

// Throws StoreError.
std::unique_ptr<Database> open_postgresql(const std::string& address);

}  // namespace launch::queue
