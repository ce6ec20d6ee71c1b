/// A translated expression: PostgreSQL text with everything the expression around it must know.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/adql/names.hpp"
#include "catalog/adql/types.hpp"

namespace catalog::adql {

/// A constant region, checked: DALI numbers.
using Numbers = std::vector<double>;

struct Value {
  Kind kind = Kind::unknown;
  std::string sql;  ///< a primary expression: needs no brackets in any place
  Column column;    ///< metadata for the answer; its name is what an answer without alias gets, or empty
  Place place{};    ///< where the expression begins

  bool indexed = false;  ///< a bare column with an index
  int source = -1;       ///< of a bare column

  std::optional<double> number{};     ///< of a numeric literal
  std::string digits{};               ///< of a numeric literal: the text that is bound
  std::optional<std::string> text{};  ///< of a string literal
  std::optional<Numbers> numbers{};   ///< of a constant geometry
  std::vector<Value> coordinates{};   ///< of POINT(a, b): a and b, as float8

  std::vector<int> sources{};  ///< numbers of the sources it depends on
  bool repeatable = true;      ///< no subquery, aggregate or random number inside: may be written twice
};

/// One entry of a select list.
struct SelectedValue {
  Value value;
  std::optional<Identifier> alias{};
};

/// The metadata of one column of a query, as the query around it sees it.
struct OutputColumn {
  Column column;
  Kind kind = Kind::unknown;
  bool indexed = false;
};

}  // namespace catalog::adql
