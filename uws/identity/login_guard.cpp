#include "uws/identity/login_guard.hpp"

#include "uws/identity/password.hpp"
#include "uws/identity/too_many.hpp"

namespace uws {
namespace {

constexpr std::size_t most_known = 20000;

std::string pair_digest(std::string const& user, std::string const& address) {
  return memory_digest(address + '\0' + user);
}

[[noreturn]] void refuse(std::chrono::nanoseconds wait) {
  auto const seconds = std::chrono::ceil<std::chrono::seconds>(wait);
  throw TooMany(429,
                "too many failed logins - try again in " + std::to_string(seconds.count()) +
                    " s; sessions and tokens that are open work meanwhile",
                seconds);
}

}  // namespace

LoginGuard::LoginGuard(LoginRules const& rules) : accounts_(rules.account), addresses_(rules.address) {}

std::string LoginGuard::account_key(std::string const& user, std::string const& address) {
  auto pair = pair_digest(user, address);
  std::lock_guard const lock(mutex_);
  return known_.contains(pair) ? pair : user;
}

void LoginGuard::attempt(std::string const& user, std::string const& address) {
  auto const place = rate_key_of_address(address);
  auto const account = account_key(user, place);
  if (auto const wait = addresses_.take(place)) refuse(*wait);
  if (auto const wait = accounts_.take(account)) {
    addresses_.give_back(place);
    refuse(*wait);
  }
}

void LoginGuard::succeeded(std::string const& user, std::string const& address) {
  auto const place = rate_key_of_address(address);
  accounts_.give_back(account_key(user, place));
  addresses_.give_back(place);
  std::lock_guard const lock(mutex_);
  if (known_.size() >= most_known) known_.clear();
  known_.insert(pair_digest(user, place));
}

}  // namespace uws
