/// A small archive: collections "open" (runs 7, 8), "other" (8, 9) and "closed" (10), all ingested.
#pragma once

#include <filesystem>
#include <string>

#include "catalog/inputs/resolve.hpp"
#include "catalog/pg/connection.hpp"
#include "tests/support/temporary_directory.hpp"

namespace inputs_test {

struct Archive {
  Archive();
  test_support::TemporaryDirectory directory{};
  std::filesystem::path data = directory.path() / "data";
  catalog::pg::Connection db;

  void become(std::string const& user);
  /// in=<value> as that user.
  catalog::ResolvedInputs in(std::string const& value, std::string const& user = "");
  catalog::InputRequest request(std::string const& value) const;
  std::filesystem::path run_file(std::string const& collection, int run) const;
};

bool says(std::vector<std::string> const& mistakes, std::string const& part);
std::string runs_of(catalog::InputSet const& set);  ///< "open:7 open:8"

}  // namespace inputs_test
