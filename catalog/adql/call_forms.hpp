/// How the functions of the standard are called: number and form of their arguments.
#pragma once

#include <string>
#include <string_view>

#include "catalog/adql/ast.hpp"

namespace catalog::adql {

/// Is it a function of ADQL 2.1 with brackets around plain arguments? (Not aggregates, not CAST.)
bool is_standard_function(std::string_view name);

/// Whether POINT, CIRCLE, BOX, POLYGON are called with a coordinate system as the first argument.
bool has_coordinate_system(FunctionCall const& call);

/// What is wrong with the arguments of a function of the standard, or "". Calls of other functions are fine.
std::string complaint_about_arguments(FunctionCall const& call);

}  // namespace catalog::adql
