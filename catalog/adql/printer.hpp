/// The two halves of the printer: queries and expressions hold each other.
#pragma once

#include <string>

#include "catalog/adql/ast.hpp"

namespace catalog::adql {

/// Appends canonical text to `out`.
struct Printer {
  std::string out;

  // print_query.cpp
  void query(Query const& query);
  void body(QueryBody const& body);
  void set_operation(SetOperation const& chain);
  void set_operand(QueryBody const& operand, SetKind outside);
  void select(Select const& select);
  void item(SelectItem const& item);
  void tables(TableExpression const& tables);
  void factor(TableFactor const& factor);
  void join(Join const& join);
  void sort_terms(Query const& query);
  void in_brackets(Query const& query);
  void alias(std::optional<Identifier> const& name);
  void name(Identifier const& name);
  void path(NamePath const& path);
  void names(std::vector<Identifier> const& names);

  // print_expr.cpp
  void expr(Expr const& expr);
  /// With brackets, when `expr` binds less tightly than `rank`.
  void operand(Expr const& expr, int rank);
  void list(std::vector<Expr> const& values);
};

}  // namespace catalog::adql
