// The tables of a store.
#pragma once

#include <string>

#include "submit/queue/database.h"

namespace launch::queue {

// Of the tables. A store of an older one is brought up to it, one of a newer one is not touched.
inline constexpr std::int64_t kTablesVersion = 3;

// Makes them where there are none; `clock` is our own. Throws StoreError for a store that is not
// for this launch.
void ensure_tables(Database& database, std::int64_t clock);

}  // namespace launch::queue
