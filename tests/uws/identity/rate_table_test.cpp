#include "uws/identity/rate_table.hpp"

#include <random>

#include <doctest/doctest.h>

#include "uws/identity/login_guard.hpp"
#include "uws/identity/too_many.hpp"

namespace {

using namespace uws;
using namespace std::chrono_literals;

RateTable::Clock::time_point const start = RateTable::Clock::now();

TEST_CASE("after a pause there is the whole burst, then one token per interval") {
  RateTable table({.per_minute = 60, .burst = 5});
  for (int i = 0; i < 5; ++i) CHECK(!table.take("a", start));
  auto const wait = table.take("a", start);
  REQUIRE(wait);
  CHECK(*wait == 1s);
  CHECK(table.take("a", start + 999ms));
  CHECK(!table.take("a", start + 1s));
  CHECK(table.take("a", start + 1s));
  for (int i = 0; i < 5; ++i) CHECK(!table.take("a", start + 1h));
  CHECK(table.take("a", start + 1h));
}

TEST_CASE("in the long run never more than the rate, whatever the pattern") {
  RateTable table({.per_minute = 600, .burst = 7});
  std::mt19937 random(1);
  std::uniform_int_distribution<int> step(0, 40);
  auto now = start;
  int taken = 0;
  for (int i = 0; i < 20000; ++i) {
    now += std::chrono::milliseconds(step(random));
    taken += !table.take("x", now);
  }
  auto const most = 7 + 10 * std::chrono::duration<double>(now - start).count();
  CHECK(taken <= most + 1);
  CHECK(taken > 0.9 * most);
}

TEST_CASE("keys do not touch each other, and what is given back can be taken again") {
  RateTable table({.per_minute = 1, .burst = 1});
  CHECK(!table.take("a", start));
  CHECK(!table.take("b", start));
  CHECK(table.take("a", start));
  table.give_back("a", start);
  CHECK(!table.take("a", start));
}

TEST_CASE("no limit: always") {
  RateTable table({});
  for (int i = 0; i < 1000; ++i) CHECK(!table.take("a", start));
  table.give_back("a", start);
}

TEST_CASE("a small table forgets, but never is harder than the rate, and does not forget the busiest first") {
  RateTable table({.per_minute = 6, .burst = 100}, 8);
  for (int i = 0; i < 100; ++i) CHECK(!table.take("busy", start));
  for (int i = 0; i < 10000; ++i) CHECK(!table.take("one of many " + std::to_string(i), start));
  CHECK(table.take("busy", start));
}

TEST_CASE("a network of IPv6 is one key, an address of IPv4 is one") {
  CHECK(rate_key_of_address("2001:db8:1:2::1") == rate_key_of_address("2001:db8:1:2:ffff::9"));
  CHECK(rate_key_of_address("2001:db8:1:2::1") != rate_key_of_address("2001:db8:1:3::1"));
  CHECK(rate_key_of_address("192.0.2.1") != rate_key_of_address("192.0.2.2"));
  CHECK(rate_key_of_address("unix") == "unix");
}

TEST_CASE("guessing gets slow for everybody but the owner at the usual place") {
  LoginGuard guard({.account = {0.001, 3}, .address = {0.001, 100}});
  guard.attempt("alice", "192.0.2.7");
  guard.succeeded("alice", "192.0.2.7");
  for (int i = 0; i < 3; ++i) guard.attempt("alice", "198.51.100." + std::to_string(i));
  CHECK_THROWS_AS(guard.attempt("alice", "198.51.100.9"), TooMany);
  CHECK_NOTHROW(guard.attempt("alice", "192.0.2.7"));
  CHECK_NOTHROW(guard.attempt("bob", "198.51.100.9"));
}

TEST_CASE("one address cannot guess for many names, and a success costs nothing") {
  LoginGuard guard({.account = {0.001, 3}, .address = {0.001, 10}});
  for (int i = 0; i < 50; ++i) {
    guard.attempt("carol", "192.0.2.1");
    guard.succeeded("carol", "192.0.2.1");
  }
  for (int i = 0; i < 10; ++i) guard.attempt("name" + std::to_string(i), "192.0.2.1");
  CHECK_THROWS_AS(guard.attempt("another", "192.0.2.1"), TooMany);
}

}  // namespace
