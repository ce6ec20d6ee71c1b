#include "engine/parallel/threads.hpp"

#include <algorithm>
#include <atomic>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <sched.h>

using namespace engine;

TEST_CASE("every item is worked on exactly once, by a thread whose number is in range") {
  for (int const threads : {1, 2, 3, 8})
    for (std::size_t const items : {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{1000}}) {
      std::vector<std::atomic<int>> visits(items);
      std::atomic<bool> in_range{true};
      for_each_item(items, threads, [&](std::size_t item, int thread) {
        visits[item].fetch_add(1);
        if (thread < 0 || thread >= threads) in_range = false;
      });
      CHECK(in_range);
      for (std::atomic<int> const& n : visits) CHECK(n == 1);
    }
}

TEST_CASE("an exception of the work reaches the caller, and no new item is begun after it") {
  for (int const threads : {1, 4}) {
    std::atomic<int> begun{0};
    auto const work = [&](std::size_t item, int) {
      ++begun;
      if (item == 3) throw std::runtime_error("item 3");
    };
    CHECK_THROWS_WITH_AS(for_each_item(100000, threads, work), "item 3", std::runtime_error);
    // With several threads the others may have taken any number before the failure was seen.
    if (threads == 1) CHECK(begun == 4);
  }
}

TEST_CASE("of several exceptions the one of the lowest item is thrown") {
  std::atomic<int> waiting{0};
  auto const work = [&](std::size_t item, int) {
    // Both items fail, surely at the same time: each waits until the other has begun.
    ++waiting;
    while (waiting < 2) {
    }
    throw std::runtime_error("item " + std::to_string(item));
  };
  CHECK_THROWS_WITH_AS(for_each_item(2, 2, work), "item 0", std::runtime_error);
}

TEST_CASE("there is at least one processor, and each has one number") {
  CHECK(usable_processors() >= 1);
  std::vector<int> const list = usable_processor_list();
  CHECK(list.size() == static_cast<std::size_t>(usable_processors()));
  CHECK(std::adjacent_find(list.begin(), list.end(), std::greater_equal<>{}) == list.end());
}

TEST_CASE("a process bound to one processor sees that one, and so do its threads") {
  std::vector<int> const before = usable_processor_list();
  cpu_set_t mask;
  CPU_ZERO(&mask);
  CPU_SET(static_cast<std::size_t>(before.back()), &mask);
  REQUIRE(sched_setaffinity(0, sizeof mask, &mask) == 0);
  CHECK(usable_processor_list() == std::vector<int>{before.back()});
  CHECK(processors_of_threads(1) == std::vector<std::vector<int>>{{before.back()}});
  CPU_ZERO(&mask);
  for (int const processor : before) CPU_SET(static_cast<std::size_t>(processor), &mask);
  REQUIRE(sched_setaffinity(0, sizeof mask, &mask) == 0);
  CHECK(usable_processor_list() == before);
}
