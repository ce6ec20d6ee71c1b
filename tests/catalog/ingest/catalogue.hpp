/// A catalogue of a test's own, and short ways to ask it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/ingest/ingest.hpp"
#include "catalog/pg/connection.hpp"

namespace ingest_test {

/// The conninfo of a new, empty catalogue.
std::string empty_catalogue();

/// The only cell of the answer; "NULL" for NULL, "(no row)" without a row.
std::string cell(catalog::pg::Connection& database, std::string const& sql,
                 catalog::pg::Parameters const& parameters = {});
double number(catalog::pg::Connection& database, std::string const& sql);
std::int64_t count(catalog::pg::Connection& database, std::string const& table);

/// A digest over all rows of all tables an ingest writes, apart from its own log: equal means that nothing at
/// all has changed.
std::string content(catalog::pg::Connection& database);

/// One of the collection files that come with the program.
catalog::ingest::Collection shipped(std::string const& name);
catalog::ingest::Collection simple_collection(std::string const& name = "T", std::string const& schema = "t");

catalog::ingest::IngestRequest request(catalog::ingest::Collection collection,
                                       std::vector<std::string> inputs);

}  // namespace ingest_test
