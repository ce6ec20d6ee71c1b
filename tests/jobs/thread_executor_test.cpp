#include <set>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "jobs/fair_queue.hpp"
#include "tests/jobs/test_service.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace test_jobs;
using jobs::Phase;

namespace {

Phase phase_of(jobs::JobStore& store, jobs::JobId const& id) { return store.find(id)->phase; }

jobs::JobId add(jobs::JobStore& store, std::string const& owner = "") {
  jobs::Job const job = pending_job("x", owner);
  store.add(job);
  return job.id;
}

}  // namespace

TEST_CASE("owners take turns, whoever came first with a hundred jobs") {
  jobs::FairQueue queue;
  for (int i = 0; i < 100; ++i) queue.push("ada", "A" + std::to_string(i));
  queue.push("bob", "B0");
  queue.push("bob", "B1");
  CHECK(queue.size() == 102);
  std::string order;
  for (int i = 0; i < 6; ++i) order += queue.pop()->second + " ";
  CHECK(order == "A0 B0 A1 B1 A2 A3 ");

  SUBCASE("who has fewest running goes first") {
    queue.push("bob", "B2");
    queue.push("cid", "C0");
    CHECK(queue.pop()->second == "C0");
    for (int i = 0; i < 4; ++i) queue.done("ada");  // none runs now, while bob has two
    CHECK(queue.pop()->second == "A4");
    CHECK(queue.pop()->second == "A5");
  }
  SUBCASE("a job can be taken out") {
    CHECK(queue.remove("A50"));
    CHECK(!queue.remove("A50"));
    CHECK(!queue.remove("A0"));
    std::set<std::string> seen;
    while (auto const next = queue.pop()) seen.insert(next->second);
    CHECK(!seen.contains("A50"));
    CHECK(seen.size() == 95);
    CHECK(queue.size() == 0);
  }
}

TEST_CASE("no more of an owner's jobs run than allowed") {
  jobs::FairQueue queue(2);
  for (int i = 0; i < 5; ++i) queue.push("ada", "A" + std::to_string(i));
  CHECK(queue.pop());
  CHECK(queue.pop());
  CHECK(!queue.pop());
  queue.done("ada");
  CHECK(queue.pop()->second == "A2");
}

TEST_CASE("a job runs, and its result appears with size and checksum") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  Service service(store, folder.path(), write_text);
  jobs::Job const job = pending_job("abc");
  store.add(job);
  CHECK(service.supervisor.run(job.id).phase == Phase::queued);
  REQUIRE(eventually([&] { return phase_of(store, job.id) == Phase::completed; }));
  auto const done = store.find(job.id);
  REQUIRE(done->results.size() == 1);
  CHECK(done->results[0].size == 3);
  CHECK(done->results[0].sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(std::filesystem::file_size(service.directories.result_file(*done, done->results[0])) == 3);
  CHECK(done->attempts == 1);
  REQUIRE((done->queued && done->started && done->ended));
  CHECK(done->created <= *done->queued);
  CHECK(*done->queued <= *done->started);
  CHECK(*done->started <= *done->ended);
}

TEST_CASE("a failure is the job's error, transient or fatal by its fault; our mistakes are kept from users") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  auto const fail = [](jobs::Job const& job, jobs::RunControl&) -> jobs::Outcome {
    std::string const text = job.parameters[0].value;
    if (text == "busy")
      throw engine::Failure(engine::Fault::missing_resource, "database: too many connections");
    if (text == "query") throw engine::Failure(engine::Fault::bad_request, "line 1: expected FROM");
    if (text == "bug") throw std::out_of_range("vector::_M_range_check");
    if (text == "garbage") return jobs::ErrorSummary{.message = std::string("a\0\xFF", 3)};
    return jobs::ErrorSummary{.message = "told"};
  };
  Service service(store, folder.path(), fail);
  auto const error_of = [&](std::string const& text) {
    jobs::Job const job = pending_job(text);
    store.add(job);
    service.supervisor.run(job.id);
    REQUIRE(eventually([&] { return phase_of(store, job.id) == Phase::error; }));
    return *store.find(job.id)->error;
  };
  CHECK(error_of("busy") == jobs::ErrorSummary{"database: too many connections", jobs::ErrorType::transient});
  CHECK(error_of("query") == jobs::ErrorSummary{"line 1: expected FROM", jobs::ErrorType::fatal});
  CHECK(error_of("bug").message.find("range_check") == std::string::npos);
  CHECK(error_of("else").message == "told");
  CHECK(error_of("garbage").message == "a\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("a result that was promised and not written is an error, not a completed job") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  Service service(store, folder.path(), [](jobs::Job const&, jobs::RunControl&) -> jobs::Outcome {
    return jobs::Completed{{{.id = "out", .path = "out.txt"}}};
  });
  auto const id = add(store);
  service.supervisor.run(id);
  REQUIRE(eventually([&] { return is_final(phase_of(store, id)); }));
  CHECK(phase_of(store, id) == Phase::error);
}

TEST_CASE("abort stops a running job, and takes a waiting one out of the queue") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  Gate gate;
  std::atomic<int> ran = 0;
  auto const run = [&](jobs::Job const& job, jobs::RunControl& control) {
    ++ran;
    gate.pass(control.stop);
    return write_text(job, control);
  };
  Service service(store, folder.path(), run, {}, {.threads = 1});
  auto const first = add(store), second = add(store), third = add(store);
  for (auto const& id : {first, second, third}) service.supervisor.run(id);
  REQUIRE(eventually([&] { return phase_of(store, first) == Phase::executing && gate.waiting() == 1; }));
  CHECK(service.supervisor.abort(second).phase == Phase::aborted);
  CHECK(!store.find(second)->started);
  CHECK(store.find(second)->ended);
  CHECK(service.supervisor.abort(first).phase == Phase::aborted);
  gate.open();
  REQUIRE(eventually([&] { return phase_of(store, third) == Phase::completed; }));
  CHECK(phase_of(store, first) == Phase::aborted);
  CHECK(store.find(first)->results.empty());
  CHECK(!std::filesystem::exists(service.directories.of("tap", first) / "results"));
  CHECK(ran == 2);
  CHECK(service.supervisor.abort(first).verdict == jobs::Verdict::nothing);
  CHECK(service.supervisor.abort(third).verdict == jobs::Verdict::refuse);
}

TEST_CASE("a job that is deleted while it runs leaves nothing behind") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  Gate gate;
  auto const run = [&](jobs::Job const& job, jobs::RunControl& control) {
    gate.pass(control.stop);
    return write_text(job, control);
  };
  Service service(store, folder.path(), run);
  auto const id = add(store);
  service.supervisor.run(id);
  REQUIRE(eventually([&] { return gate.waiting() == 1; }));
  CHECK(service.supervisor.remove(id).found);
  CHECK(!store.find(id));
  REQUIRE(eventually([&] { return service.executor.running() == 0; }));
  CHECK(eventually([&] { return service.directories.present("tap").empty(); }));
  CHECK(!service.supervisor.remove(id).found);
}

TEST_CASE("progress is seen while the job runs") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  Gate gate;
  auto const run = [&](jobs::Job const& job, jobs::RunControl& control) {
    control.progress({"reading", 0.25});
    gate.pass(control.stop);
    return write_text(job, control);
  };
  Service service(store, folder.path(), run);
  auto const id = add(store);
  service.supervisor.run(id);
  REQUIRE(eventually([&] { return gate.waiting() == 1; }));
  CHECK(store.find(id)->info == jobs::JobInfo{"reading", 0.25});
  gate.open();
  REQUIRE(eventually([&] { return phase_of(store, id) == Phase::completed; }));
}

TEST_CASE("many short jobs of many owners all run, once each") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  std::mutex mutex;
  std::multiset<std::string> ran;
  auto const run = [&](jobs::Job const& job, jobs::RunControl&) -> jobs::Outcome {
    std::scoped_lock const lock(mutex);
    ran.insert(job.id);
    return jobs::Completed{};
  };
  Service service(store, folder.path(), run, {}, {.threads = 4, .per_owner = 1});
  std::set<std::string> all;
  for (int i = 0; i < 300; ++i) all.insert(add(store, "owner" + std::to_string(i % 7)));
  for (auto const& id : all) service.supervisor.run(id);
  REQUIRE(eventually([&] { return store.count({.phases = {Phase::completed}}) == all.size(); }));
  CHECK(std::set<std::string>(ran.begin(), ran.end()) == all);
  CHECK(ran.size() == all.size());
}
