#include "uws/tap/upload_tables.hpp"

#include "catalog/adql/literals.hpp"
#include "catalog/adql/types.hpp"
#include "catalog/pg/array.hpp"
#include "catalog/pg/copy.hpp"
#include "catalog/table/votable_reader.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace uws {
namespace {

using catalog::Column;
using catalog::Datatype;
using catalog::adql::Kind;
using catalog::adql::PublishedTable;
using catalog::pg::Connection;
using catalog::pg::quoted_name;

/// An xtype says how a query may use a column, if the column has the form that DALI 1.1 section 3.3 gives the
/// xtype: timestamps are texts, geometries arrays of reals. Others, as TAP 1.0's texts of type adql:REGION,
/// are taken for what their datatype says.
void keep_only_fitting_xtype(Column& column) {
  Kind const kind = catalog::adql::kind_of(column);
  bool const several = column.arraysize.find('x') != std::string::npos;
  bool const reals = column.datatype == Datatype::float_ || column.datatype == Datatype::double_;
  bool const is_geometry = catalog::adql::is_geometry(kind);
  bool const fits = is_geometry               ? reals && !column.arraysize.empty() && !several
                    : kind == Kind::timestamp ? catalog::is_text(column.datatype) && !several
                                              : true;
  if (!fits) column.xtype.clear();
}

std::string sql_type(Column const& column) {
  Kind const kind = catalog::adql::kind_of(column);
  if (catalog::adql::is_geometry(kind) || kind == Kind::timestamp)
    return std::string(catalog::adql::sql_type(kind));
  auto const base = [&]() -> std::string {
    switch (column.datatype) {
      case Datatype::boolean: return "boolean";
      case Datatype::unsigned_byte:
      case Datatype::short_int: return "int2";
      case Datatype::int_: return "int4";
      case Datatype::long_: return "int8";
      case Datatype::float_: return "float4";
      case Datatype::double_: return "float8";
      case Datatype::char_:
      case Datatype::unicode_char: return "text";
    }
    return "text";
  }();
  return !catalog::is_text(column.datatype) && !column.arraysize.empty() ? base + "[]" : base;
}

/// As PostgreSQL reads it; blank is NULL.
std::optional<std::string> time_in(Column const& column, std::string const& cell) {
  if (engine::trimmed(cell).empty()) return std::nullopt;
  if (auto time = catalog::adql::iso_time(cell)) return time;
  throw engine::Failure(engine::Fault::bad_request, "column '" + column.name + "': '" + cell.substr(0, 40) +
                                                        "' is no time - write it as '2004-12-08T04:21:03'");
}

/// Creates the table when the columns are known, then copies row by row; columns are called c1, c2, ... in
/// the database, so that no name of the upload is ever part of a statement.
class TableFiller : public catalog::VotableSink {
 public:
  TableFiller(Connection& connection, PublishedTable& table) : connection_(connection), table_(table) {}

  void columns(std::vector<Column> const& columns) override {
    std::string definition;
    for (auto const& column : columns) {
      table_.columns.push_back(
          {.column = column, .sql_name = "c" + std::to_string(table_.columns.size() + 1)});
      keep_only_fitting_xtype(table_.columns.back().column);
      definition += (definition.empty() ? "" : ", ") + table_.columns.back().sql_name + " " +
                    sql_type(table_.columns.back().column);
    }
    for (auto const& published : table_.columns)
      times_.push_back(catalog::adql::kind_of(published.column) == Kind::timestamp);
    auto const name = quoted_name(table_.sql_name);
    connection_.run("CREATE TEMPORARY TABLE " + name + " (" + definition + ") ON COMMIT DROP");
    copy_.emplace(connection_.copy_in("COPY " + name + " FROM STDIN"));
  }
  void row(Row const& cells) override {
    Row stored = cells;
    for (std::size_t i = 0; i < stored.size(); ++i)
      if (times_[i] && stored[i]) stored[i] = time_in(table_.columns[i].column, *stored[i]);
    copy_->row(stored);
  }

  void finish() {
    if (copy_) copy_->finish();
    copy_.reset();
    connection_.run("ANALYZE " + quoted_name(table_.sql_name));
  }

 private:
  Connection& connection_;
  PublishedTable& table_;
  std::vector<bool> times_;  ///< which columns are timestamps
  std::optional<catalog::pg::CopyIn> copy_;
};

PublishedTable fill(Connection& connection, UploadedTable const& upload, std::size_t number) {
  PublishedTable table;
  table.schema = "TAP_UPLOAD";
  table.name = upload.name;
  table.sql_schema = "pg_temp";
  table.sql_name = "upload_" + std::to_string(number);
  try {
    TableFiller filler(connection, table);
    catalog::VotableReader reader(filler);
    reader.feed(upload.document);
    reader.finish();
    filler.finish();
  } catch (engine::Failure const& failure) {
    throw engine::Failure(failure.fault(), "UPLOAD: table " + upload.name + ": " + failure.what());
  }
  return table;
}

}  // namespace

catalog::adql::Tables with_uploads(catalog::adql::Tables const& published, Connection& connection,
                                   std::vector<UploadedTable> const& uploads) {
  auto tables = published;
  tables.schemas.push_back({"TAP_UPLOAD", "Tables sent with this query", ""});
  connection.run("BEGIN READ WRITE");
  for (auto const& upload : uploads) tables.tables.push_back(fill(connection, upload, tables.tables.size()));
  connection.run("SET TRANSACTION READ ONLY");
  return tables;
}

}  // namespace uws
