#include "catalog/pg/pool_state.hpp"

#include <algorithm>

#include "engine/base/expects.hpp"

namespace catalog::pg {

namespace {

using namespace std::chrono_literals;
constexpr std::chrono::milliseconds first_interval = 50ms, longest_interval = 2s;

/// Failures to connect have no SQLSTATE. With one, the server is there and refuses our set-up: waiting helps
/// only if it is going down or full.
bool worth_waiting(std::string_view sqlstate) {
  return sqlstate.empty() || sqlstate.starts_with("08") || sqlstate.starts_with("57P") ||
         sqlstate.starts_with("53");
}

}  // namespace

PoolState::PoolState(std::string conninfo, std::size_t size, Pool::Setup setup, Cleaning cleaning)
    : conninfo_(std::move(conninfo)), size_(size), setup_(std::move(setup)), cleaning_(cleaning) {
  EXPECTS(size > 0);
  numbers_.size = size;
}

std::unique_ptr<Connection> PoolState::take(std::chrono::milliseconds timeout) {
  Clock::time_point const deadline = Clock::now() + timeout;
  std::unique_lock lock(guard_);
  wait_for_place(lock, deadline);
  try {
    std::unique_ptr<Connection> connection = connection_within(lock, deadline);
    ++numbers_.taken;
    return connection;
  } catch (...) {
    leave_place(lock);
    throw;
  }
}

void PoolState::refuse_if_closed() const {
  if (closed_)
    throw engine::Failure(engine::Fault::interrupted, "no database connection: the program is ending");
}

void PoolState::wait_for_place(std::unique_lock<std::mutex>& lock, Clock::time_point deadline) {
  refuse_if_closed();
  std::uint64_t const ticket = next_ticket_++;
  queue_.push_back(ticket);
  auto const my_turn = [&] { return closed_ || (queue_.front() == ticket && numbers_.in_use < size_); };
  if (!my_turn()) ++numbers_.waited;
  bool const came = changed_.wait_until(lock, deadline, my_turn);
  std::erase(queue_, ticket);
  changed_.notify_all();  // the next in the queue may have its turn now
  refuse_if_closed();
  if (!came) {
    ++numbers_.exhausted;
    throw engine::Failure(engine::Fault::missing_resource,
                          size_ == 1 ? "no database connection: the only one is in use - try again later"
                                     : "no database connection: all " + std::to_string(size_) +
                                           " database connections are in use - try again later");
  }
  ++numbers_.in_use;
}

void PoolState::leave_place(std::unique_lock<std::mutex>& lock) {
  if (!lock.owns_lock()) lock.lock();
  --numbers_.in_use;
  changed_.notify_all();
}

std::unique_ptr<Connection> PoolState::idle_connection(std::unique_lock<std::mutex>& lock) {
  std::vector<std::unique_ptr<Connection>> dead;  // destroyed behind the lock
  while (!idle_.empty()) {
    std::unique_ptr<Connection> candidate = std::move(idle_.back());
    idle_.pop_back();
    if (candidate->alive()) return candidate;
    ++numbers_.broken;
    dead.push_back(std::move(candidate));
  }
  lock.unlock();
  dead.clear();
  lock.lock();
  return nullptr;
}

std::unique_ptr<Connection> PoolState::connection_within(std::unique_lock<std::mutex>& lock,
                                                         Clock::time_point deadline) {
  while (true) {
    if (std::unique_ptr<Connection> idle = idle_connection(lock)) return idle;
    if (!numbers_.last_failure.empty() && next_attempt_ > Clock::now()) {
      if (Clock::now() >= deadline)
        throw engine::Failure(engine::Fault::missing_resource, numbers_.last_failure);
      changed_.wait_until(lock, std::min(next_attempt_, deadline),
                          [&] { return closed_ || numbers_.last_failure.empty() || !idle_.empty(); });
      refuse_if_closed();
      continue;
    }
    next_attempt_ =
        Clock::now() + std::max(interval_, first_interval);  // one at a time knocks at a closed door
    lock.unlock();
    try {
      std::unique_ptr<Connection> connection = opened();
      lock.lock();
      ++numbers_.opened;
      numbers_.last_failure.clear();
      interval_ = 0ms;
      changed_.notify_all();
      return connection;
    } catch (SqlFailure const& failure) {
      lock.lock();
      note_failure(failure.what());
      if (!worth_waiting(failure.sqlstate())) throw;
      refuse_if_closed();
    }
  }
}

std::unique_ptr<Connection> PoolState::opened() {
  auto connection = std::make_unique<Connection>(conninfo_);
  if (setup_) setup_(*connection);
  return connection;
}

void PoolState::note_failure(std::string const& message) {
  ++numbers_.failed_attempts;
  numbers_.last_failure = message;
  interval_ = std::clamp(interval_ * 2, first_interval, longest_interval);
  next_attempt_ = Clock::now() + interval_;
}

bool PoolState::cleaned(Connection& connection) const {
  if (cleaning_ == Cleaning::light) return connection.settle();
  if (!connection.clean()) return false;
  if (setup_) setup_(connection);
  return true;
}

void PoolState::give_back(std::unique_ptr<Connection> connection) noexcept {
  bool usable = false;
  try {
    usable = !closed() && cleaned(*connection);
  } catch (std::exception const&) {
    usable = false;
  }
  std::unique_lock lock(guard_);
  if (usable && !closed_)
    idle_.push_back(std::move(connection));
  else if (!closed_)
    ++numbers_.broken;
  --numbers_.in_use;
  changed_.notify_all();
  lock.unlock();
  connection.reset();
}

bool PoolState::closed() const {
  std::lock_guard const lock(guard_);
  return closed_;
}

void PoolState::close() {
  std::vector<std::unique_ptr<Connection>> idle;
  {
    std::lock_guard const lock(guard_);
    closed_ = true;
    idle.swap(idle_);
  }
  changed_.notify_all();
}

PoolStatistics PoolState::statistics() const {
  std::lock_guard const lock(guard_);
  PoolStatistics numbers = numbers_;
  numbers.idle = idle_.size();
  numbers.waiting = queue_.size();
  return numbers;
}

}  // namespace catalog::pg
