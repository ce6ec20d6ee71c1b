/// A database with the functions of catalog/schema/functions, and short ways to ask it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/pg/connection.hpp"

namespace sphere_tests {

/// One connection per process.
catalog::pg::Connection& database();

using Numbers = std::vector<double>;

/// "{1,2.5}"
std::string array_text(Numbers const& numbers);
/// NULL elements become NaN.
Numbers numbers_of(std::string_view array_text);

// The value of `SELECT sql` with float8[] arguments $1, $2, ...; nothing for NULL.
std::optional<std::string> ask(std::string const& sql, std::vector<Numbers> const& arguments = {});
double ask_number(std::string const& sql, std::vector<Numbers> const& arguments = {});
bool ask_truth(std::string const& sql, std::vector<Numbers> const& arguments = {});
Numbers ask_numbers(std::string const& sql, std::vector<Numbers> const& arguments = {});

/// The message of the failure that `SELECT sql` ends with, or "".
std::string ask_failure(std::string const& sql);

}  // namespace sphere_tests
