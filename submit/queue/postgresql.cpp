#include "submit/queue/postgresql.h"

#include <libpq-fe.h>

#include <array>
#include <charconv>
#include <map>
#include <thread>

#include "submit/queue/address.h"
#include "submit/queue/store.h"

namespace launch::queue {
namespace {

using Kind = StoreError::Kind;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

// A server that is started again takes some seconds.
constexpr milliseconds kPatience = std::chrono::seconds(30);
// Who only begins, and has perhaps a wrong address, is told sooner.
constexpr milliseconds kFirstPatience = std::chrono::seconds(3);
constexpr milliseconds kLongestPause = std::chrono::seconds(2);

// Tables made by two at the same time; any number that nobody else uses.
constexpr std::string_view kLockAll = "SELECT CAST(pg_advisory_xact_lock(7310861) AS TEXT)";

constexpr Dialect kDialect{
    "BEGIN", "COALESCE(CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT), $1)",
    "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", " FOR UPDATE", " FOR UPDATE SKIP LOCKED"};

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Result = std::unique_ptr<PGresult, Clear>;

// Types by number, as in PostgreSQL's src/include/catalog/pg_type.dat.
constexpr Oid kBool = 16;
bool is_number(Oid type) {
  constexpr Oid kInt8 = 20;
  constexpr Oid kInt2 = 21;
  constexpr Oid kInt4 = 23;
  return type == kInt8 || type == kInt2 || type == kInt4;
}

class Postgresql final : public Database {
 public:
  explicit Postgresql(const std::string& address)
      : address_(address), name_(without_password(address)) {
    wait_for_it(kFirstPatience);
  }

  Rows run(std::string_view sql, std::span<const Value> parameters) override {
    const std::string& statement = prepared(sql);
    std::vector<std::string> numbers(parameters.size());
    std::vector<const char*> values(parameters.size(), nullptr);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const Value& value = parameters[i];
      if (value.kind == Value::Kind::Number) numbers[i] = std::to_string(value.number);
      if (value.kind == Value::Kind::Number) values[i] = numbers[i].c_str();
      if (value.kind == Value::Kind::Text) values[i] = value.text.c_str();
    }
    const Result result(PQexecPrepared(connection_.get(), statement.c_str(),
                                       static_cast<int>(values.size()), values.data(), nullptr,
                                       nullptr, 0));
    check(result.get());
    return rows_of(result.get());
  }

  void roll_back() override {
    if (PQtransactionStatus(connection_.get()) == PQTRANS_IDLE) return;
    const Result result(PQexec(connection_.get(), "ROLLBACK"));
  }

  void reconnect() override { wait_for_it(kPatience); }

  // Others may keep their tables beside ours.
  bool is_foreign() override { return false; }
  bool has_tables() override {
    return !run("SELECT 1 WHERE to_regclass('launch_store') IS NOT NULL", {}).empty();
  }
  void lock_all() override { run(kLockAll, {}); }
  const Dialect& dialect() const override { return kDialect; }
  const std::string& name() const override { return name_; }

 private:
  // Why it could not, or nothing. What the address says about any of these goes before ours.
  // https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
  std::string connect() {
    statements_.clear();
    constexpr std::array<const char*, 6> kNames{
        "connect_timeout", "tcp_user_timeout", "fallback_application_name",
        "client_encoding", "dbname",           nullptr};
    const std::array<const char*, 6> values{"10",   "30000",          "launch",
                                            "UTF8", address_.c_str(), nullptr};
    connection_.reset(PQconnectdbParams(kNames.data(), values.data(), 1));
    if (PQstatus(connection_.get()) != CONNECTION_OK) return words();
    PQsetNoticeProcessor(
        connection_.get(), [](void*, const char*) {}, nullptr);
    // A commit is on the disk when it returns, whatever the server's usual way; nobody's lock is
    // waited for without end, and who falls asleep with one loses it.
    for (const char* setting : {"SET synchronous_commit = on", "SET lock_timeout = '20s'",
                                "SET idle_in_transaction_session_timeout = '10s'"}) {
      const Result result(PQexec(connection_.get(), setting));
      if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) return words();
    }
    return {};
  }

  // What the server or libpq said, without the password: libpq repeats an address that it cannot
  // read.
  std::string words() const {
    std::string text = PQerrorMessage(connection_.get());
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
    return redacted(text, address_);
  }

  void wait_for_it(milliseconds patience) {
    const Clock::time_point deadline = Clock::now() + patience;
    milliseconds pause{100};
    for (;;) {
      const std::string why = connect();
      if (why.empty()) return;
      if (Clock::now() >= deadline) fail(why);
      std::this_thread::sleep_for(pause);
      pause = std::min(pause * 2, kLongestPause);
    }
  }

  [[noreturn]] void fail(const std::string& why) const {
    throw StoreError{Kind::Unreachable, "cannot reach " + name_ + ": " + why};
  }

  const std::string& prepared(std::string_view sql) {
    const auto known = statements_.find(sql);
    if (known != statements_.end()) return known->second;
    const std::string name = "launch" + std::to_string(statements_.size());
    const std::string text(sql);
    const Result result(PQprepare(connection_.get(), name.c_str(), text.c_str(), 0, nullptr));
    check(result.get());
    return statements_.emplace(text, name).first->second;
  }

  // https://www.postgresql.org/docs/current/errcodes-appendix.html
  void check(const PGresult* result) const {
    const ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
    const char* field = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const std::string_view code = field == nullptr ? "" : field;
    // What libpq itself says has no code: it could not send, say, and has not noticed yet that
    // nobody is there. 25P03 is who slept inside a transaction.
    const bool stopping = code.empty() || code.starts_with("57P") || code.starts_with("08");
    const bool lost = PQstatus(connection_.get()) != CONNECTION_OK || stopping || code == "25P03";
    if (lost) throw ConnectionLost{words()};
    if (code == "40001" || code == "40P01") throw Undone{};
    if (code == "55P03") {
      throw StoreError{Kind::Busy,
                       "others have been using " + name_ + " for longer than 20 seconds"};
    }
    if (code.starts_with("53"))
      throw StoreError{Kind::Full, name_ + " has no room left: " + words()};
    if (code == "25006") throw StoreError{Kind::Unreachable, name_ + " is read-only"};
    throw StoreError{Kind::Unreachable, "cannot use " + name_ + ": " + words()};
  }

  static Rows rows_of(const PGresult* result) {
    Rows rows;
    const int columns = PQnfields(result);
    for (int row = 0; row < PQntuples(result); ++row) {
      std::vector<Value> values;
      for (int column = 0; column < columns; ++column) {
        values.push_back(PQgetisnull(result, row, column) != 0 ? Value()
                                                               : value_of(result, row, column));
      }
      rows.emplace_back(std::move(values));
    }
    return rows;
  }

  static Value value_of(const PGresult* result, int row, int column) {
    const std::string_view text(PQgetvalue(result, row, column),
                                static_cast<std::size_t>(PQgetlength(result, row, column)));
    const Oid type = PQftype(result, column);
    if (type == kBool) return std::int64_t{text == "t" ? 1 : 0};
    if (!is_number(type)) return std::string(text);
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
  }

  std::string address_, name_;
  std::unique_ptr<PGconn, Clear> connection_;
  std::map<std::string, std::string, std::less<>> statements_;
};

}  // namespace

std::unique_ptr<Database> open_postgresql(const std::string& address) {
  return std::make_unique<Postgresql>(address);
}

}  // namespace launch::queue
