#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "engine/parallel/threads.hpp"
#include "tests/engine/parallel/world.hpp"

using namespace engine;

TEST_CASE("the root's text reaches every rank, empty or long") {
  Communicator const& ranks = *world_of_test;
  for (std::size_t const length : {std::size_t{0}, std::size_t{1}, std::size_t{100000}}) {
    std::string text = ranks.is_root() ? std::string(length, 'x') : "something else";
    ranks.broadcast(text);
    CHECK(text == std::string(length, 'x'));
  }
}

TEST_CASE("gathered texts come in the order of ranks, to every rank") {
  Communicator const& ranks = *world_of_test;
  std::vector<std::string> const all = ranks.gather(std::string(static_cast<std::size_t>(ranks.rank()), 'r'));
  REQUIRE(all.size() == static_cast<std::size_t>(ranks.size()));
  for (std::size_t rank = 0; rank < all.size(); ++rank) CHECK(all[rank] == std::string(rank, 'r'));
}

TEST_CASE("counts of all ranks add up at the root, also beyond one slice") {
  Communicator const& ranks = *world_of_test;
  std::vector<std::uint32_t> counts(600001);
  std::iota(counts.begin(), counts.end(), 0U);
  ranks.sum_to_root(counts);
  auto const size = static_cast<std::uint32_t>(ranks.size());
  bool right = true;
  for (std::uint32_t i = 0; ranks.is_root() && i < counts.size(); ++i) right = right && counts[i] == i * size;
  CHECK(right);
}

TEST_CASE("a failure on one rank is thrown on all of them, naming the rank") {
  Communicator const& ranks = *world_of_test;
  int const failing = ranks.size() - 1;
  auto const mine = trouble_in([&] {
    if (ranks.rank() == failing) throw Failure(Fault::bad_data, "this run is broken");
  });
  try {
    throw_if_any_failed(ranks, mine);
    FAIL("nothing was thrown");
  } catch (Failure const& failure) {
    CHECK(failure.fault() == Fault::bad_data);
    std::string const named = ranks.size() == 1 ? "" : "rank " + std::to_string(failing) + ": ";
    CHECK(std::string(failure.what()) == named + "this run is broken");
  }
  CHECK_NOTHROW(throw_if_any_failed(ranks, std::nullopt));
}

TEST_CASE("one yes among the ranks is a yes for all") {
  Communicator const& ranks = *world_of_test;
  CHECK(ranks.any(ranks.rank() == ranks.size() - 1));
  CHECK_FALSE(ranks.any(false));
}

TEST_CASE("a message takes some time, and every rank learns the same") {
  Communicator const& ranks = *world_of_test;
  if (ranks.size() < 2) return;
  int const last = ranks.size() - 1;
  for (std::size_t const bytes : {std::size_t{0}, std::size_t{8}, std::size_t{1} << 20}) {
    double const seconds = ranks.ping(last, 0, bytes, 3);
    CHECK(seconds > 0);
    CHECK(seconds < 10);
    for (std::string const& other : ranks.gather(std::to_string(seconds)))
      CHECK(other == std::to_string(seconds));
  }
}

TEST_CASE("on one machine all clocks are the same clock") {
  Communicator const& ranks = *world_of_test;
  for (int rank = 0; rank < ranks.size(); ++rank) {
    ClockOffset const offset = ranks.clock_of(rank);
    CHECK(std::abs(offset.ahead_s) <= offset.uncertainty_s + 1e-6);
    CHECK(offset.uncertainty_s < 10);
  }
}

TEST_CASE("ranks that may use the same processors share them evenly") {
  Communicator const& ranks = *world_of_test;
  // Unbound, as these tests are started.
  int const usable = usable_processors();
  CHECK(ranks.processors() == std::max(1, usable / ranks.size()));
}
