/// The front door of the ADQL translator: query text in, one PostgreSQL SELECT with bound parameters out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/adql/place.hpp"
#include "catalog/adql/tables.hpp"
#include "catalog/table/column.hpp"
#include "engine/base/result.hpp"

namespace catalog::adql {

/// A literal of the query, bound as $1, $2, ...; equal literals of one type share a number, so that
/// expressions in SELECT and GROUP BY stay equal for PostgreSQL.
struct Bound {
  std::string value;  ///< PostgreSQL's text input form; never NULL (NULL is written as such)
};

struct Translation {
  std::string
      sql;  ///< one SELECT (or WITH ... SELECT); types of parameters are written as casts ($1::float8)
  std::vector<Bound> parameters;
  std::vector<Column> columns;  ///< of the answer, in order; PostgreSQL's types follow column.hpp
};

/// So many tables a query may name, subqueries and repetitions counted; one more is a Problem. It
/// bounds the work of PostgreSQL's planner.
inline constexpr int max_tables = 200;

struct TranslateOptions {
  /// The outermost result is cut behind this many rows (MAXREC + 1), whatever TOP says.
  std::optional<std::int64_t> row_limit{};
};

/// Parses, resolves names against `tables`, checks types, translates. Errors carry line, column, and what was
/// expected or which name was probably meant.
engine::Result<Translation, Problem> translate(std::string_view query, Tables const& tables,
                                               TranslateOptions const& options = {});

/// Grammar only, for `distilld adql` without a catalogue.
std::optional<Problem> check_grammar(std::string_view query);

}  // namespace catalog::adql
