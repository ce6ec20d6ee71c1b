/// The syntax tree of an ADQL query: plain structs, each with the place where its text begins.
///
/// Chains of equal rank (a + b - c, p AND q AND r, UNION ... UNION, joins from left to right) are flat lists,
/// so that the tree is never deeper than the brackets of the query (limited by the parser, see parser.hpp):
/// recursive functions over it need no limit of their own. Brackets leave no node behind; the shape of the
/// tree says what they said.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "catalog/adql/place.hpp"

namespace catalog::adql {

struct Expr;
struct Query;
using ExprPtr = std::unique_ptr<Expr>;    ///< never null, where not said otherwise
using QueryPtr = std::unique_ptr<Query>;  ///< never null

/// A name as written. Regular ones compare without case, delimited ("Obs id") ones exactly.
struct Identifier {
  Place place;
  std::string text;  ///< without the double quotes, "" undone
  bool delimited = false;
};

/// Names joined by dots, outermost first: {schema, table, column}; never empty.
using NamePath = std::vector<Identifier>;

// ---- Values
// ------------------------------------------------------------------------------------------------

enum class NumberForm { integer, hexadecimal, decimal, floating };  // 12, 0x1F, 1.5, 1.5e3

struct NumericLiteral {
  NumberForm form = NumberForm::integer;
  std::string text;  ///< as written, never signed; any number of digits
};

struct StringLiteral {
  std::string value;  ///< quotes undone, adjacent literals ('a' 'b') joined
};

struct NullLiteral {};

/// TRUE, FALSE: beyond ADQL 2.1.
struct BooleanLiteral {
  bool value = false;
};

struct ColumnReference {
  NamePath path;  ///< [[[catalog.]schema.]table.]column: 1 to 4 names
};

/// Everything of the form name(argument, ...): maths, geometry, LOWER, COALESCE, IN_UNIT, user defined ones.
/// For the names of the standard (not delimited, any case) the parser has checked the number of arguments,
/// see call_forms.hpp. The coordinate system of POINT, CIRCLE, BOX, POLYGON is simply the first argument,
/// when that is a StringLiteral or a NullLiteral; the second argument of IN_UNIT and that of REGION are
/// StringLiterals.
struct FunctionCall {
  Identifier name;
  std::vector<Expr> arguments;
};

enum class AggregateKind { count, sum, avg, min, max };
enum class Quantifier { unsaid, all, distinct };

struct Aggregate {
  AggregateKind kind = AggregateKind::count;
  Quantifier quantifier = Quantifier::unsaid;
  ExprPtr argument;  ///< null: COUNT(*)
};

enum class CastType {
  smallint,
  integer,
  bigint,
  real,
  double_precision,
  char_,
  varchar,
  timestamp,
  point,
  circle,
  polygon
};

struct Cast {
  ExprPtr value;
  CastType type = CastType::integer;
  std::optional<std::int64_t> length{};  ///< CHAR(n), VARCHAR(n): 1 or more
  Place type_place{};
};

/// CASE: beyond ADQL 2.1.
struct Case {
  struct Branch {
    ExprPtr when;  ///< a value when there is a subject, else a condition
    ExprPtr then;
  };
  ExprPtr subject;               ///< null: searched CASE
  std::vector<Branch> branches;  ///< one or more
  ExprPtr otherwise;             ///< null: no ELSE
};

enum class Sign { plus, minus };

struct Signed {
  Sign sign = Sign::minus;
  ExprPtr operand;
};

enum class ArithmeticOperator { add, subtract, multiply, divide };

/// a + b - c or a * b / c, applied from left to right: all operators of one chain have the same rank.
struct Arithmetic {
  struct Step {
    Place place;
    ArithmeticOperator op = ArithmeticOperator::add;
  };
  std::vector<Expr> operands;   ///< two or more
  std::vector<Step> operators;  ///< operators[i] stands before operands[i + 1]
};

/// a || b || c
struct Concatenation {
  std::vector<Expr> operands;  ///< two or more
};

/// A query in brackets as a value.
struct ScalarSubquery {
  QueryPtr query;
};

// ---- Conditions
// --------------------------------------------------------------------------------------------

enum class ComparisonOperator { equal, not_equal, less, less_or_equal, greater, greater_or_equal };

struct Comparison {
  ComparisonOperator op = ComparisonOperator::equal;
  ExprPtr left, right;
  Place operator_place{};
};

enum class Negated { no, yes };

struct Between {
  ExprPtr value, low, high;
  Negated negated = Negated::no;
};

struct Like {
  ExprPtr value, pattern;
  Negated negated = Negated::no;
  bool ignores_case = false;  ///< ILIKE
};

struct InList {
  ExprPtr value;
  std::vector<Expr> list;  ///< one or more
  Negated negated = Negated::no;
};

struct InQuery {
  ExprPtr value;
  QueryPtr query;
  Negated negated = Negated::no;
};

struct IsNull {
  ExprPtr value;
  Negated negated = Negated::no;
};

struct Exists {
  QueryPtr query;
};

struct Not {
  ExprPtr operand;
};

enum class JunctionKind { and_, or_ };

/// p AND q AND r, or p OR q OR r.
struct Junction {
  JunctionKind kind = JunctionKind::and_;
  std::vector<Expr> operands;  ///< two or more, all conditions
};

struct Expr {
  using Node =
      std::variant<NumericLiteral, StringLiteral, NullLiteral, BooleanLiteral, ColumnReference, FunctionCall,
                   Aggregate, Cast, Case, Signed, Arithmetic, Concatenation, ScalarSubquery, Comparison,
                   Between, Like, InList, InQuery, IsNull, Exists, Not, Junction>;
  Place place;
  Node node;
};

/// The parser only puts conditions where conditions belong (WHERE, ON, HAVING, searched WHEN, below AND, OR,
/// NOT) and values everywhere else.
bool is_condition(Expr const& expr);

// ---- Tables
// ------------------------------------------------------------------------------------------------

struct TableExpression;

struct NamedTable {
  NamePath name;  ///< [[catalog.]schema.]table: 1 to 3 names
  std::optional<Identifier> alias{};
};

struct DerivedTable {
  QueryPtr query;
  Identifier alias;
};

/// (a JOIN b ON ...), with or without an alias.
struct BracketedJoin {
  std::unique_ptr<TableExpression> tables;  ///< never null; has one join at least
  std::optional<Identifier> alias{};
};

struct TableFactor {
  Place place;
  std::variant<NamedTable, DerivedTable, BracketedJoin> node;
};

enum class JoinKind { inner, left, right, full, cross };

struct JoinOn {
  ExprPtr condition;
};
struct JoinUsing {
  std::vector<Identifier> columns;  ///< one or more
};
struct JoinNatural {};
struct JoinAll {};  ///< CROSS JOIN

struct Join {
  Place place;  ///< of its first word (NATURAL, LEFT, JOIN, ...)
  JoinKind kind = JoinKind::inner;
  TableFactor right;
  std::variant<JoinOn, JoinUsing, JoinNatural, JoinAll> how;
};

/// One entry of FROM: first, then joins from left to right.
struct TableExpression {
  TableFactor first;
  std::vector<Join> joins;
};

// ---- Queries
// -----------------------------------------------------------------------------------------------

struct AllColumns {};  ///< *
struct ColumnsOfTable {
  NamePath table;  ///< t.*, schema.t.*
};
struct NamedValue {
  Expr value;
  std::optional<Identifier> alias{};
};

struct SelectItem {
  Place place;
  std::variant<AllColumns, ColumnsOfTable, NamedValue> node;
};

/// TOP n, OFFSET n.
struct RowCount {
  Place place;
  std::int64_t rows = 0;  ///< 0 or more
};

/// SELECT ... HAVING. TOP belongs to its SELECT, also inside a set operation; when the SELECT is the whole
/// body of a query, that query's ORDER BY and OFFSET work before TOP.
struct Select {
  Quantifier quantifier = Quantifier::unsaid;
  std::optional<RowCount> top;
  std::vector<SelectItem> items;      ///< one or more
  std::vector<TableExpression> from;  ///< one or more
  ExprPtr where;                      ///< may be null
  std::vector<Expr> group_by;
  ExprPtr having;  ///< may be null
};

struct QueryBody;

enum class SetKind { union_, except, intersect };

/// a UNION b EXCEPT ALL c, applied from left to right; or a INTERSECT b, which binds tighter. Never both
/// ranks in one list.
struct SetOperation {
  struct Step {
    Place place;
    SetKind kind = SetKind::union_;
    bool all = false;
  };
  std::vector<QueryBody> operands;  ///< two or more
  std::vector<Step> operators;      ///< operators[i] stands before operands[i + 1]
};

struct QueryBody {
  Place place;
  /// A QueryPtr is a bracketed query with ORDER BY or OFFSET of its own; other brackets vanish.
  std::variant<Select, SetOperation, QueryPtr> node;
};

struct SortTerm {
  enum class Direction { unsaid, ascending, descending };
  Place place;
  std::variant<std::int64_t, Expr> key;  ///< a position in the select list, from 1 (not checked), or a value
  Direction direction = Direction::unsaid;
};

struct CommonTable {
  Identifier name;
  std::vector<Identifier> columns;  ///< empty: those of the query
  QueryPtr query;
};

/// A whole query, or a bracketed one. WITH only stands before a whole query (ADQL 2.1 section 4.5): the
/// parser leaves `with` empty everywhere else.
struct Query {
  Place place;
  std::vector<CommonTable> with;
  QueryBody body;
  std::vector<SortTerm> order_by;
  std::optional<RowCount> offset;
};

}  // namespace catalog::adql
