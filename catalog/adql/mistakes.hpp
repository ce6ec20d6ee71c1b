/// Common mistakes and what to write instead.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "catalog/adql/ast.hpp"
#include "catalog/adql/token.hpp"

namespace catalog::adql {

/// The spelling of the word that `written` was probably meant to be, or "".
std::string nearest(std::string_view written, std::span<Word const> candidates);

/// "'size' is a reserved word; write "size" in double quotes ..."
std::string reserved_advice(Token const& token);

/// On words of other languages in the place of ADQL's (LIMIT, MINUS, FETCH, RECURSIVE, ...), or "".
std::string advice_on(Token const& token);

/// All words that may stand between two parts of a query, for expressions and tables that do not end.
std::span<Word const> words_between_clauses();

/// Why `clause` cannot follow here; `last` is the clause read last.
std::string clause_order_advice(Word clause, Word last);

/// Why a value cannot serve as a condition.
std::string condition_advice(Expr const& value);

}  // namespace catalog::adql
