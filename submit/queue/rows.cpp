#include "submit/queue/rows.h"

#include <algorithm>

namespace launch::queue {
namespace {

Time time_of(std::int64_t milliseconds) { return Time(std::chrono::milliseconds(milliseconds)); }

std::optional<Time> time_in(const Row& row, std::size_t column, std::int64_t ahead) {
  if (row.is_null(column)) return std::nullopt;
  return time_of(row.number(column) - ahead);
}

}  // namespace

Entry entry_of(const Row& row, std::int64_t ahead) {
  Entry entry;
  std::size_t column = 0;
  const auto number = [&] { return row.number(column++); };
  const auto text = [&] { return row.text(column++); };
  entry.id = number();
  entry.what.queue = text();
  entry.what.priority = static_cast<Priority>(std::clamp<std::int64_t>(number(), 0, 3));
  entry.state = entry_state_named(text()).value_or(EntryState::Failed);
  entry.what.entity = text();
  entry.what.job = text();
  entry.what.file = text();
  entry.what.target = text();
  entry.what.digest = text();
  entry.what.run_id = text();
  entry.attempt = static_cast<int>(number());
  entry.resumes = static_cast<int>(number());
  entry.stop_asked = number() != 0;
  entry.token = number();
  entry.agent = text();
  entry.submission = text();
  entry.words = text();
  entry.put = time_of(number());
  entry.taken = time_in(row, column++, 0);
  entry.ended = time_in(row, column++, 0);
  entry.lease_end = time_in(row, column++, ahead);
  if (!row.is_null(column)) entry.again = static_cast<int>(row.number(column));
  return entry;
}

}  // namespace launch::queue
