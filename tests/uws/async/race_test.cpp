#include <doctest/doctest.h>

#include "tests/uws/async/web.hpp"

using namespace test_async;
using jobs::Phase;

TEST_CASE("parameters posted by many at once are all there in the end") {
  Web web;
  std::string const path = web.job_path(web.create("TEXT=x"));
  constexpr int writers = 8, each = 12;
  std::atomic<int> refused = 0;
  {
    std::vector<std::jthread> threads;
    for (int writer = 0; writer < writers; ++writer)
      threads.emplace_back([&, writer] {
        for (int i = 0; i < each; ++i) {
          std::string const name = "P" + std::to_string(writer) + "_" + std::to_string(i);
          if (web.post(path + "/parameters", name + "=1").status != 303) ++refused;
        }
      });
  }
  CHECK(refused == 0);
  std::string const xml = web.get(path + "/parameters").body;
  for (int writer = 0; writer < writers; ++writer)
    for (int i = 0; i < each; ++i)
      CHECK(xml.find("id=\"P" + std::to_string(writer) + "_" + std::to_string(i) + "\"") !=
            std::string::npos);
}

TEST_CASE("a parameter that races with RUN is either in the job that runs, or refused") {
  Web web;
  for (int round = 0; round < 100; ++round) {
    std::string const id = web.create("TEXT=old"), path = web.job_path(id);
    int changed = 0;
    {
      std::jthread const writer([&] { changed = web.post(path + "/parameters", "TEXT=new").status; });
      std::jthread const runner([&] { CHECK(web.post(path + "/phase", "PHASE=RUN").status == 303); });
    }
    CHECK((changed == 303 || changed == 403));
    REQUIRE(web.end_of(id) == "COMPLETED");
    CHECK(web.get(path + "/results/out").body == (changed == 303 ? "new" : "old"));
  }
}

TEST_CASE(
    "RUN, RUN, ABORT and DELETE at once: every answer is one that the standard knows, and nothing is left "
    "over") {
  Web web;
  for (int round = 0; round < 100; ++round) {
    std::string const id = web.create(), path = web.job_path(id);
    std::array<int, 4> status{};
    {
      std::jthread const a([&] { status[0] = web.post(path + "/phase", "PHASE=RUN").status; });
      std::jthread const b([&] { status[1] = web.post(path + "/phase", "PHASE=RUN").status; });
      std::jthread const c([&] { status[2] = web.post(path, "PHASE=ABORT").status; });
      std::jthread const d([&] { status[3] = web.send(Method::delete_, path, "", "").status; });
    }
    for (int const s : {status[0], status[1], status[2]}) CHECK((s == 303 || s == 403 || s == 404));
    CHECK(status[3] == 303);
    CHECK(web.get(path).status == 404);
  }
  CHECK(test_jobs::eventually([&] {
    return web.service.executor.running() == 0 && web.service.executor.waiting() == 0 &&
           web.service.directories.present("tap").empty();
  }));
}
