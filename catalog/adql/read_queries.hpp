/// `distilld adql`: many queries on one stream, one line of answer for each.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <span>
#include <string>

#include "catalog/adql/tables.hpp"

namespace catalog::adql {

struct QueryVerdicts {
  std::size_t accepted = 0, refused = 0;
};

/// Without `tables`, names of tables and columns are taken as they are; functions must be of the standard, of
/// this service or among those `declared`. Queries are separated by lines of four hyphens; blank text behind
/// the last such line is no query. Answers, one line each and in order:
///   ok                                 accepted (without `tables`)
///   SELECT ... -- $1 = '...'           the SQL, with its parameters behind it (with `tables`)
///   no: 2:8: expected FROM, found 'x'  refused: line and column within the query, what was expected
/// Each answer is flushed, so that the program can be used as a filter by another one.
QueryVerdicts read_queries(std::istream& in, std::ostream& out, Tables const* tables = nullptr,
                           std::span<std::string const> declared = {});

}  // namespace catalog::adql
