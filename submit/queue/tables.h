// The tables of a store.
#pragma once

#include <string>

#include "submit/queue/database.h"

namespace launch::queue {

// Of the tables. A store of another is not touched.
inline constexpr std::int64_t kTablesVersion = 1;

// Makes them where there are none. Throws StoreError for a store that is not for this launch.
void ensure_tables(Database& database);

}  // namespace launch::queue
