/// How often something may happen for each of many keys, in memory of a fixed size.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "uws/identity/identity_rules.hpp"

namespace uws {

/// A token bucket per key, kept as the time at which it will be full again (the generic cell rate algorithm).
/// A full bucket is the same as none, so what was quiet for a while costs nothing; when a table is crowded,
/// the fullest bucket of eight gives way. Thread-safe.
class RateTable {
 public:
  using Clock = std::chrono::steady_clock;
  /// 16 bytes per slot. The table is no smaller than eight slots.
  explicit RateTable(Rate rate, std::size_t slots = 1 << 14);

  /// Takes one token; nothing if there was one, else how long until there will be (and none is taken).
  std::optional<std::chrono::nanoseconds> take(std::string_view key, Clock::time_point now = Clock::now());
  /// Puts one back.
  void give_back(std::string_view key, Clock::time_point now = Clock::now());

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::int64_t full_at = 0;  ///< ns of the clock
  };
  static constexpr std::size_t ways = 8, locks = 64;
  Slot* slot_of(std::uint64_t key, std::int64_t now);
  std::mutex& lock_of(std::uint64_t key);

  bool const limited_;
  std::int64_t const per_token_, capacity_;  ///< ns
  std::vector<Slot> slots_;
  std::array<std::mutex, locks> mutexes_;
};

/// One key for each network that an attacker gets whole: the address, or the /64 of an IPv6 address.
std::string rate_key_of_address(std::string const& address);

}  // namespace uws
