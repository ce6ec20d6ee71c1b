/// Whole queries: WITH, set operations, limits.
#include <algorithm>

#include "catalog/adql/to_sql.hpp"
#include "catalog/adql/to_sql_parts.hpp"

namespace catalog::adql {

Translation Translator::translate(Query const& whole) {
  Compiled compiled = query(whole, nullptr, Reader::user);
  Numbered numbered = renumbered(compiled.sql);
  constexpr std::size_t most_parameters = 65535;  // PostgreSQL's protocol counts them in 16 bits
  if (numbered.kept.size() > most_parameters)
    refuse(whole.place, "more than 65535 different literals in one query - upload them as a table");
  Translation done{.sql = std::move(numbered.sql), .parameters = {}, .columns = {}};
  for (std::size_t const old : numbered.kept) done.parameters.push_back(std::move(parameters_[old - 1]));
  for (OutputColumn& output : compiled.columns) done.columns.push_back(std::move(output.column));
  return done;
}

Translator::Compiled Translator::query(Query const& whole, Scope const* outer, Reader reader) {
  std::size_t const known_tables = common_tables_.size();
  std::string const with = with_clause(whole.with);
  Compiled compiled;
  if (auto const* only = std::get_if<Select>(&whole.body.node)) {
    compiled = select(*only, whole.order_by, whole.offset, outer, reader);
  } else {
    compiled = body(whole.body, outer);
    if (!whole.order_by.empty() || whole.offset || reader == Reader::user)
      compiled = wrapped(std::move(compiled), whole, outer, reader);
  }
  compiled.sql.insert(0, with);
  common_tables_.resize(known_tables);
  return compiled;
}

std::string Translator::with_clause(std::vector<CommonTable> const& tables) {
  std::string sql;
  std::size_t const first = common_tables_.size();
  for (CommonTable const& table : tables) {
    for (std::size_t i = first; i < common_tables_.size(); ++i)
      if (same_name(common_tables_[i].name, table.name))
        refuse(table.name.place, "WITH has two tables '" + table.name.text + "'");
    Compiled inner = query(*table.query, nullptr, Reader::query_around);
    if (table.columns.size() > inner.columns.size())
      refuse(table.name.place, "WITH names " + std::to_string(table.columns.size()) + " columns of '" +
                                   table.name.text + "', but its query has " +
                                   std::to_string(inner.columns.size()));
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      inner.columns[i].column.name = table.columns[i].text;
    std::string const name = "w" + std::to_string(++aliases_);
    sql += (sql.empty() ? "WITH " : ", ") + name + " AS (" + inner.sql + ")";
    common_tables_.push_back({table.name, name, std::move(inner.columns)});
  }
  return sql.empty() ? sql : sql + " ";
}

Translator::Compiled Translator::body(QueryBody const& body, Scope const* outer) {
  if (auto const* only = std::get_if<Select>(&body.node))
    return select(*only, {}, std::nullopt, outer, Reader::query_around);
  if (auto const* bracketed = std::get_if<QueryPtr>(&body.node)) {
    return query(**bracketed, outer, Reader::query_around);
  }
  return set_operation(std::get<SetOperation>(body.node), outer);
}

namespace {

std::string_view word_of(SetKind kind) {
  switch (kind) {
    case SetKind::union_: return "UNION";
    case SetKind::except: return "EXCEPT";
    case SetKind::intersect: return "INTERSECT";
  }
  return {};
}

/// What a column of a set operation is, from the same column of two operands.
OutputColumn merged(OutputColumn const& a, OutputColumn const& b, std::size_t position, Place place) {
  OutputColumn out = a;
  auto const kind = common_kind(a.kind, b.kind);
  if (!kind)
    refuse(place, "column " + std::to_string(position) + " is " + std::string(word_of(a.kind)) +
                      " on one side and " + std::string(word_of(b.kind)) + " on the other");
  if (a.kind != *kind || a.column.datatype != b.column.datatype || a.column.arraysize != b.column.arraysize) {
    Column const made = *kind == b.kind && a.kind == Kind::unknown ? b.column : column_of(*kind);
    out.column.datatype = made.datatype;
    out.column.arraysize = made.arraysize;
    out.column.xtype = made.xtype;
    if (a.kind == Kind::unknown) out.column = b.column;
  }
  out.column.name = a.column.name;
  out.kind = *kind;
  out.indexed = false;
  if (a.kind != Kind::unknown && b.kind != Kind::unknown) {
    if (a.column.unit != b.column.unit) out.column.unit.clear();
    if (a.column.ucd != b.column.ucd) out.column.ucd.clear();
    if (a.column.utype != b.column.utype) out.column.utype.clear();
    if (a.column.description != b.column.description) out.column.description.clear();
  }
  return out;
}

bool is_same_type(OutputColumn const& a, OutputColumn const& b) {
  return a.kind == b.kind && a.column.datatype == b.column.datatype;
}

}  // namespace

std::string Translator::brought_to(Compiled const& operand, std::vector<OutputColumn> const& wanted) {
  bool const fits = std::equal(operand.columns.begin(), operand.columns.end(), wanted.begin(), is_same_type);
  if (fits) return "(" + operand.sql + ")";
  std::string const source = "t" + std::to_string(++aliases_);
  std::string list;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    std::string const name = "c" + std::to_string(i + 1);
    list += (list.empty() ? "" : ", ") + source + "." + name + "::" + working_type(wanted[i]) + " AS " + name;
  }
  return "(SELECT " + list + " FROM (" + operand.sql + ") AS " + source + ")";
}

Translator::Compiled Translator::set_operation(SetOperation const& sets, Scope const* outer) {
  std::vector<Compiled> operands;
  for (QueryBody const& operand : sets.operands) operands.push_back(body(operand, outer));
  std::vector<OutputColumn> columns = operands.front().columns;
  for (std::size_t k = 1; k < operands.size(); ++k) {
    SetOperation::Step const& step = sets.operators[k - 1];
    if (operands[k].columns.size() != columns.size())
      refuse(step.place, std::string(word_of(step.kind)) + " wants equal numbers of columns, found " +
                             std::to_string(columns.size()) + " and " +
                             std::to_string(operands[k].columns.size()));
    for (std::size_t i = 0; i < columns.size(); ++i)
      columns[i] = merged(columns[i], operands[k].columns[i], i + 1, step.place);
  }
  // PostgreSQL, too, works from left to right within one rank, and each list here is of one rank.
  std::string sql;
  for (std::size_t k = 0; k < operands.size(); ++k) {
    if (k > 0)
      sql += " " + std::string(word_of(sets.operators[k - 1].kind)) +
             (sets.operators[k - 1].all ? " ALL " : " ");
    sql += brought_to(operands[k], columns);
  }
  return {std::move(sql), std::move(columns)};
}

Translator::Compiled Translator::wrapped(Compiled inner, Query const& whole, Scope const* outer,
                                         Reader reader) {
  Identifier const no_name{.place = whole.place, .text = "", .delimited = true};
  std::string const source = "t" + std::to_string(++aliases_);
  FromPart part = source_of(no_name, inner.columns, source);
  Scope const scope{.outer = outer, .sources = std::move(part.sources), .columns = std::move(part.columns)};
  Clause clause{.scope = scope, .name = "ORDER BY"};
  clauses_.push_back(&clause);
  std::vector<Item> items;
  for (std::size_t i = 0; i < scope.columns.size(); ++i) {
    SourceColumn const& column = scope.columns[i];
    Value value;
    value.kind = column.kind;
    value.sql = column.sql;
    value.column = *column.column;
    value.column.name = column.name;
    items.push_back({std::move(value), std::nullopt});
  }
  std::string const order = order_by(whole.order_by, items, clause, false);
  clauses_.pop_back();
  return {"SELECT " + select_list(items, reader) + " FROM (" + inner.sql + ") AS " + source + order +
              limits(std::nullopt, whole.offset, reader),
          std::move(inner.columns)};
}

std::string Translator::limits(std::optional<RowCount> const& top, std::optional<RowCount> const& offset,
                               Reader reader) const {
  std::optional<std::int64_t> most;
  if (top) most = top->rows;
  if (reader == Reader::user && options_.row_limit)
    most = std::min(most.value_or(*options_.row_limit), *options_.row_limit);
  std::string sql;
  if (most) sql += " LIMIT " + std::to_string(*most);
  if (offset) sql += " OFFSET " + std::to_string(offset->rows);
  return sql;
}

}  // namespace catalog::adql
