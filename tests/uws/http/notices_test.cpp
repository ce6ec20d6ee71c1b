#include "uws/http/notices.hpp"

#include <atomic>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

using uws::http::Notices;

TEST_CASE("a notice wakes everyone who waits for its topic, once") {
  Notices notices;
  int a = 0, b = 0;
  auto const first = notices.wait_for("job 1", notices.now(), [&] { ++a; });
  auto const second = notices.wait_for("job 1", notices.now(), [&] { ++a; });
  auto const other = notices.wait_for("job 2", notices.now(), [&] { ++b; });
  CHECK(notices.waiting() == 3);
  notices.notify("job 1");
  notices.notify("job 1");
  CHECK(a == 2);
  CHECK(b == 0);
  CHECK(notices.waiting() == 1);
}

TEST_CASE("a notice between looking and waiting is not lost") {
  Notices notices;
  auto const seen = notices.now();
  notices.notify("job");
  int woken = 0;
  auto const waiting = notices.wait_for("job", seen, [&] { ++woken; });
  CHECK(woken == 1);
  auto const later = notices.wait_for("job", notices.now(), [&] { ++woken; });
  CHECK(woken == 1);
}

TEST_CASE("who has ended the waiting is not woken") {
  Notices notices;
  int woken = 0;
  {
    auto const waiting = notices.wait_for("job", notices.now(), [&] { ++woken; });
    auto moved = notices.wait_for("job", notices.now(), [&] { ++woken; });
    auto const kept = std::move(moved);
    moved.end();
    CHECK(notices.waiting() == 2);
  }
  CHECK(notices.waiting() == 0);
  notices.notify("job");
  CHECK(woken == 0);
}

TEST_CASE("threads that wait and threads that notify miss nothing") {
  Notices notices;
  std::atomic<int> value{0};
  std::atomic<int> done{0};
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      while (true) {
        auto const seen = notices.now();
        if (value >= 1000) break;
        std::atomic<bool> woken{false};
        auto const waiting = notices.wait_for("value", seen, [&] {
          woken = true;
          woken.notify_one();
        });
        woken.wait(false);
      }
      ++done;
    });
  for (int i = 0; i < 1000; ++i) {
    ++value;
    notices.notify("value");
  }
  threads.clear();
  CHECK(done == 4);
}
