#include "uws/links/obscore_query.hpp"

#include <cmath>

#include "catalog/pg/array.hpp"
#include "engine/base/text.hpp"
#include "uws/links/range_polygons.hpp"

namespace uws {

namespace {

using catalog::Column;
using catalog::Datatype;

class LeasedRows final : public catalog::RowSource {
 public:
  LeasedRows(catalog::pg::Lease lease, std::unique_ptr<catalog::pg::RowStream> rows)
      : lease_(std::move(lease)), rows_(std::move(rows)) {}
  std::vector<Column> const& columns() const override { return rows_->columns(); }
  catalog::CellFormat format() const override { return rows_->format(); }
  bool next() override { return rows_->next(); }
  std::optional<std::string_view> cell(std::size_t column) const override { return rows_->cell(column); }

 private:
  catalog::pg::Lease lease_;
  std::unique_ptr<catalog::pg::RowStream> rows_;
};

std::string sql_number(double value) {
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  return engine::shortest(value);
}

Datatype datatype_of(std::string_view word) {
  for (Datatype const datatype :
       {Datatype::boolean, Datatype::unsigned_byte, Datatype::short_int, Datatype::int_, Datatype::long_,
        Datatype::float_, Datatype::double_, Datatype::unicode_char})
    if (catalog::votable_word(datatype) == word) return datatype;
  return Datatype::char_;
}

std::string joined_by(std::vector<std::string> const& parts, std::string_view word) {
  return "(" + engine::joined(parts, word) + ")";
}

}  // namespace

std::string ObscoreQuery::bind(std::string value, std::string_view type) {
  parameters_.emplace_back(std::move(value));
  return "$" + std::to_string(parameters_.size()) + "::" + std::string(type);
}

void ObscoreQuery::require_any(std::vector<std::string> const& alternatives) {
  if (!alternatives.empty()) conditions_.push_back(joined_by(alternatives, " OR "));
}

std::string ObscoreQuery::meets_region(std::vector<double> const& region) {
  std::string const shape = bind(catalog::pg::array_text(region), "float8[]");
  std::vector<std::string> windows;
  for (std::string const turn : {"-1", "0", "1"})
    windows.push_back("adql.bounds(s_region) && adql.bounds(" + shape + ", " + turn + ")");
  return "(" + joined_by(windows, " OR ") + " AND adql.meets(s_region, " + shape + "))";
}

std::string ObscoreQuery::meets(SkyShape const& shape) {
  if (shape.kind != SkyShape::Kind::range) return meets_region(shape.numbers);
  std::vector<std::string> pieces;
  for (std::vector<double> const& polygon : range_polygons(shape)) pieces.push_back(meets_region(polygon));
  return joined_by(pieces, " OR ");
}

std::string ObscoreQuery::overlaps(std::string const& column_low, std::string const& column_high,
                                   Interval const& interval) {
  return "(" + column_low + " <= " + bind(sql_number(interval.high), "float8") + " AND " + column_high +
         " >= " + bind(sql_number(interval.low), "float8") + ")";
}

std::string ObscoreQuery::within(std::string const& column, Interval const& interval) {
  return "(" + column + " BETWEEN " + bind(sql_number(interval.low), "float8") + " AND " +
         bind(sql_number(interval.high), "float8") + ")";
}

std::string ObscoreQuery::sql(std::vector<Column> const& columns, std::int64_t row_limit) const {
  std::vector<std::string> items;
  for (Column const& column : columns) {
    // Names come from TAP_SCHEMA, not from the client. Texts are cast: timestamps among them are declared as
    // texts.
    std::string const name = catalog::pg::quoted_name(engine::lower(column.name));
    items.push_back(catalog::is_text(column.datatype) ? name + "::text" : name);
  }
  std::string sql = "SELECT " + engine::joined(items, ", ") + " FROM ivoa.obscore";
  if (!conditions_.empty()) sql += " WHERE " + engine::joined(conditions_, " AND ");
  if (!order_.empty()) sql += " ORDER BY " + order_;
  return sql + " LIMIT " + std::to_string(row_limit);
}

std::vector<Column> obscore_columns(catalog::pg::Connection& connection) {
  auto const rows = connection.run(
      "SELECT column_name, datatype, coalesce(arraysize, ''), coalesce(xtype, ''), coalesce(unit, ''), "
      "coalesce(ucd, ''),"
      " coalesce(utype, ''), coalesce(description, '') FROM tap_schema.columns"
      " WHERE lower(table_name) = 'ivoa.obscore' ORDER BY column_index");
  std::vector<Column> columns;
  for (std::size_t row = 0; row < rows.rows(); ++row)
    columns.push_back({.name = rows.text(row, 0),
                       .datatype = datatype_of(rows.text(row, 1)),
                       .arraysize = rows.text(row, 2),
                       .xtype = rows.text(row, 3),
                       .unit = rows.text(row, 4),
                       .ucd = rows.text(row, 5),
                       .utype = rows.text(row, 6),
                       .description = rows.text(row, 7)});
  return columns;
}

std::unique_ptr<catalog::RowSource> rows_of(catalog::pg::Lease lease, ObscoreQuery const& query,
                                            std::vector<Column> columns, std::int64_t row_limit,
                                            catalog::CellFormat format, std::chrono::seconds time) {
  std::string const sql = query.sql(columns, row_limit);
  lease->run("SELECT set_config('statement_timeout', $1, false)",
             {std::to_string(std::chrono::milliseconds(time).count())});
  auto rows = lease->stream(sql, query.parameters(), format, std::move(columns));
  return std::make_unique<LeasedRows>(std::move(lease), std::move(rows));
}

}  // namespace uws
