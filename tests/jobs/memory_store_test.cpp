#include "jobs/memory_store.hpp"

#include <doctest/doctest.h>

#include "tests/jobs/store_contract.hpp"

TEST_CASE("the store in memory keeps the contract of a job store") {
  for (auto const& check : store_contract::checks()) {
    SUBCASE(check.name.c_str()) {
      jobs::MemoryStore store;
      check.run(store);
    }
  }
}
