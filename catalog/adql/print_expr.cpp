#include <string_view>

#include "catalog/adql/call_forms.hpp"
#include "catalog/adql/printer.hpp"
#include "engine/base/text.hpp"

namespace catalog::adql {

namespace {

/// How tightly a node binds.
enum Rank : int {
  disjunction = 1,
  conjunction,
  negation,
  predicate,
  concatenation,
  sum,
  product,
  sign,
  primary
};

int rank_of_chain(Arithmetic const& chain) {
  ArithmeticOperator const op = chain.operators.front().op;
  return op == ArithmeticOperator::add || op == ArithmeticOperator::subtract ? sum : product;
}

int rank_of(Expr::Node const& node) {
  if (auto const* const junction = std::get_if<Junction>(&node))
    return junction->kind == JunctionKind::or_ ? disjunction : conjunction;
  if (std::holds_alternative<Not>(node)) return negation;
  if (std::holds_alternative<Concatenation>(node)) return concatenation;
  if (std::holds_alternative<Signed>(node)) return sign;
  if (auto const* const arithmetic = std::get_if<Arithmetic>(&node)) return rank_of_chain(*arithmetic);
  bool const compares = std::holds_alternative<Comparison>(node) || std::holds_alternative<Between>(node) ||
                        std::holds_alternative<Like>(node) || std::holds_alternative<InList>(node) ||
                        std::holds_alternative<InQuery>(node) || std::holds_alternative<IsNull>(node);
  return compares ? predicate : primary;
}

std::string_view text_of(ArithmeticOperator op) {
  switch (op) {
    case ArithmeticOperator::add: return " + ";
    case ArithmeticOperator::subtract: return " - ";
    case ArithmeticOperator::multiply: return " * ";
    case ArithmeticOperator::divide: return " / ";
  }
  return {};
}

std::string_view text_of(ComparisonOperator op) {
  switch (op) {
    case ComparisonOperator::equal: return " = ";
    case ComparisonOperator::not_equal: return " <> ";
    case ComparisonOperator::less: return " < ";
    case ComparisonOperator::less_or_equal: return " <= ";
    case ComparisonOperator::greater: return " > ";
    case ComparisonOperator::greater_or_equal: return " >= ";
  }
  return {};
}

std::string_view text_of(AggregateKind kind) {
  switch (kind) {
    case AggregateKind::count: return "COUNT";
    case AggregateKind::sum: return "SUM";
    case AggregateKind::avg: return "AVG";
    case AggregateKind::min: return "MIN";
    case AggregateKind::max: return "MAX";
  }
  return {};
}

std::string_view text_of(CastType type) {
  switch (type) {
    case CastType::smallint: return "SMALLINT";
    case CastType::integer: return "INTEGER";
    case CastType::bigint: return "BIGINT";
    case CastType::real: return "REAL";
    case CastType::double_precision: return "DOUBLE PRECISION";
    case CastType::char_: return "CHAR";
    case CastType::varchar: return "VARCHAR";
    case CastType::timestamp: return "TIMESTAMP";
    case CastType::point: return "POINT";
    case CastType::circle: return "CIRCLE";
    case CastType::polygon: return "POLYGON";
  }
  return {};
}

std::string_view not_word(Negated negated) { return negated == Negated::yes ? " NOT" : ""; }

/// One function per node: the visitor of Printer::expr.
struct NodePrinter {
  Printer& p;

  void operator()(NumericLiteral const& n) const { p.out += n.text; }
  void operator()(NullLiteral const&) const { p.out += "NULL"; }
  void operator()(BooleanLiteral const& n) const { p.out += n.value ? "TRUE" : "FALSE"; }
  void operator()(ColumnReference const& n) const { p.path(n.path); }

  void operator()(StringLiteral const& n) const {
    p.out += '\'';
    for (char const c : n.value) {
      if (c == '\'') p.out += c;
      p.out += c;
    }
    p.out += '\'';
  }

  void operator()(FunctionCall const& n) const {
    if (!n.name.delimited && is_standard_function(n.name.text))
      p.out += engine::upper(n.name.text);
    else
      p.name(n.name);
    p.out += '(';
    p.list(n.arguments);
    p.out += ')';
  }

  void operator()(Aggregate const& n) const {
    p.out += text_of(n.kind);
    p.out += '(';
    if (n.quantifier == Quantifier::all) p.out += "ALL ";
    if (n.quantifier == Quantifier::distinct) p.out += "DISTINCT ";
    if (n.argument)
      p.expr(*n.argument);
    else
      p.out += '*';
    p.out += ')';
  }

  void operator()(Cast const& n) const {
    p.out += "CAST(";
    p.expr(*n.value);
    p.out += " AS ";
    p.out += text_of(n.type);
    if (n.length) p.out += '(' + std::to_string(*n.length) + ')';
    p.out += ')';
  }

  void operator()(Case const& n) const {
    p.out += "CASE ";
    if (n.subject) {
      p.expr(*n.subject);
      p.out += ' ';
    }
    for (Case::Branch const& branch : n.branches) {
      p.out += "WHEN ";
      p.expr(*branch.when);
      p.out += " THEN ";
      p.expr(*branch.then);
      p.out += ' ';
    }
    if (n.otherwise) {
      p.out += "ELSE ";
      p.expr(*n.otherwise);
      p.out += ' ';
    }
    p.out += "END";
  }

  /// Two signs in a row get a blank between them: -- begins a comment.
  void operator()(Signed const& n) const {
    p.out += n.sign == Sign::minus ? '-' : '+';
    if (std::holds_alternative<Signed>(n.operand->node)) p.out += ' ';
    p.operand(*n.operand, sign);
  }

  void operator()(Arithmetic const& n) const {
    int const rank = rank_of_chain(n) + 1;
    p.operand(n.operands.front(), rank);
    for (std::size_t i = 0; i < n.operators.size(); ++i) {
      p.out += text_of(n.operators[i].op);
      p.operand(n.operands[i + 1], rank);
    }
  }

  void operator()(Concatenation const& n) const { chain(n.operands, " || ", sum); }
  void operator()(Junction const& n) const {
    bool const either = n.kind == JunctionKind::or_;
    chain(n.operands, either ? " OR " : " AND ", either ? conjunction : negation);
  }

  void chain(std::vector<Expr> const& operands, std::string_view word, int rank) const {
    for (std::size_t i = 0; i < operands.size(); ++i) {
      if (i > 0) p.out += word;
      p.operand(operands[i], rank);
    }
  }

  void operator()(ScalarSubquery const& n) const { p.in_brackets(*n.query); }

  void operator()(Comparison const& n) const {
    p.operand(*n.left, concatenation);
    p.out += text_of(n.op);
    p.operand(*n.right, concatenation);
  }

  void operator()(Between const& n) const {
    p.operand(*n.value, concatenation);
    p.out += not_word(n.negated);
    p.out += " BETWEEN ";
    p.operand(*n.low, concatenation);
    p.out += " AND ";
    p.operand(*n.high, concatenation);
  }

  void operator()(Like const& n) const {
    p.operand(*n.value, concatenation);
    p.out += not_word(n.negated);
    p.out += n.ignores_case ? " ILIKE " : " LIKE ";
    p.operand(*n.pattern, concatenation);
  }

  void operator()(InList const& n) const {
    p.operand(*n.value, concatenation);
    p.out += not_word(n.negated);
    p.out += " IN (";
    p.list(n.list);
    p.out += ')';
  }

  void operator()(InQuery const& n) const {
    p.operand(*n.value, concatenation);
    p.out += not_word(n.negated);
    p.out += " IN ";
    p.in_brackets(*n.query);
  }

  void operator()(IsNull const& n) const {
    p.operand(*n.value, concatenation);
    p.out += n.negated == Negated::yes ? " IS NOT NULL" : " IS NULL";
  }

  void operator()(Exists const& n) const {
    p.out += "EXISTS ";
    p.in_brackets(*n.query);
  }

  void operator()(Not const& n) const {
    p.out += "NOT ";
    p.operand(*n.operand, negation);
  }
};

}  // namespace

void Printer::expr(Expr const& expr) { std::visit(NodePrinter{*this}, expr.node); }

void Printer::operand(Expr const& value, int rank) {
  bool const brackets = rank_of(value.node) < rank;
  if (brackets) out += '(';
  expr(value);
  if (brackets) out += ')';
}

void Printer::list(std::vector<Expr> const& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out += ", ";
    expr(values[i]);
  }
}

}  // namespace catalog::adql
