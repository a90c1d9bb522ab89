// A store in one file of this machine.
#pragma once

#include <memory>
#include <string>

#include "submit/queue/database.h"

namespace launch::queue {

// Makes the file and its folder where there is none. Throws StoreError.
std::unique_ptr<Database> open_sqlite(const std::string& path);

}  // namespace launch::queue
