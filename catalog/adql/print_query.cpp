#include <string_view>

#include "catalog/adql/print.hpp"
#include "catalog/adql/printer.hpp"

namespace catalog::adql {

namespace {

template <class... Rules>
struct Cases : Rules... {
  using Rules::operator()...;
};
template <class... Rules>
Cases(Rules...) -> Cases<Rules...>;

std::string_view word_of(Quantifier quantifier) {
  switch (quantifier) {
    case Quantifier::unsaid: return "";
    case Quantifier::all: return "ALL ";
    case Quantifier::distinct: return "DISTINCT ";
  }
  return {};
}

std::string_view word_of(SetKind kind) {
  switch (kind) {
    case SetKind::union_: return " UNION ";
    case SetKind::except: return " EXCEPT ";
    case SetKind::intersect: return " INTERSECT ";
  }
  return {};
}

std::string_view words_of(JoinKind kind) {
  switch (kind) {
    case JoinKind::inner: return "JOIN ";
    case JoinKind::left: return "LEFT JOIN ";
    case JoinKind::right: return "RIGHT JOIN ";
    case JoinKind::full: return "FULL JOIN ";
    case JoinKind::cross: return "CROSS JOIN ";
  }
  return {};
}

/// Calls `print` for each, with `separator` between.
template <class Range, class Print>
void each(std::string& out, Range const& range, std::string_view separator, Print print) {
  bool first = true;
  for (auto const& element : range) {
    if (!first) out += separator;
    first = false;
    print(element);
  }
}

}  // namespace

void Printer::query(Query const& query) {
  if (!query.with.empty()) {
    out += "WITH ";
    each(out, query.with, ", ", [&](CommonTable const& table) {
      name(table.name);
      if (!table.columns.empty()) {
        out += ' ';
        names(table.columns);
      }
      out += " AS ";
      in_brackets(*table.query);
    });
    out += ' ';
  }
  body(query.body);
  sort_terms(query);
  if (query.offset) out += " OFFSET " + std::to_string(query.offset->rows);
}

void Printer::body(QueryBody const& body) {
  std::visit(
      Cases{[&](Select const& node) { select(node); }, [&](SetOperation const& node) { set_operation(node); },
            [&](QueryPtr const& node) { in_brackets(*node); }},
      body.node);
}

void Printer::set_operation(SetOperation const& chain) {
  for (std::size_t i = 0; i < chain.operands.size(); ++i) {
    if (i > 0) {
      out += word_of(chain.operators[i - 1].kind);
      if (chain.operators[i - 1].all) out += "ALL ";
    }
    set_operand(chain.operands[i], chain.operators.front().kind);
  }
}

/// Only INTERSECT needs no brackets inside UNION and EXCEPT.
void Printer::set_operand(QueryBody const& operand, SetKind outside) {
  auto const* const inner = std::get_if<SetOperation>(&operand.node);
  bool const tighter = inner != nullptr && inner->operators.front().kind == SetKind::intersect &&
                       outside != SetKind::intersect;
  bool const brackets = inner != nullptr && !tighter;
  if (brackets) out += '(';
  body(operand);
  if (brackets) out += ')';
}

void Printer::select(Select const& select) {
  out += "SELECT ";
  out += word_of(select.quantifier);
  if (select.top) out += "TOP " + std::to_string(select.top->rows) + ' ';
  each(out, select.items, ", ", [&](SelectItem const& i) { item(i); });
  out += " FROM ";
  each(out, select.from, ", ", [&](TableExpression const& t) { tables(t); });
  if (select.where) {
    out += " WHERE ";
    expr(*select.where);
  }
  if (!select.group_by.empty()) {
    out += " GROUP BY ";
    list(select.group_by);
  }
  if (select.having) {
    out += " HAVING ";
    expr(*select.having);
  }
}

void Printer::item(SelectItem const& item) {
  std::visit(Cases{[&](AllColumns const&) { out += '*'; },
                   [&](ColumnsOfTable const& columns) {
                     path(columns.table);
                     out += ".*";
                   },
                   [&](NamedValue const& value) {
                     expr(value.value);
                     alias(value.alias);
                   }},
             item.node);
}

void Printer::tables(TableExpression const& tables) {
  factor(tables.first);
  for (Join const& step : tables.joins) {
    out += ' ';
    join(step);
  }
}

void Printer::factor(TableFactor const& factor) {
  std::visit(Cases{[&](NamedTable const& table) {
                     path(table.name);
                     alias(table.alias);
                   },
                   [&](DerivedTable const& table) {
                     in_brackets(*table.query);
                     alias(table.alias);
                   },
                   [&](BracketedJoin const& join) {
                     out += '(';
                     tables(*join.tables);
                     out += ')';
                     alias(join.alias);
                   }},
             factor.node);
}

void Printer::join(Join const& join) {
  if (std::holds_alternative<JoinNatural>(join.how)) out += "NATURAL ";
  out += words_of(join.kind);
  factor(join.right);
  if (auto const* const on = std::get_if<JoinOn>(&join.how)) {
    out += " ON ";
    expr(*on->condition);
  } else if (auto const* const common = std::get_if<JoinUsing>(&join.how)) {
    out += " USING ";
    names(common->columns);
  }
}

void Printer::sort_terms(Query const& query) {
  if (query.order_by.empty()) return;
  out += " ORDER BY ";
  each(out, query.order_by, ", ", [&](SortTerm const& term) {
    if (auto const* const position = std::get_if<std::int64_t>(&term.key))
      out += std::to_string(*position);
    else
      expr(std::get<Expr>(term.key));
    if (term.direction == SortTerm::Direction::ascending) out += " ASC";
    if (term.direction == SortTerm::Direction::descending) out += " DESC";
  });
}

void Printer::in_brackets(Query const& inner) {
  out += '(';
  query(inner);
  out += ')';
}

void Printer::alias(std::optional<Identifier> const& alias) {
  if (!alias) return;
  out += " AS ";
  name(*alias);
}

void Printer::name(Identifier const& identifier) {
  if (!identifier.delimited) {
    out += identifier.text;
    return;
  }
  out += '"';
  for (char const c : identifier.text) {
    if (c == '"') out += c;
    out += c;
  }
  out += '"';
}

void Printer::path(NamePath const& path) {
  each(out, path, ".", [&](Identifier const& identifier) { name(identifier); });
}

void Printer::names(std::vector<Identifier> const& names) {
  out += '(';
  each(out, names, ", ", [&](Identifier const& identifier) { name(identifier); });
  out += ')';
}

std::string to_adql(Query const& query) {
  Printer printer;
  printer.query(query);
  return std::move(printer.out);
}

std::string to_adql(Expr const& expr) {
  Printer printer;
  printer.expr(expr);
  return std::move(printer.out);
}

std::string to_adql(NamePath const& path) {
  Printer printer;
  printer.path(path);
  return std::move(printer.out);
}

}  // namespace catalog::adql
