// What SQLite and PostgreSQL have in common, as far as the store needs it: statements with
// parameters $1, $2 …, and their answers.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace launch::queue {

// Nothing, a number or a text.
struct Value {
  enum class Kind : std::uint8_t { Nothing, Number, Text };
  Value() = default;
  Value(std::int64_t value) : kind(Kind::Number), number(value) {}
  Value(std::string value) : kind(Kind::Text), text(std::move(value)) {}
  Kind kind = Kind::Nothing;
  std::int64_t number = 0;
  std::string text;
};

class Row {
 public:
  explicit Row(std::vector<Value> values) : values_(std::move(values)) {}
  std::size_t size() const { return values_.size(); }
  bool is_null(std::size_t column) const { return values_.at(column).kind == Value::Kind::Nothing; }
  std::int64_t number(std::size_t column) const { return values_.at(column).number; }
  const std::string& text(std::size_t column) const { return values_.at(column).text; }

 private:
  std::vector<Value> values_;
};

using Rows = std::vector<Row>;

// Where the two differ.
struct Dialect {
  std::string_view begin;        // a transaction that will write
  std::string_view clock;        // milliseconds since 1970, UTC; $1 is our own clock
  std::string_view identity;     // a column that numbers rows
  std::string_view lock;         // behind a SELECT: nobody else changes these rows before we end
  std::string_view lock_unused;  // and those that somebody else has locked are passed over
};

// The server is gone, or was for a moment: what was begun has been undone, and a COMMIT may have
// been heard or not.
struct ConnectionLost {
  std::string why;
};
// Two transactions waited for each other, and this one was undone.
struct Undone {};

class Database {
 public:
  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  virtual ~Database() = default;

  // Throws StoreError, ConnectionLost and Undone.
  virtual Rows run(std::string_view sql, std::span<const Value> parameters) = 0;
  // After an error; throws nothing.
  virtual void roll_back() = 0;
  // Throws StoreError when the server is still not there.
  virtual void reconnect() = 0;
  // Whether somebody else's tables, and not ours, are in it.
  virtual bool is_foreign() = 0;
  // Whether ours are in it, of whatever version.
  virtual bool has_tables() = 0;
  // Until the transaction ends, for making tables.
  virtual void lock_all() = 0;
  virtual const Dialect& dialect() const = 0;
  virtual const std::string& name() const = 0;
};

}  // namespace launch::queue
