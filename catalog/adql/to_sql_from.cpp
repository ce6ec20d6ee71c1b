/// FROM: tables, subqueries, joins. NATURAL and USING become ON with merged columns of our own, so that every
/// column has one unmistakable name in the SQL.
#include <algorithm>

#include "catalog/adql/to_sql.hpp"
#include "catalog/adql/to_sql_clause.hpp"
#include "catalog/adql/to_sql_parts.hpp"

namespace catalog::adql {

namespace {

void check_names(std::vector<Source> const& known, std::vector<Source> const& added) {
  for (Source const& b : added)
    for (Source const& a : known) {
      bool const same_table = !a.schema.empty() && !b.schema.empty() && a.schema != b.schema;
      if (!a.name.text.empty() && same_name(a.name, b.name) && !same_table)
        refuse(b.name.place,
               "two tables in FROM are called '" + b.name.text + "' - give one another name with AS");
    }
}

template <class T>
void append(std::vector<T>& to, std::vector<T> from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

/// What NATURAL joins by, in the order of the left side.
std::vector<Identifier> common_names(ColumnList const& left, ColumnList const& right, Place place) {
  std::vector<Identifier> common;
  for (SourceColumn const& column : left) {
    Identifier name{.place = place, .text = column.name, .delimited = false};
    if (!right.named(name).empty()) common.push_back(std::move(name));
  }
  return common;
}

}  // namespace

Translator::FromPart Translator::from(std::vector<TableExpression> const& tables, Scope const* outer) {
  FromPart all;
  for (TableExpression const& tables_joined : tables) {
    FromPart part = table_expression(tables_joined, outer);
    check_names(all.sources, part.sources);
    // CROSS JOIN and not a comma: PostgreSQL then sees one tree, whatever follows.
    all.sql += (all.sql.empty() ? "" : " CROSS JOIN ") + part.sql;
    append(all.sources, std::move(part.sources));
    all.columns.append(std::move(part.columns));
  }
  return all;
}

Translator::FromPart Translator::table_expression(TableExpression const& tables, Scope const* outer) {
  FromPart part = table(tables.first, outer);
  for (Join const& join : tables.joins) part = joined(std::move(part), join, outer);
  if (!tables.joins.empty()) part.sql = "(" + part.sql + ")";
  return part;
}

void Translator::count_table(Place place) {
  if (++table_count_ > max_tables)
    refuse(place, "more than " + std::to_string(max_tables) +
                      " tables in one query - split it, or upload the result of one part for the next");
}

Translator::FromPart Translator::table(TableFactor const& factor, Scope const* outer) {
  if (!std::holds_alternative<BracketedJoin>(factor.node)) count_table(factor.place);
  if (auto const* named = std::get_if<NamedTable>(&factor.node)) return named_table(*named);
  if (auto const* derived = std::get_if<DerivedTable>(&factor.node)) {
    Compiled const inner = query(*derived->query, outer, Reader::query_around);
    std::string const alias = "t" + std::to_string(++aliases_);
    FromPart part = source_of(derived->alias, inner.columns, alias);
    part.sql = "(" + inner.sql + ") AS " + alias;
    return part;
  }
  auto const& bracketed = std::get<BracketedJoin>(factor.node);
  FromPart part = table_expression(*bracketed.tables, outer);
  if (!bracketed.alias) return part;
  Source source{.name = *bracketed.alias, .schema = "", .hidden = "", .columns = part.columns};
  part.sources.assign(1, std::move(source));
  return part;
}

Translator::FromPart Translator::source_of(Identifier const& name, std::vector<OutputColumn> const& columns,
                                           std::string const& alias) {
  int const number = ++aliases_;
  std::vector<SourceColumn> own;
  for (std::size_t i = 0; i < columns.size(); ++i)
    own.push_back({.name = columns[i].column.name,
                   .column = std::make_shared<Column const>(columns[i].column),
                   .kind = columns[i].kind,
                   .sql = alias + ".c" + std::to_string(i + 1),
                   .indexed = columns[i].indexed,
                   .source = number});
  FromPart part{.sql = alias, .sources = {}, .columns = own};
  part.sources.push_back({.name = name, .schema = "", .hidden = "", .columns = std::move(own)});
  return part;
}

Translator::FromPart Translator::named_table(NamedTable const& node) {
  Identifier const& last = node.name.back();
  if (node.name.size() == 1)
    for (auto common = common_tables_.rbegin(); common != common_tables_.rend(); ++common)
      if (same_name(common->name, last)) {
        std::string const alias = "t" + std::to_string(++aliases_);
        FromPart part = source_of(node.alias.value_or(last), common->columns, alias);
        part.sql = common->sql_name + " AS " + alias;
        return part;
      }
  PublishedTable const& table = find_table(node.name, tables_);
  int const number = ++aliases_;
  std::string const alias = "t" + std::to_string(number);
  Source source{.name = node.alias.value_or(last),
                .schema = std::string(node.alias ? "" : unquoted(table.schema)),
                .hidden = "",
                .columns = {}};
  if (node.alias) source.hidden = std::string(unquoted(table.schema)) + "." + last.text;
  std::vector<SourceColumn> own;
  for (PublishedColumn const& published : table.columns) {
    Kind const kind = kind_of(published.column);
    std::string sql = alias + "." + sql_quoted(published.sql_name);
    own.push_back({.name = std::string(unquoted(published.column.name)),
                   // Borrowed: the catalogue outlives the translation.
                   .column = std::shared_ptr<Column const>(std::shared_ptr<void>(), &published.column),
                   .kind = kind,
                   .sql = kind == Kind::timestamp ? "(" + sql + ")::timestamp" : std::move(sql),
                   .indexed = published.indexed,
                   .source = number});
  }
  FromPart part{.sql = sql_quoted(table.sql_schema) + "." + sql_quoted(table.sql_name) + " AS " + alias,
                .sources = {},
                .columns = own};
  source.columns = std::move(own);
  part.sources.push_back(std::move(source));
  return part;
}

Translator::FromPart Translator::joined(FromPart left, Join const& join, Scope const* outer) {
  FromPart right = table(join.right, outer);
  check_names(left.sources, right.sources);
  static constexpr std::string_view words[] = {" JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN ",
                                               " CROSS JOIN "};
  // Moved from join to join, never copied: the time for a chain of joins follows its length.
  std::string sql = std::move(left.sql);
  (sql += words[static_cast<std::size_t>(join.kind)]) += right.sql;
  if (auto const* columns = std::get_if<JoinUsing>(&join.how))
    sql += " ON " + join_columns(left, right, join, columns->columns);
  else if (std::holds_alternative<JoinNatural>(join.how))
    sql += " ON " + join_columns(left, right, join, common_names(left.columns, right.columns, join.place));

  Scope both{.outer = outer, .sources = std::move(left.sources), .columns = std::move(left.columns)};
  append(both.sources, std::move(right.sources));
  both.columns.append(std::move(right.columns));
  if (auto const* on = std::get_if<JoinOn>(&join.how)) {
    Clause clause{.scope = both, .name = "ON"};
    Entered const entered(*this, clause);
    sql += " ON " + condition(*on->condition, clause, Sense::only_true_counts);
  }
  return {.sql = std::move(sql), .sources = std::move(both.sources), .columns = std::move(both.columns)};
}

namespace {

/// Where the one column of that name stands; each is joined by once.
std::size_t position_of(ColumnList const& columns, Identifier const& name,
                        std::vector<std::size_t> const& taken, std::string const& side) {
  auto const found = columns.named(name);
  if (found.size() > 1)
    refuse(name.place, "column '" + name.text + "' is ambiguous on the " + side + " of the join");
  if (found.empty())
    refuse(name.place, "no column '" + name.text + "' in the table on the " + side + " of the join");
  auto const position = static_cast<std::size_t>(found.front() - &columns[0]);
  if (std::find(taken.begin(), taken.end(), position) != taken.end())
    refuse(name.place, "column '" + name.text + "' stands twice in USING");
  return position;
}

Value value_of(SourceColumn const& column, Place place) {
  Value value;
  value.kind = column.kind;
  value.sql = column.sql;
  value.column = *column.column;
  value.place = place;
  return value;
}

}  // namespace

std::string Translator::join_columns(FromPart& left, FromPart& right, Join const& join,
                                     std::vector<Identifier> const& names) {
  std::vector<SourceColumn> merged;
  std::vector<std::size_t> from_left, from_right;
  std::vector<std::string> conditions;
  for (Identifier const& name : names) {
    from_left.push_back(position_of(left.columns, name, from_left, "left"));
    from_right.push_back(position_of(right.columns, name, from_right, "right"));
    SourceColumn a = left.columns[from_left.back()];
    SourceColumn const& b = right.columns[from_right.back()];
    Value left_value = value_of(a, name.place), right_value = value_of(b, name.place);
    Kind const kind =
        unify({&left_value, &right_value}, name.place, "the join on '" + name.text + "' compares");
    if (is_geometry(kind)) refuse(name.place, "regions cannot be joined for equality: '" + name.text + "'");
    conditions.push_back(left_value.sql + " = " + right_value.sql);
    if (join.kind == JoinKind::right) {
      a.sql = b.sql;
      a.source = b.source;
      a.kind = b.kind;
      a.column = b.column;
    } else if (join.kind == JoinKind::full) {
      OutputColumn out{.column = *a.column, .kind = kind};
      if (kind != a.kind) out.column.datatype = column_of(kind).datatype;
      a.sql = "COALESCE(" + left_value.sql + ", " + right_value.sql + ")::" + working_type(out);
      a.column = std::make_shared<Column const>(std::move(out.column));
      a.kind = kind;
      a.indexed = false;
    }
    merged.push_back(std::move(a));
  }
  left.columns.replace(from_left, std::move(merged));
  right.columns.replace(from_right, {});
  return conditions.empty() ? "true" : joined_by("AND", conditions);
}

}  // namespace catalog::adql
