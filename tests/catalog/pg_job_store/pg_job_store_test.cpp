#include <doctest/doctest.h>

#include "tests/catalog/pg_job_store/empty_store.hpp"

using namespace job_store_test;
using namespace catalog::pg;
using pg_test::failing;

TEST_CASE("the store in PostgreSQL keeps the contract of a job store") {
  for (auto const& check : store_contract::checks()) {
    SUBCASE(check.name.c_str()) {
      Pool pool(empty_store(), 4, {}, Cleaning::light);
      PgJobStore store(pool);
      check.run(store);
      CHECK(pool.statistics().in_use == 0);
    }
  }
}

TEST_CASE("two programs see one store") {
  std::string const conninfo = empty_store();
  Pool pool(conninfo, 1), other_pool(conninfo, 1);
  PgJobStore store(pool), other(other_pool);
  jobs::Job const job = store_contract::full_job(1);
  store.add(job);
  CHECK(other.find(job.id) == job);
  CHECK(other.move(job.id, job.phase, jobs::Phase::archived, {}));
  CHECK_FALSE(store.move(job.id, job.phase, jobs::Phase::archived, {}));
}

TEST_CASE("a change that fails halfway changes nothing") {
  Pool pool(empty_store(), 1);
  PgJobStore store(pool);
  jobs::Job job = store_contract::full_job(1);
  store.add(job);
  // Two results of one name: the row of the job has been updated when the second is refused.
  std::vector<jobs::ResultLink> const twins{{.id = "map", .path = "a"}, {.id = "map", .path = "b"}};
  CHECK(failing([&] { store.move(job.id, job.phase, jobs::Phase::error, {.results = twins}); }).sqlstate ==
        sqlstate::unique_violation);
  CHECK(store.find(job.id) == job);

  jobs::Job other = store_contract::full_job(2);
  other.parameters.front().value = "caf\xE9";  // not UTF-8
  CHECK(failing([&] { store.add(other); }).fault == engine::Fault::bad_request);
  CHECK_FALSE(store.find(other.id));
}

TEST_CASE("a store out of reach says so") {
  Pool pool("host=/nonexistent/place", 1);
  PgJobStore store(pool, {.patience = std::chrono::milliseconds(20)});
  CHECK(failing([&] { store.find("J1"); }).fault == engine::Fault::missing_resource);
}
