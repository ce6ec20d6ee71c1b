/// A database with the tables of jobs, emptied for each test.
#pragma once

#include "catalog/pg/migrate.hpp"
#include "catalog/pg_job_store/pg_job_store.hpp"
#include "catalog/schema/scripts.hpp"
#include "cluster_fixture.hpp"
#include "failing.hpp"
#include "tests/jobs/store_contract.hpp"

namespace job_store_test {

using namespace catalog;
using catalog::pg::Connection, catalog::pg::Pool;

inline std::string empty_store() {
  static std::string const conninfo = [] {
    std::string const fresh = pg_test::fresh_database();
    Connection db(fresh);
    catalog::pg::migrate(db, catalog::schema::migrations(), catalog::schema::repeatable_scripts());
    return fresh;
  }();
  Connection(conninfo).run("TRUNCATE store.job CASCADE");
  return conninfo;
}

}  // namespace job_store_test
