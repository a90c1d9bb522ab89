#include "submit/queue/sqlite.h"

#include <fcntl.h>
#include <poll.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>

#include "submit/queue/store.h"
#include "submit/quiet_signal.h"

namespace launch::queue {
namespace {

namespace fs = std::filesystem;
using Kind = StoreError::Kind;

// How long others may be at the file: a full disk's or a slow one's, not a deadlock's, which
// BEGIN IMMEDIATE rules out.
constexpr int kPatience = 20000;  // milliseconds
constexpr int kPause = 20;

constexpr Dialect kDialect{"BEGIN IMMEDIATE", "CAST($1 AS BIGINT)",
                           "INTEGER PRIMARY KEY AUTOINCREMENT", "", ""};

bool is_out_of_space(int error) { return error == ENOSPC || error == EDQUOT || error == EFBIG; }

struct Closer {
  // What is in the log goes to the file then.
  void operator()(sqlite3* file) const {
    const submit::QuietSignal quiet(SIGXFSZ);
    sqlite3_close_v2(file);
  }
};

class Sqlite final : public Database {
 public:
  explicit Sqlite(const std::string& path) : name_(path) {
    make_file();
    const submit::QuietSignal quiet(SIGXFSZ);
    const int opened =
        sqlite3_open_v2(path.c_str(), &file_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    handle_.reset(file_);
    check(opened);
    sqlite3_extended_result_codes(file_, 1);
    sqlite3_busy_timeout(file_, kPatience);
    keep_a_log();
    // Each commit is on the disk when it returns, also after the machine has lost its power.
    // https://www.sqlite.org/pragma.html#pragma_synchronous
    execute("PRAGMA synchronous=FULL");
  }
  ~Sqlite() override {
    for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  }

  Rows run(std::string_view sql, std::span<const Value> parameters) override {
    const submit::QuietSignal quiet(SIGXFSZ);
    sqlite3_stmt* statement = prepared(sql);
    for (std::size_t i = 0; i < parameters.size(); ++i) bind(statement, i + 1, parameters[i]);
    Rows rows;
    int result = SQLITE_OK;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) rows.push_back(row_of(statement));
    const int left = sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    if (result != SQLITE_DONE) check(left == SQLITE_OK ? result : left);
    return rows;
  }

  void roll_back() override {
    const submit::QuietSignal quiet(SIGXFSZ);
    // Some errors have rolled back already. https://www.sqlite.org/lang_transaction.html
    if (sqlite3_get_autocommit(file_) == 0)
      sqlite3_exec(file_, "ROLLBACK", nullptr, nullptr, nullptr);
  }

  void reconnect() override {}

  bool is_foreign() override {
    return !run("SELECT 1 FROM sqlite_master LIMIT 1", {}).empty() && !has_tables();
  }
  bool has_tables() override {
    return !run("SELECT 1 FROM sqlite_master WHERE name = 'launch_store'", {}).empty();
  }
  void lock_all() override {}
  const Dialect& dialect() const override { return kDialect; }
  const std::string& name() const override { return name_; }

 private:
  // For its owner's eyes only; SQLite gives the files beside it the same mode.
  void make_file() const {
    const fs::path folder = fs::path(name_).parent_path();
    std::error_code error;
    if (!folder.empty() && !fs::exists(folder, error)) {
      fs::create_directories(folder, error);
      if (!error) fs::permissions(folder, fs::perms::owner_all, error);
      if (error) {
        throw StoreError{is_out_of_space(error.value()) ? Kind::Full : Kind::Unreachable,
                         "cannot make the folder " + folder.string() + ": " + error.message()};
      }
    }
    // One that is there is not opened: closing it again would take away the locks that another
    // connection of this process has on it, and others would throw away its log
    // (https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_).
    const int file = ::open(name_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    const bool is_there = file < 0 && errno == EEXIST;
    if (is_there && fs::is_directory(name_, error)) errno = EISDIR;
    if (is_there && errno != EISDIR && access(name_.c_str(), R_OK | W_OK) == 0) return;
    if (file < 0) {
      throw StoreError{is_out_of_space(errno) ? Kind::Full : Kind::Unreachable,
                       "cannot open " + name_ + ": " + std::strerror(errno)};
    }
    ::close(file);
  }

  // Readers and a writer at the same time. To change to it nobody else may be at the file, and for
  // that SQLite does not wait by itself. https://www.sqlite.org/wal.html
  void keep_a_log() {
    for (int waited = 0;; waited += kPause) {
      const int result = sqlite3_exec(file_, "PRAGMA journal_mode=WAL", nullptr, nullptr, nullptr);
      if (result == SQLITE_OK) return;
      const int kind = result & 0xFF;
      if ((kind != SQLITE_BUSY && kind != SQLITE_LOCKED) || waited >= kPatience) check(result);
      poll(nullptr, 0, kPause);
    }
  }

  void execute(const char* sql) { check(sqlite3_exec(file_, sql, nullptr, nullptr, nullptr)); }

  sqlite3_stmt* prepared(std::string_view sql) {
    const auto known = statements_.find(sql);
    if (known != statements_.end()) return known->second;
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v3(file_, sql.data(), static_cast<int>(sql.size()),
                             SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    statements_.emplace(sql, statement);
    return statement;
  }

  // $1 is a name to SQLite, and names are numbered in the order in which they are met.
  void bind(sqlite3_stmt* statement, std::size_t number, const Value& value) {
    const std::string name = "$" + std::to_string(number);
    const int place = sqlite3_bind_parameter_index(statement, name.c_str());
    if (place == 0) return;
    switch (value.kind) {
      case Value::Kind::Number:
        return check(sqlite3_bind_int64(statement, place, value.number));
      case Value::Kind::Text:
        // The parameters outlive the statement's run.
        return check(sqlite3_bind_text64(statement, place, value.text.data(), value.text.size(),
                                         nullptr, SQLITE_UTF8));
      case Value::Kind::Nothing:
        return check(sqlite3_bind_null(statement, place));
    }
  }

  static Row row_of(sqlite3_stmt* statement) {
    std::vector<Value> values;
    const int columns = sqlite3_column_count(statement);
    for (int i = 0; i < columns; ++i) {
      switch (sqlite3_column_type(statement, i)) {
        case SQLITE_INTEGER:
          values.emplace_back(std::int64_t{sqlite3_column_int64(statement, i)});
          break;
        case SQLITE_NULL:
          values.emplace_back();
          break;
        default: {
          const auto* text = sqlite3_column_blob(statement, i);
          const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
          values.emplace_back(size == 0 ? std::string()
                                        : std::string(static_cast<const char*>(text), size));
        }
      }
    }
    return Row(std::move(values));
  }

  void check(int result) {
    if (result == SQLITE_OK) return;
    // SQLite itself remembers it only of files that could not be opened.
    const int last = errno;
    const int known = file_ == nullptr ? 0 : sqlite3_system_errno(file_);
    const int system = known != 0 || (result & 0xFF) != SQLITE_IOERR ? known : last;
    throw error_of(result, system);
  }

  StoreError error_of(int result, int system) const {
    const std::string words = file_ == nullptr ? sqlite3_errstr(result) : sqlite3_errmsg(file_);
    const std::string why = system == 0 ? words : std::strerror(system);
    switch (result & 0xFF) {
      case SQLITE_FULL:
        return {Kind::Full, "the disk is full: " + name_ + " cannot be written"};
      case SQLITE_BUSY:
      case SQLITE_LOCKED:
        return {Kind::Busy, "others have been using " + name_ + " for longer than " +
                                std::to_string(kPatience / 1000) + " seconds"};
      case SQLITE_READONLY:
        return {Kind::Unreachable, name_ + " is read-only"};
      case SQLITE_CORRUPT:
        return {Kind::Unusable,
                name_ + " is damaged (" + words + "); move it away, or bring back a copy of it"};
      case SQLITE_NOTADB:
        return {Kind::Unusable, name_ + " is no SQLite file"};
      case SQLITE_IOERR:
        if (is_out_of_space(system))
          return {Kind::Full, "the disk is full: " + name_ + " cannot be written: " + why};
        break;
      default:
        break;
    }
    return {Kind::Unreachable, "cannot use " + name_ + ": " + why};
  }

  std::string name_;
  std::unique_ptr<sqlite3, Closer> handle_;  // closed also when the constructor throws
  sqlite3* file_ = nullptr;
  std::map<std::string, sqlite3_stmt*, std::less<>> statements_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const std::string& path) {
  return std::make_unique<Sqlite>(path);
}

}  // namespace launch::queue
