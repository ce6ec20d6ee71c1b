/// The names of the columns of an answer, and the clauses that may use them.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "catalog/adql/ast.hpp"
#include "catalog/adql/value.hpp"

namespace catalog::adql {

/// TAP 1.1 section 3.3: columns are called as declared or as the user says; other expressions get made names,
/// which no other column has. Columns selected twice keep their one name.
void name_outputs(std::vector<SelectedValue>& list);

/// The selected value with this alias, for GROUP BY; null if there is none or a column of the tables has that
/// name.
Expr const* value_named(Identifier const& name, Select const& select, Scope const& scope);

/// Which column of the answer ORDER BY means with this name; refuses a name of several different ones.
std::optional<std::size_t> position_named(Identifier const& name, std::vector<SelectedValue> const& list);

}  // namespace catalog::adql
