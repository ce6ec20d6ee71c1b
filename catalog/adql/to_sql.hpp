/// Syntax tree to PostgreSQL: one object per query. Nothing of the query's text reaches the SQL: tables and
/// columns are named as the catalogue says, aliases are made here (t1, c1, w1), literals are bound.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "catalog/adql/ast.hpp"
#include "catalog/adql/names.hpp"
#include "catalog/adql/translate.hpp"
#include "catalog/adql/value.hpp"

namespace catalog::adql {

struct FunctionRow;
struct UdfRow;

class Translator {
 public:
  Translator(Tables const& tables, TranslateOptions const& options) : tables_(tables), options_(options) {}

  /// Throws Refused.
  Translation translate(Query const& query);

 private:
  /// A query in PostgreSQL; its columns are named c1, c2, ... there.
  struct Compiled {
    std::string sql;
    std::vector<OutputColumn> columns;
  };
  /// Whether the columns must have exactly the types that column.hpp promises.
  enum class Reader { query_around, user };

  struct CommonTableSource {
    Identifier name;
    std::string sql_name;
    std::vector<OutputColumn> columns;
  };

  /// A column that stands outside of any aggregate function.
  struct Bare {
    Place place;
    std::string name;
  };

  /// The part of a SELECT that is being translated, with what its expressions may see and do.
  struct Clause {
    Scope const& scope;
    std::string name;  ///< "WHERE", for messages
    bool may_aggregate = false;
    std::vector<std::string> const* grouped = nullptr;  ///< the SQL of the GROUP BY expressions
    std::vector<Bare> bare{};
    bool has_aggregate = false;
    int within_aggregate = 0;
    std::size_t own_columns = 0;  ///< references to columns of this very SELECT
  };
  class Entered;  // keeps clauses_ the stack that it is

  /// Windows for the index may stand only where a condition that is not true is as good as a false one.
  enum class Sense { only_true_counts, any };

  struct FromPart {
    std::string sql;
    std::vector<Source> sources;
    ColumnList columns;
  };

  // to_sql_query.cpp
  Compiled query(Query const& query, Scope const* outer, Reader reader);
  Compiled set_operation(SetOperation const& sets, Scope const* outer);
  Compiled body(QueryBody const& body, Scope const* outer);
  Compiled wrapped(Compiled inner, Query const& query, Scope const* outer, Reader reader);
  std::string brought_to(Compiled const& operand, std::vector<OutputColumn> const& wanted);
  std::string with_clause(std::vector<CommonTable> const& tables);
  std::string limits(std::optional<RowCount> const& top, std::optional<RowCount> const& offset,
                     Reader reader) const;

  // to_sql_select.cpp
  using Item = SelectedValue;
  Compiled select(Select const& select, std::vector<SortTerm> const& order_by,
                  std::optional<RowCount> const& offset, Scope const* outer, Reader reader);
  std::vector<Item> items(Select const& select, Clause& clause);
  std::vector<Value> group_by(Select const& select, Scope const& scope);
  std::string order_by(std::vector<SortTerm> const& terms, std::vector<Item> const& items, Clause& clause,
                       bool distinct);
  std::string sort_key(SortTerm const& term, std::vector<Item> const& items, Clause& clause, bool distinct);
  static std::vector<OutputColumn> outputs(std::vector<Item> const& items);
  static std::string select_list(std::vector<Item> const& items, Reader reader);
  static void check_grouping(Clause const& clause);

  // to_sql_from.cpp
  FromPart from(std::vector<TableExpression> const& tables, Scope const* outer);
  FromPart table_expression(TableExpression const& tables, Scope const* outer);
  FromPart table(TableFactor const& factor, Scope const* outer);
  void count_table(Place place);
  FromPart named_table(NamedTable const& table);
  FromPart source_of(Identifier const& name, std::vector<OutputColumn> const& columns,
                     std::string const& sql);
  FromPart joined(FromPart left, Join const& join, Scope const* outer);
  std::string join_columns(FromPart& left, FromPart& right, Join const& join,
                           std::vector<Identifier> const& names);

  // to_sql_value.cpp
  struct ValueVisitor;
  Value value(Expr const& expr, Clause& clause);
  Value literal(NumericLiteral const& number, Place place);
  Value column(ColumnReference const& reference, Clause& clause);
  Value aggregate(Aggregate const& aggregate, Clause& clause, Place place);  // to_sql_aggregate.cpp
  Value cast(Cast const& cast, Clause& clause);
  Value case_of(Case const& node, Clause& clause, Place place);
  Value signed_value(Signed const& node, Clause& clause, Place place);
  Value arithmetic(Arithmetic const& node, Clause& clause);
  Value concatenation(Concatenation const& node, Clause& clause);
  Value scalar_subquery(ScalarSubquery const& node, Clause& clause, Place place);
  void note_column(SourceColumn const& column, Scope const* scope, Place place);

  // to_sql_condition.cpp
  struct ConditionVisitor;
  std::string condition(Expr const& expr, Clause& clause, Sense sense);
  std::string comparison(Comparison const& node, Clause& clause, Sense sense);
  std::string in_list(InList const& node, Clause& clause);
  std::string in_query(InQuery const& node, Clause& clause);
  std::optional<std::string> constant_list(std::vector<Value> const& list, Kind kind);

  // to_sql_geometry.cpp
  Value geometry_call(std::string const& name, FunctionCall const& call, Clause& clause);
  Value constant_geometry(Kind kind, Numbers numbers);
  Value point(std::vector<Value> arguments, Place place);
  Value circle(std::vector<Value> arguments, Place place);
  Value box(std::vector<Value> arguments, Place place);
  Value polygon(std::vector<Value> arguments, Place place);
  Value distance(std::vector<Value> arguments, Place place);
  // to_sql_measures.cpp
  Value measure(std::string const& name, std::vector<Value> const& arguments);
  static Value from_galactic(Value v);

  // to_sql_relations.cpp
  std::optional<std::string> relation(Comparison const& node, Clause& clause, Sense sense);
  std::optional<std::string> distance_within(Comparison const& node, Clause& clause, Sense sense);
  std::string relation_test(std::string const& name, Value const& a, Value const& b);
  std::string array_of(Value const& geometry);
  std::vector<std::string> windows(Value const& a, Value const& b);

  // to_sql_call.cpp
  Value call(FunctionCall const& call, Clause& clause);
  Value standard_call(FunctionRow const& row, std::vector<Value> arguments, FunctionCall const& call);
  Value udf_call(FunctionCall const& call, Clause& clause);  // to_sql_udf.cpp
  Value coalesce(FunctionCall const& call, Clause& clause);
  Value spectral_conversion(std::vector<Value> const& arguments);  // to_sql_udf.cpp
  Value in_unit(FunctionCall const& call, Clause& clause);
  std::vector<Value> values(std::vector<Expr> const& exprs, Clause& clause);

  // to_sql_coerce.cpp
  std::string bind(std::string_view type, std::string text);
  std::string number(Value const& value, std::string const& of);  ///< as float8
  std::string integer(Value const& value, std::string const& of);
  std::string text(Value const& value, std::string const& of);
  std::string timestamp(Value const& value, std::string const& of);
  std::string as_kind(Value const& value, Kind kind, std::string const& of);
  Kind unify(std::vector<Value*> const& values, Place place, std::string const& what);

  Tables const& tables_;
  TranslateOptions options_;
  std::vector<Bound> parameters_;
  std::map<std::pair<std::string, std::string>, std::size_t> numbers_;  ///< type and text to the number of $n
  std::vector<CommonTableSource> common_tables_;
  std::vector<Clause*> clauses_;
  int aliases_ = 0;
  int table_count_ = 0;
};

/// In the order they come, without repetition.
void merge_sources(Value& into, Value const& from);

}  // namespace catalog::adql
