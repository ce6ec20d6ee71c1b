/// Syntax tree to canonical ADQL text: keywords in capitals, one blank between words, the fewest brackets.
#pragma once

#include <string>

#include "catalog/adql/ast.hpp"

namespace catalog::adql {

/// parse(to_adql(q)) is q again, up to places.
std::string to_adql(Query const& query);
std::string to_adql(Expr const& expr);
std::string to_adql(NamePath const& path);

}  // namespace catalog::adql
