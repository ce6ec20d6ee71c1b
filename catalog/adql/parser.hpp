/// ADQL text to syntax tree. The grammar accepted is described in grammar.md.
#pragma once

#include <string_view>
#include <vector>

#include "catalog/adql/ast.hpp"
#include "catalog/adql/place.hpp"
#include "engine/base/result.hpp"

namespace catalog::adql {

/// Brackets, calls, subqueries, signs and NOTs may be nested this deep; deeper is a Problem.
inline constexpr int max_nesting = 200;

/// The first mistake found is reported, at the place where the text stops making sense.
engine::Result<Query, Problem> parse(std::string_view query);

/// The functions a query calls that are none of the standard's, by place: for checks without a catalogue.
engine::Result<std::vector<Identifier>, Problem> user_functions_in(std::string_view query);

}  // namespace catalog::adql
