/// Expressions that have a value: literals, columns, calculations, aggregates.
#include <algorithm>
#include <charconv>

#include "catalog/adql/literals.hpp"
#include "catalog/adql/to_sql.hpp"
#include "catalog/adql/to_sql_parts.hpp"
#include "engine/base/expects.hpp"
#include "engine/base/text.hpp"

namespace catalog::adql {

struct Translator::ValueVisitor {
  Translator& self;
  Clause& clause;
  Place place;
  Value operator()(NumericLiteral const& n) { return self.literal(n, place); }
  Value operator()(StringLiteral const& n) {
    if (n.value.find('\0') != std::string::npos) refuse(place, "a text cannot hold the character 0");
    Value v;
    v.kind = Kind::text;
    v.sql = self.bind("text", n.value);
    v.column = column_of(Kind::text);
    v.text = n.value;
    return v;
  }
  Value operator()(NullLiteral const&) {
    Value v;
    v.sql = "NULL";
    v.column = column_of(Kind::unknown);
    return v;
  }
  Value operator()(BooleanLiteral const& n) {
    Value v;
    v.kind = Kind::boolean;
    v.sql = n.value ? "true::bool" : "false::bool";
    v.column = column_of(Kind::boolean);
    return v;
  }
  Value operator()(ColumnReference const& n) { return self.column(n, clause); }
  Value operator()(FunctionCall const& n) { return self.call(n, clause); }
  Value operator()(Aggregate const& n) { return self.aggregate(n, clause, place); }
  Value operator()(Cast const& n) { return self.cast(n, clause); }
  Value operator()(Case const& n) { return self.case_of(n, clause, place); }
  Value operator()(Signed const& n) { return self.signed_value(n, clause, place); }
  Value operator()(Arithmetic const& n) { return self.arithmetic(n, clause); }
  Value operator()(Concatenation const& n) { return self.concatenation(n, clause); }
  Value operator()(ScalarSubquery const& n) { return self.scalar_subquery(n, clause, place); }
  template <class Condition>
  Value operator()(Condition const&) {
    refuse(place, "a condition cannot stand here - CASE WHEN ... THEN 1 ELSE 0 END makes a value of it");
  }
};

Value Translator::value(Expr const& expr, Clause& clause) {
  std::size_t const bare_before = clause.bare.size();
  Value v = std::visit(ValueVisitor{*this, clause, expr.place}, expr.node);
  v.place = expr.place;
  // What equals an expression of GROUP BY may stand outside of aggregates, whatever columns it is made of.
  if (clause.grouped != nullptr &&
      std::find(clause.grouped->begin(), clause.grouped->end(), v.sql) != clause.grouped->end())
    clause.bare.erase(clause.bare.begin() + static_cast<std::ptrdiff_t>(bare_before), clause.bare.end());
  return v;
}

Value Translator::literal(NumericLiteral const& node, Place place) {
  Value v;
  std::string_view digits = node.text;
  bool const hexadecimal = node.form == NumberForm::hexadecimal;
  if (hexadecimal) digits.remove_prefix(2);
  if (hexadecimal || node.form == NumberForm::integer) {
    std::int64_t whole = 0;
    auto const [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), whole, hexadecimal ? 16 : 10);
    if (error == std::errc{} && end == digits.data() + digits.size()) {
      v.kind = Kind::integer;
      v.digits = std::to_string(whole);
      v.sql = bind("int8", v.digits);
      v.column = column_of(Kind::integer);
      v.number = static_cast<double>(whole);
      return v;
    }
    if (hexadecimal) refuse(place, "the number is beyond 64 bits");
  }
  auto const real = engine::number(node.text);
  if (!real || *real > 1.7976931348623157e308) refuse(place, "the number is too large for DOUBLE PRECISION");
  v.kind = Kind::real;
  v.digits = engine::shortest(*real);
  v.sql = bind("float8", v.digits);
  v.column = column_of(Kind::real);
  v.number = *real;
  return v;
}

void Translator::note_column(SourceColumn const& column, Scope const* scope, Place place) {
  for (auto it = clauses_.rbegin(); it != clauses_.rend(); ++it) {
    Clause& clause = **it;
    if (&clause.scope != scope) continue;
    ++clause.own_columns;
    if (clause.within_aggregate > 0) return;
    if (clause.grouped != nullptr &&
        std::find(clause.grouped->begin(), clause.grouped->end(), column.sql) != clause.grouped->end())
      return;
    clause.bare.push_back({place, column.name});
    return;
  }
}

Value Translator::column(ColumnReference const& reference, Clause& clause) {
  Found const found = find_column(reference.path, clause.scope);
  note_column(*found.column, found.scope, reference.path.back().place);
  Value v;
  v.kind = found.column->kind;
  v.sql = found.column->sql;
  v.column = *found.column->column;
  v.column.name = found.column->name;
  v.indexed = found.column->indexed;
  v.source = found.column->source;
  v.sources.push_back(found.column->source);
  return v;
}

Value Translator::signed_value(Signed const& node, Clause& clause, Place place) {
  Value v = value(*node.operand, clause);
  std::string const label = node.sign == Sign::minus ? "-" : "+";
  std::string const operand = v.kind == Kind::integer ? integer(v, label) : number(v, label);
  if (node.sign == Sign::minus) {
    if (v.number) {
      v.digits = v.digits.starts_with('-') ? v.digits.substr(1) : "-" + v.digits;
      v.sql = bind(sql_type(v.kind), v.digits);
      v.number = -*v.number;
    } else {
      v.sql = "(- " + operand + ")";
    }
    v.indexed = false;
    v.source = -1;
    std::string const unit = v.column.unit;
    Kind const kind = v.kind == Kind::integer ? Kind::integer : Kind::real;
    v.kind = kind;
    v.column = column_of(kind);
    v.column.unit = unit;
  }
  v.place = place;
  return v;
}

Value Translator::arithmetic(Arithmetic const& node, Clause& clause) {
  static constexpr std::string_view signs[] = {" + ", " - ", " * ", " / "};
  std::vector<Value> operands;
  for (Expr const& operand : node.operands) operands.push_back(value(operand, clause));
  Value v;
  bool whole = true;
  std::string unit = operands.front().column.unit;
  std::string sql = "(";
  for (std::size_t i = 0; i < operands.size(); ++i) {
    Value const& operand = operands[i];
    std::string const label =
        i == 0
            ? "the operator"
            : "'" + std::string(engine::trimmed(signs[static_cast<std::size_t>(node.operators[i - 1].op)])) +
                  "'";
    if (operand.kind == Kind::timestamp)
      refuse(operand.place, "times are not calculated with - ivo_to_mjd(...) makes days of them");
    bool const is_whole = operand.kind == Kind::integer || operand.kind == Kind::unknown;
    std::string const term = is_whole ? integer(operand, label) : number(operand, label);
    if (i > 0) {
      ArithmeticOperator const op = node.operators[i - 1].op;
      sql += signs[static_cast<std::size_t>(op)];
      bool const scales = op == ArithmeticOperator::multiply || op == ArithmeticOperator::divide;
      bool const plain = operand.number.has_value();
      if (scales && op == ArithmeticOperator::multiply && i == 1 && operands.front().number)
        unit = operand.column.unit;
      else if (scales ? !plain : operand.column.unit != unit)
        unit.clear();
    }
    sql += term;
    whole = whole && is_whole;
    merge_sources(v, operand);
  }
  v.sql = std::move(sql) + ")";
  v.kind = whole ? Kind::integer : Kind::real;
  v.column = column_of(v.kind);
  v.column.unit = std::move(unit);
  return v;
}

Value Translator::concatenation(Concatenation const& node, Clause& clause) {
  Value v;
  v.kind = Kind::text;
  v.column = column_of(Kind::text);
  std::vector<std::string> parts;
  for (Expr const& operand : node.operands) {
    Value const part = value(operand, clause);
    parts.push_back(text(part, "||"));
    merge_sources(v, part);
  }
  v.sql = joined_by("||", parts);
  return v;
}

Value Translator::scalar_subquery(ScalarSubquery const& node, Clause& clause, Place place) {
  Compiled const inner = query(*node.query, &clause.scope, Reader::query_around);
  if (inner.columns.size() != 1)
    refuse(place, "a query used as a value has one column, not " + std::to_string(inner.columns.size()));
  Value v;
  v.kind = inner.columns.front().kind;
  v.column = inner.columns.front().column;
  v.sql = "(" + inner.sql + ")";
  v.repeatable = false;
  return v;
}

}  // namespace catalog::adql
