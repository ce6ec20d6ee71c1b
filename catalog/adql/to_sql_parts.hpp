/// Small pieces of SQL text that several parts of the translator write.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/adql/value.hpp"

namespace catalog::adql {

/// The type a column has inside a query: timestamps are timestamps there, texts text.
std::string working_type(OutputColumn const& output);

/// The expression with the type that column.hpp promises: timestamps become ISO text, numerics float8.
std::string delivered(std::string const& sql, OutputColumn const& output);

/// "(a AND b)"; one alone stands as it is.
std::string joined_by(std::string_view word, std::vector<std::string> const& parts);

/// The pattern with {1}, {2}, ... ({} is the first) replaced; what is put in is not looked at again.
std::string filled(std::string_view pattern, std::vector<std::string> const& arguments);

/// The SQL with its parameters numbered in the order they first stand, and those that stand nowhere left out.
struct Numbered {
  std::string sql;
  std::vector<std::size_t> kept;  ///< the old numbers, from 1
};
Numbered renumbered(std::string const& sql);

}  // namespace catalog::adql
