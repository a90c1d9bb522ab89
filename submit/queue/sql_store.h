// The store in SQL: one set of statements for SQLite and PostgreSQL.
#pragma once

#include <mutex>
#include <utility>

#include "submit/queue/database.h"
#include "submit/queue/store.h"

namespace launch::queue {

class SqlStore final : public Store {
 public:
  SqlStore(std::unique_ptr<Database> database, std::function<Time()> now);

  bool add_queue(const std::string& name, const QueueChange& change) override;
  std::vector<Queue> queues() override;
  void remove_queue(const std::string& name) override;
  void pause(const std::string& name, bool paused) override;

  Put put(const NewEntry& what, bool rerun) override;
  std::optional<Entry> find(const std::string& queue, const std::string& digest) override;
  std::vector<Entry> list(const Filter& filter) override;
  Entry entry(std::int64_t id) override;
  Entry move(std::int64_t id, const std::optional<std::string>& queue,
             std::optional<Priority> priority) override;
  Entry remove(std::int64_t id) override;
  Entry retry(std::int64_t id) override;

  std::optional<Agent> sign_on(const Agent& agent, std::chrono::milliseconds lease) override;
  void sign_off(const Agent& agent) override;
  std::vector<Agent> agents() override;
  std::optional<Entry> take(const std::vector<std::string>& queues, const Agent& agent,
                            std::chrono::milliseconds lease) override;
  Hold extend(std::int64_t id, Token token, std::chrono::milliseconds lease) override;
  Hold started(std::int64_t id, Token token, const std::string& submission) override;
  Hold built(std::int64_t id, Token token, const std::string& payload) override;
  Hold say(std::int64_t id, Token token, const std::string& words) override;
  bool finish(std::int64_t id, Token token, Outcome outcome, const std::string& words) override;
  bool give_back(std::int64_t id, Token token, bool preempted, const std::string& words) override;

  std::optional<std::string> clock_trouble() override;
  std::string name() const override { return database_->name(); }

 private:
  // What a transaction knows of the time.
  struct Moment {
    std::int64_t clock = 0;  // for people
    std::int64_t own = 0;    // the store's, which never goes back; leases go by it
    bool again = false;      // an earlier try may have been heard
  };
  // Whose turn it is, and by what rule.
  struct Turn {
    std::string queue, agent;
    Token token = 0;
    std::int64_t lease = 0;
    bool overdue = false;
    bool fair = false;
  };

  template <typename Work>
  auto transact(Work&& work);
  template <typename Work>
  auto reading(Work&& work);

  static constexpr int kMostTries = 30;
  void reconnect(const ConnectionLost& lost, int tries);
  Rows run(std::string_view sql, std::initializer_list<Value> parameters);
  Moment look_at_the_clock();
  void notice(std::int64_t clock, std::int64_t seen);

  std::int64_t next_place(const std::string& queue);
  [[noreturn]] void refuse_unknown(const std::string& queue);
  Entry found(std::int64_t id, bool with_payload);
  Entry locked(std::int64_t id);  // nobody changes it before the transaction ends
  std::vector<Need> open_of(const std::vector<Need>& needs);
  void hold(std::int64_t id, const std::vector<Need>& open);
  Entry put_held_again(const Entry& entry, const std::vector<Need>& open);
  void let_go(std::int64_t producer);
  void add_waits(std::vector<Entry>& entries, const std::optional<std::string>& queue);
  void refuse_needed(const std::string& queue);
  void look_how_far_ahead();
  std::optional<Entry> of_spec(const std::string& queue, const std::string& digest);

  std::optional<Entry> take_from(const std::string& queue, const Agent& agent,
                                 std::chrono::milliseconds lease);
  std::optional<Entry> take_next(const Turn& turn, const Moment& moment);
  std::optional<Entry> give(std::int64_t id, const Turn& turn, const Moment& moment);
  std::optional<std::int64_t> next_of(const Turn& turn, const Moment& moment);
  static Hold hold_of(const Rows& rows);

  std::unique_ptr<Database> database_;
  std::function<Time()> now_;
  std::mutex mutex_;
  std::int64_t ahead_ = 0;  // of the last look at the clock
  std::optional<std::string> trouble_;
};

}  // namespace launch::queue
