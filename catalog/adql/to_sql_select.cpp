/// One SELECT: select list, grouping, order.
#include <algorithm>

#include "catalog/adql/output_names.hpp"
#include "catalog/adql/to_sql.hpp"
#include "catalog/adql/to_sql_clause.hpp"
#include "catalog/adql/to_sql_parts.hpp"

namespace catalog::adql {

Translator::Compiled Translator::select(Select const& node, std::vector<SortTerm> const& terms,
                                        std::optional<RowCount> const& offset, Scope const* outer,
                                        Reader reader) {
  FromPart part = from(node.from, outer);
  Scope const scope{.outer = outer, .sources = std::move(part.sources), .columns = std::move(part.columns)};

  std::string where;
  if (node.where) {
    Clause clause{.scope = scope, .name = "WHERE"};
    Entered const entered(*this, clause);
    where = " WHERE " + condition(*node.where, clause, Sense::only_true_counts);
  }
  std::vector<std::string> grouped;
  for (Value const& key : group_by(node, scope)) grouped.push_back(key.sql);

  Clause clause{.scope = scope, .name = "the select list", .may_aggregate = true, .grouped = &grouped};
  Entered const entered(*this, clause);
  std::vector<Item> const list = items(node, clause);
  std::string having;
  if (node.having) having = " HAVING " + condition(*node.having, clause, Sense::any);
  bool const distinct = node.quantifier == Quantifier::distinct;
  std::string const order = order_by(terms, list, clause, distinct);
  if (!grouped.empty() || node.having || clause.has_aggregate) check_grouping(clause);

  std::string sql = distinct ? "SELECT DISTINCT " : "SELECT ";
  sql += select_list(list, reader) + " FROM " + part.sql + where;
  for (std::size_t i = 0; i < grouped.size(); ++i) sql += (i == 0 ? " GROUP BY " : ", ") + grouped[i];
  sql += having + order + limits(node.top, offset, reader);
  return {std::move(sql), outputs(list)};
}

std::vector<Translator::Item> Translator::items(Select const& node, Clause& clause) {
  std::vector<Item> list;
  auto const add = [&](SourceColumn const& column, Place place) {
    Value value;
    value.kind = column.kind;
    value.sql = column.sql;
    value.column = *column.column;
    value.column.name = column.name;
    value.place = place;
    value.indexed = column.indexed;
    value.source = column.source;
    note_column(column, &clause.scope, place);
    list.push_back({std::move(value), std::nullopt});
  };
  for (SelectItem const& item : node.items) {
    if (std::holds_alternative<AllColumns>(item.node)) {
      for (SourceColumn const& column : clause.scope.columns) add(column, item.place);
    } else if (auto const* all_of = std::get_if<ColumnsOfTable>(&item.node)) {
      for (SourceColumn const& column : find_source(all_of->table, clause.scope).columns)
        add(column, item.place);
    } else {
      auto const& named = std::get<NamedValue>(item.node);
      list.push_back({value(named.value, clause), named.alias});
    }
  }
  constexpr std::size_t most_columns = 1600;  // PostgreSQL's limit is 1664
  if (list.size() > most_columns) refuse(node.items.front().place, "more than 1600 columns in one answer");
  name_outputs(list);
  return list;
}

std::vector<Value> Translator::group_by(Select const& node, Scope const& scope) {
  std::vector<Value> keys;
  Clause clause{.scope = scope, .name = "GROUP BY"};
  Entered const entered(*this, clause);
  for (Expr const& key : node.group_by) {
    // The standard wants a column of a table here; the alias of a selected value is also understood.
    Expr const* meant = &key;
    if (auto const* reference = std::get_if<ColumnReference>(&key.node);
        reference && reference->path.size() == 1)
      if (Expr const* aliased = value_named(reference->path[0], node, scope)) meant = aliased;
    keys.push_back(value(*meant, clause));
    if (keys.back().kind == Kind::unknown) keys.back().sql = "NULL::text";
  }
  return keys;
}

std::vector<OutputColumn> Translator::outputs(std::vector<Item> const& list) {
  std::vector<OutputColumn> columns;
  for (Item const& item : list) columns.push_back({item.value.column, item.value.kind, item.value.indexed});
  return columns;
}

std::string Translator::select_list(std::vector<Item> const& list, Reader reader) {
  std::string sql;
  for (std::size_t i = 0; i < list.size(); ++i) {
    Value const& value = list[i].value;
    if (i > 0) sql += ", ";
    bool const bare_null = value.kind == Kind::unknown;
    sql += reader == Reader::user ? delivered(value.sql, {value.column, value.kind, false})
                                  : value.sql + (bare_null ? "::text" : "");
    sql += " AS c" + std::to_string(i + 1);
  }
  return sql;
}

void Translator::check_grouping(Clause const& clause) {
  if (clause.bare.empty()) return;
  Bare const& first = clause.bare.front();
  refuse(first.place, "column '" + first.name + "' must stand in GROUP BY or within an aggregate function");
}

std::string Translator::order_by(std::vector<SortTerm> const& terms, std::vector<Item> const& list,
                                 Clause& clause, bool distinct) {
  std::string sql;
  clause.name = "ORDER BY";
  for (SortTerm const& term : terms) {
    sql += (sql.empty() ? " ORDER BY " : ", ") + sort_key(term, list, clause, distinct);
    if (term.direction == SortTerm::Direction::descending) sql += " DESC";
  }
  return sql;
}

std::string Translator::sort_key(SortTerm const& term, std::vector<Item> const& list, Clause& clause,
                                 bool distinct) {
  auto const sortable = [&](Value const& value) {
    if (is_geometry(value.kind) || value.kind == Kind::array)
      refuse(term.place,
             std::string(word_of(value.kind)) + " has no order - sort by its COORD1, COORD2 or AREA");
  };
  if (auto const* position = std::get_if<std::int64_t>(&term.key)) {
    if (*position < 1 || *position > static_cast<std::int64_t>(list.size()))
      refuse(term.place, "ORDER BY " + std::to_string(*position) + ": the select list has columns 1 to " +
                             std::to_string(list.size()));
    sortable(list[static_cast<std::size_t>(*position) - 1].value);
    return std::to_string(*position);
  }
  Expr const& key = std::get<Expr>(term.key);
  if (auto const* reference = std::get_if<ColumnReference>(&key.node);
      reference && reference->path.size() == 1)
    if (auto const position = position_named(reference->path[0], list)) {
      sortable(list[*position].value);
      return std::to_string(*position + 1);
    }
  Value const sorted = value(key, clause);
  sortable(sorted);
  if (!distinct) return sorted.kind == Kind::unknown ? "NULL::text" : sorted.sql;
  for (std::size_t i = 0; i < list.size(); ++i)
    if (list[i].value.sql == sorted.sql) return std::to_string(i + 1);
  refuse(term.place, "with SELECT DISTINCT the order can only use what is selected");
}

}  // namespace catalog::adql
