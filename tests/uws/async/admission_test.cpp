#include "uws/async/admission.hpp"

#include <doctest/doctest.h>

#include "tests/uws/async/web.hpp"

using namespace test_async;

namespace {

std::string said_to(Admission& admission, User const& user) {
  try {
    admission(user);
    return "welcome";
  } catch (http::Refusal const& refusal) {
    CHECK(refusal.status() == 429);
    return refusal.what();
  }
}

}  // namespace

TEST_CASE("unfinished jobs are counted by user, ended ones are not") {
  jobs::MemoryStore store;
  Admission admission({.jobs = 2}, store, {});
  for (jobs::Phase const phase : {jobs::Phase::pending, jobs::Phase::completed, jobs::Phase::error}) {
    jobs::Job job = test_jobs::pending_job("x", "ada");
    job.phase = phase;
    store.add(job);
  }
  CHECK(said_to(admission, {.name = "ada"}) == "welcome");
  store.add(test_jobs::pending_job("x", "ada"));
  CHECK(said_to(admission, {.name = "ada"}).find("you have 2") != std::string::npos);
  CHECK(said_to(admission, {.name = "bob"}) == "welcome");
  CHECK(said_to(admission, {.name = "ada", .administrator = true}) == "welcome");
  CHECK(said_to(admission, {}) == "welcome");
}

TEST_CASE("processor time and disk are looked up now and then, and refused with what helps") {
  jobs::MemoryStore store;
  int asked = 0;
  UserUsage usage{.cpu_seconds = 99, .result_bytes = 999};
  Admission admission({.cpu = std::chrono::seconds(100), .result_bytes = 1000}, store,
                      [&](std::string const&) { return ++asked, usage; });
  CHECK(said_to(admission, {.name = "ada"}) == "welcome");
  CHECK(said_to(admission, {.name = "ada"}) == "welcome");
  CHECK(asked == 1);
  usage.cpu_seconds = 100;
  CHECK(said_to(admission, {.name = "bob"}).find("processor time") != std::string::npos);
  usage = {.result_bytes = 1000};
  CHECK(said_to(admission, {.name = "eve"}).find("1.0 kB") != std::string::npos);
  CHECK(asked == 3);
}
