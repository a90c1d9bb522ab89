#include "submit/queue/store.h"

#include "submit/queue/postgresql.h"
#include "submit/queue/sql_store.h"
#include "submit/queue/sqlite.h"

namespace launch::queue {

#ifdef LAUNCH_POSTGRESQL
bool has_postgresql() { return true; }
#else
bool has_postgresql() { return false; }

std::unique_ptr<Database> open_postgresql(const std::string& address) {
  throw StoreError{StoreError::Kind::Unusable,
                   "this launch was built without PostgreSQL and cannot use " +
                       without_password(address) +
                       ": Debian has no static libpq. Build launch from source where libpq-dev is "
                       "installed (docs/queue.md), or name a file"};
}
#endif

std::unique_ptr<Store> open_store(const std::string& address, std::function<Time()> now) {
  return std::make_unique<SqlStore>(
      is_postgresql(address) ? open_postgresql(address) : open_sqlite(address), std::move(now));
}

}  // namespace launch::queue
