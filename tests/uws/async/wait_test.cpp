#include <deque>

#include <doctest/doctest.h>

#include "tests/uws/async/web.hpp"

using namespace test_async;
using namespace std::chrono_literals;
using jobs::Phase;

namespace {

http::Request get(std::string const& path, std::string const& query) {
  http::Request request{.method = Method::get, .path = path, .base_url = {}};
  request.query = query;
  return request;
}

bool waits(Web& web, std::string const& id, std::string const& query) {
  http::Reply const reply = web.ask(get(web.job_path(id), query));
  if (std::holds_alternative<http::WaitReply>(reply)) return true;
  CHECK(std::get<http::Response>(reply).status == 200);
  return false;
}

/// What the server does with requests that wait: asks again when their topic is notified.
class Waiters {
 public:
  explicit Waiters(Web& web) : web_(web) {}
  void add(std::string const& path, std::string const& query) {
    std::uint64_t const seen = web_.notices.now();
    take(web_.ask(get(path, query)), seen);
  }
  std::size_t answered() {
    for (;;) {
      std::function<http::Reply()> again;
      std::uint64_t const seen = web_.notices.now();
      {
        std::scoped_lock const lock(mutex_);
        if (woken_.empty()) return bodies_.size();
        again = std::move(woken_.front());
        woken_.pop_front();
      }
      take(again(), seen);
    }
  }
  std::deque<std::string> const& bodies() const { return bodies_; }

 private:
  void take(http::Reply reply, std::uint64_t seen) {
    if (auto* wait = std::get_if<http::WaitReply>(&reply)) {
      waiting_.push_back(web_.notices.wait_for(wait->topic, seen, [this, again = wait->again] {
        std::scoped_lock const lock(mutex_);
        woken_.push_back(again);
      }));
      return;
    }
    bodies_.push_back(std::get<http::Response>(reply).body);
  }

  Web& web_;
  std::mutex mutex_;
  std::deque<std::function<http::Reply()>> woken_;
  std::deque<std::string> bodies_;
  std::deque<http::Notices::Waiting> waiting_;
};

}  // namespace

TEST_CASE("WAIT blocks in PENDING, QUEUED and EXECUTING, nowhere else, and not with 0") {
  for (Phase const phase : jobs::all_phases) {
    Web web;
    std::string const id = job_in(web, phase);
    bool const active = phase == Phase::pending || phase == Phase::queued || phase == Phase::executing;
    CHECK(waits(web, id, "WAIT=10") == active);
    CHECK(waits(web, id, "wait=-1") == active);
    CHECK(waits(web, id, "WAIT=0") == false);
    CHECK(waits(web, id, "") == false);
    CHECK(waits(web, id, "WAIT=10&PHASE=" + std::string(uws_name(phase))) == active);
    CHECK(waits(web, id, "WAIT=10&PHASE=" + std::string(phase == Phase::queued ? "PENDING" : "QUEUED")) ==
          false);
  }
}

TEST_CASE("nonsense to WAIT for is refused") {
  Web web;
  std::string const path = web.job_path(job_in(web, Phase::pending));
  for (char const* bad : {"WAIT=", "WAIT=-2", "WAIT=soon", "WAIT=1.5", "WAIT=10&PHASE=DONE"})
    CHECK(web.get(path + "?" + bad).status == 400);
  CHECK(web.get(web.base + "/AAAAAAAAAAAAAAAAAAAAAA?WAIT=10").status == 404);
}

TEST_CASE("nobody waits longer than the service lets them") {
  JobPolicy policy;
  policy.longest_wait = 20s;
  Web web(policy);
  std::string const path = web.job_path(job_in(web, Phase::pending));
  for (char const* query : {"WAIT=-1", "WAIT=999999"}) {
    auto const now = std::chrono::steady_clock::now();
    http::Reply const reply = web.ask(get(path, query));
    auto const deadline = std::get<http::WaitReply>(reply).deadline;
    CHECK(deadline >= now + 20s);
    CHECK(deadline <= std::chrono::steady_clock::now() + 20s);
  }
}

TEST_CASE(
    "a waiting request is answered with the new phase, with nothing new when time is up, with 404 when the "
    "job goes") {
  Web web;
  std::string const id = web.create(), path = web.job_path(id);
  http::Reply reply = web.ask(get(path, "WAIT=100"));
  auto const wait = std::get<http::WaitReply>(reply);
  CHECK(std::holds_alternative<http::WaitReply>(wait.again()));  // woken for nothing: sleeps on
  SUBCASE("changed") {
    web.post(path + "/phase", "PHASE=ABORT");
    http::Reply const after = wait.again();
    CHECK(element(std::get<http::Response>(after).body, "phase") == "ABORTED");
  }
  SUBCASE("gone") {
    web.send(Method::delete_, path, "", "");
    CHECK_THROWS_AS(wait.again(), http::Refusal);
  }
  SUBCASE("time is up") {
    auto const short_wait = std::get<http::WaitReply>(web.ask(get(path, "WAIT=1")));
    std::this_thread::sleep_until(short_wait.deadline);
    http::Reply const after = short_wait.again();
    CHECK(element(std::get<http::Response>(after).body, "phase") == "PENDING");
  }
}

TEST_CASE("two thousand clients wait, and all are woken by what happens to the job") {
  Web web;
  std::string const id = web.create(), path = web.job_path(id);
  Waiters waiters(web);
  for (int i = 0; i < 2000; ++i) waiters.add(path, "WAIT=-1");
  for (int i = 0; i < 100; ++i) waiters.add(web.job_path(web.create()), "WAIT=-1");  // of other jobs
  CHECK(waiters.answered() == 0);
  auto const start = std::chrono::steady_clock::now();
  web.post(path + "/phase", "PHASE=RUN");
  CHECK(test_jobs::eventually([&] { return waiters.answered() == 2000; }));
  MESSAGE("2000 waiters answered in ",
          std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count(), " ms");
  for (std::string const& body : waiters.bodies()) CHECK(element(body, "phase") != "PENDING");
}

TEST_CASE("clients that follow a job by WAIT see it end, however fast it is") {
  Web web;
  for (int round = 0; round < 50; ++round) {
    std::string const id = web.create(), path = web.job_path(id);
    Waiters waiters(web);
    waiters.add(path, "WAIT=-1&PHASE=PENDING");
    web.post(path + "/phase", "PHASE=RUN");
    std::size_t known = 0;
    REQUIRE(test_jobs::eventually([&] {
      if (waiters.answered() == known) return false;
      known = waiters.answered();
      std::string const phase = element(waiters.bodies().back(), "phase");
      if (phase == "COMPLETED") return true;
      waiters.add(path, "WAIT=-1&PHASE=" + phase);
      return false;
    }));
  }
}

TEST_CASE("a list of ten thousand jobs") {
  Web web;
  for (int i = 0; i < 10000; ++i) {
    jobs::Job job = test_jobs::pending_job("x", i % 2 == 0 ? "" : "ada");
    job.created += std::chrono::milliseconds(i);
    web.store.add(job);
  }
  web.user = "root";
  for (std::string const accept : {"application/xml", "application/json", "text/html"}) {
    auto const start = std::chrono::steady_clock::now();
    Seen const seen = web.get(web.base, accept);
    MESSAGE(accept, ": ", seen.body.size(), " bytes in ",
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count(),
            " ms");
    CHECK(seen.status == 200);
  }
  CHECK(listed(web.get(web.base).body).size() == 10000);
  web.user = "ada";
  CHECK(listed(web.get(web.base).body).size() == 5000);
}
