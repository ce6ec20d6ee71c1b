#include "uws/identity/rate_table.hpp"

#include <algorithm>
#include <cstring>

#include <arpa/inet.h>

#include "uws/identity/password.hpp"

namespace uws {
namespace {

constexpr double ns_per_minute = 60e9;

/// Keyed, so that nobody outside can make keys that fall together.
std::uint64_t hash_of(std::string_view key) {
  std::string const digest = memory_digest(key);
  std::uint64_t hash = 0;
  std::memcpy(&hash, digest.data(), sizeof(hash));
  return hash == 0 ? 1 : hash;
}

std::int64_t ns_of(RateTable::Clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
}

}  // namespace

RateTable::RateTable(Rate rate, std::size_t slots)
    : limited_(rate.per_minute > 0),
      per_token_(limited_ ? static_cast<std::int64_t>(ns_per_minute / rate.per_minute) : 0),
      capacity_(static_cast<std::int64_t>(static_cast<double>(per_token_) * std::max(rate.burst, 1.0))),
      slots_(limited_ ? std::max(slots / ways, std::size_t{1}) * ways : 0) {}

std::mutex& RateTable::lock_of(std::uint64_t key) { return mutexes_[key % (slots_.size() / ways) % locks]; }

RateTable::Slot* RateTable::slot_of(std::uint64_t key, std::int64_t now) {
  auto const first = slots_.data() + key % (slots_.size() / ways) * ways;
  auto const last = first + ways;
  auto const found = std::find_if(first, last, [key](Slot const& slot) { return slot.key == key; });
  if (found != last) return found;
  auto const fullest =
      std::min_element(first, last, [](Slot const& a, Slot const& b) { return a.full_at < b.full_at; });
  *fullest = {key, now};
  return fullest;
}

std::optional<std::chrono::nanoseconds> RateTable::take(std::string_view key, Clock::time_point time) {
  if (!limited_) return std::nullopt;
  auto const now = ns_of(time);
  auto const hash = hash_of(key);
  std::lock_guard const lock(lock_of(hash));
  Slot& slot = *slot_of(hash, now);
  auto const full_at = std::max(slot.full_at, now) + per_token_;
  if (full_at - now > capacity_) return std::chrono::nanoseconds(full_at - now - capacity_);
  slot.full_at = full_at;
  return std::nullopt;
}

void RateTable::give_back(std::string_view key, Clock::time_point time) {
  if (!limited_) return;
  auto const hash = hash_of(key);
  std::lock_guard const lock(lock_of(hash));
  slot_of(hash, ns_of(time))->full_at -= per_token_;
}

std::string rate_key_of_address(std::string const& address) {
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return address;
  std::string key = "v6 ";
  for (std::size_t i = 0; i < 8; ++i) key += static_cast<char>(bytes[i]);
  return key;
}

}  // namespace uws
