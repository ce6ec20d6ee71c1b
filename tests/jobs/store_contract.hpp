/// What every JobStore must do. Each store's test runs these functions on an empty store of its own.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "jobs/store.hpp"

namespace store_contract {

/// A check by name; takes an empty store.
struct Check {
  std::string name;
  std::function<void(jobs::JobStore&)> run;
};
/// In doctest: for (auto const& check : store_contract::checks()) { SUBCASE(check.name.c_str()) { ...
/// check.run(store); } }
std::vector<Check> const& checks();

/// A job with every member set to something unusual; `number` makes jobs differ, and later ones newer.
jobs::Job full_job(int number);

}  // namespace store_contract
