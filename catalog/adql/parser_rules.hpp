/// The rules of the grammar as functions: recursive descent, each rule begins at its first token.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "catalog/adql/ast.hpp"
#include "catalog/adql/parser.hpp"
#include "catalog/adql/token_cursor.hpp"

namespace catalog::adql {

/// One query, read once. All rules throw Mistake.
class Parser {
 public:
  explicit Parser(std::string_view text) : tokens_(text) {}

  Query whole_query();
  /// The names called so far that are none of the standard's.
  std::vector<Identifier> const& user_functions() const { return user_functions_; }

 private:
  /// What a pair of brackets holds; which of the two is often known only behind the first inner brackets.
  using Bracketed = std::variant<Query, Expr>;
  using BracketedTables = std::variant<Query, TableExpression>;
  using ValueRule = Expr (Parser::*)();

  /// One level of nesting, as long as it lives.
  class Nesting {
   public:
    Nesting(Parser& parser, Place place);
    ~Nesting();
    Nesting(Nesting const&) = delete;
    Nesting& operator=(Nesting const&) = delete;

   private:
    Parser& parser_;
    Word clause_outside_;
    int joins_outside_;
  };

  // parse_query.cpp
  std::vector<CommonTable> with_clause();
  CommonTable common_table();
  Query query();
  Query query_beginning_with(QueryBody first);
  bool at_rest_of_query();
  QueryBody query_primary();
  QueryBody operand_of(Place place, Query query);
  QueryBody set_expression(QueryBody first);
  QueryBody set_term(QueryBody first);
  SetOperation::Step set_operator();
  std::vector<SortTerm> order_by();
  SortTerm sort_term();
  RowCount row_count(std::string_view word);
  void check_clause_order();
  void begin_clause(Word word);

  // parse_select.cpp
  Select select();
  SelectItem select_item();
  std::optional<SelectItem> columns_of_table();
  std::vector<Expr> group_by();
  std::optional<Identifier> alias(std::span<Word const> near);
  Identifier identifier(std::string const& what);
  NamePath path(std::size_t longest, std::string const& what);
  std::vector<Identifier> bracketed_names(std::string const& what);

  // parse_tables.cpp
  std::vector<TableExpression> from();
  TableExpression table_expression();
  TableExpression joins_behind(TableFactor first);
  bool at_join();
  Join join();
  void join_condition(Join& join, bool natural);
  TableFactor table_factor();
  TableFactor factor_of(Place place, BracketedTables inside);
  BracketedTables inside_table_brackets();

  // parse_conditions.cpp
  Expr condition();
  Expr value();
  std::vector<Expr> values();
  Expr expression();
  Expr junction(JunctionKind kind, Word word, ValueRule operand);
  Expr conjunction();
  Expr negation();
  Expr predicate();
  Expr predicate_behind(ExprPtr left);
  Expr in(ExprPtr left, Negated negated);
  Expr require_condition(Expr found);
  Expr require_value(Expr found);

  // parse_values.cpp
  Expr concatenation();
  Expr sum();
  Expr product();
  Expr arithmetic(ValueRule operand, Symbol one, Symbol other);
  Expr factor();
  Expr primary();
  Expr word_primary();
  Expr string_literal();
  Expr bracketed();
  Bracketed inside_brackets();
  Expr case_expression();

  // parse_calls.cpp
  Expr call();
  Expr aggregate(AggregateKind kind);
  Expr cast();
  void cast_type(Cast& cast);
  Expr exists();
  Expr column();
  void refuse_qualified_call(NamePath const& name);

  TokenCursor tokens_;
  std::optional<Expr> given_{};  ///< a primary that has been read already: the next one primary() returns
  std::vector<Identifier> user_functions_{};
  int depth_ = 0;
  int open_joins_ = 0;             ///< a JOIN b JOIN c: how many still wait for their ON
  Word last_clause_ = Word::none;  ///< of the query being read
};

/// The node as an Expr at a place.
template <class Node>
Expr expr(Place place, Node node) {
  return Expr{place, std::move(node)};
}

inline ExprPtr boxed(Expr e) { return std::make_unique<Expr>(std::move(e)); }
inline QueryPtr boxed(Query q) { return std::make_unique<Query>(std::move(q)); }

}  // namespace catalog::adql
