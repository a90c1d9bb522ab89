#include "cli/agent/leases.h"

#include <algorithm>

namespace launch::cli {

Leases::Leases(Yard& yard, std::unique_ptr<queue::Store> store, queue::Agent agent)
    : yard_(yard),
      store_(std::move(store)),
      agent_(std::move(agent)),
      thread_([this] { keep(); }) {}

Leases::~Leases() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

std::shared_ptr<Lease> Leases::add(std::int64_t id, queue::Token token) {
  auto lease = std::make_shared<Lease>();
  lease->id = id;
  lease->token = token;
  const std::lock_guard lock(mutex_);
  leases_.push_back(lease);
  return lease;
}

void Leases::remove(const std::shared_ptr<Lease>& lease) {
  const std::lock_guard lock(mutex_);
  leases_.remove(lease);
}

std::vector<std::shared_ptr<Lease>> Leases::all() const {
  const std::lock_guard lock(mutex_);
  return {leases_.begin(), leases_.end()};
}

// Some failed calls are borne before a lease is over.
void Leases::keep() {
  constexpr int kPerLease = 5;
  const std::chrono::milliseconds pace = yard_.settings.lease / kPerLease;
  std::unique_lock lock(mutex_);
  while (!changed_.wait_for(lock, pace, [this] { return ends_; })) {
    lock.unlock();
    renew();
    lock.lock();
  }
}

void Leases::renew() {
  try {
    if (const auto other = store_->sign_on(agent_, yard_.settings.lease)) {
      yard_.log.say(Level::Error,
                    "another agent has the name " + agent_.name + ": " + other->where);
    }
    for (const std::shared_ptr<Lease>& lease : all()) {
      const queue::Hold before = lease->hold;
      const queue::Hold hold = store_->extend(lease->id, lease->token, yard_.settings.lease);
      lease->hold = hold;
      if (hold != before) yard_.ring();
    }
    if (const auto trouble = store_->clock_trouble()) yard_.log.say(Level::Warning, *trouble);
    yard_.store_answers();
  } catch (const queue::StoreError& error) {
    yard_.store_fails(error);
  }
}

}  // namespace launch::cli
