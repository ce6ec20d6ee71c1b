#include "catalog/adql/types.hpp"

#include "engine/base/expects.hpp"
#include "engine/base/text.hpp"

namespace catalog::adql {

std::string_view word_of(Kind kind) {
  switch (kind) {
    case Kind::unknown: return "NULL";
    case Kind::integer: return "an integer";
    case Kind::real: return "a number";
    case Kind::text: return "a text";
    case Kind::timestamp: return "a timestamp";
    case Kind::boolean: return "a truth value";
    case Kind::point: return "a point";
    case Kind::circle: return "a circle";
    case Kind::polygon: return "a polygon";
    case Kind::region: return "a region";
    case Kind::array: return "an array";
  }
  EXPECTS(false && "kind out of range");
  return {};
}

namespace {

std::optional<Kind> kind_of_xtype(std::string const& xtype) {
  std::string const x = engine::lower(xtype);
  if (x == "timestamp" || x == "adql:timestamp") return Kind::timestamp;
  if (x == "point" || x == "adql:point") return Kind::point;
  if (x == "circle" || x == "adql:circle") return Kind::circle;
  if (x == "polygon" || x == "adql:polygon") return Kind::polygon;
  if (x == "shape" || x == "region" || x == "adql:region") return Kind::region;
  return std::nullopt;
}

}  // namespace

Kind kind_of(Column const& column) {
  if (auto const by_xtype = kind_of_xtype(column.xtype)) return *by_xtype;
  if (is_text(column.datatype)) return Kind::text;
  if (!column.arraysize.empty() && column.arraysize != "1") return Kind::array;
  switch (column.datatype) {
    case Datatype::boolean: return Kind::boolean;
    case Datatype::unsigned_byte:
    case Datatype::short_int:
    case Datatype::int_:
    case Datatype::long_: return Kind::integer;
    case Datatype::float_:
    case Datatype::double_: return Kind::real;
    case Datatype::char_:
    case Datatype::unicode_char: return Kind::text;
  }
  EXPECTS(false && "datatype out of range");
  return {};
}

bool is_number(Kind kind) { return kind == Kind::integer || kind == Kind::real; }

bool is_geometry(Kind kind) {
  return kind == Kind::point || kind == Kind::circle || kind == Kind::polygon || kind == Kind::region;
}

std::optional<Kind> common_kind(Kind a, Kind b) {
  if (a == b || b == Kind::unknown) return a;
  if (a == Kind::unknown) return b;
  if (is_number(a) && is_number(b)) return Kind::real;
  if (is_geometry(a) && is_geometry(b)) return Kind::region;
  return std::nullopt;
}

Column column_of(Kind kind) {
  switch (kind) {
    case Kind::unknown:
    case Kind::text: return {.name = "", .datatype = Datatype::char_, .arraysize = "*"};
    case Kind::integer: return {.name = "", .datatype = Datatype::long_};
    case Kind::real: return {.name = "", .datatype = Datatype::double_};
    case Kind::timestamp:
      return {.name = "", .datatype = Datatype::char_, .arraysize = "*", .xtype = "timestamp"};
    case Kind::boolean: return {.name = "", .datatype = Datatype::boolean};
    case Kind::point:
      return {.name = "", .datatype = Datatype::double_, .arraysize = "2", .xtype = "point", .unit = "deg"};
    case Kind::circle:
      return {.name = "", .datatype = Datatype::double_, .arraysize = "3", .xtype = "circle", .unit = "deg"};
    case Kind::polygon:
      return {.name = "", .datatype = Datatype::double_, .arraysize = "*", .xtype = "polygon", .unit = "deg"};
    // No xtype of DALI 1.1 stands for "circle or polygon"; the numbers are told apart by their count.
    case Kind::region:
      return {.name = "", .datatype = Datatype::double_, .arraysize = "*", .xtype = "", .unit = "deg"};
    case Kind::array: return {.name = "", .datatype = Datatype::double_, .arraysize = "*"};
  }
  EXPECTS(false && "kind out of range");
  return {};
}

std::string_view sql_type(Kind kind) {
  switch (kind) {
    case Kind::unknown:
    case Kind::text: return "text";
    case Kind::integer: return "int8";
    case Kind::real: return "float8";
    case Kind::timestamp: return "timestamp";
    case Kind::boolean: return "bool";
    case Kind::point:
    case Kind::circle:
    case Kind::polygon:
    case Kind::region:
    case Kind::array: return "float8[]";
  }
  EXPECTS(false && "kind out of range");
  return {};
}

std::string delivered_type(Column const& column) {
  if (is_text(column.datatype)) return "text";
  std::string const array = column.arraysize.empty() || column.arraysize == "1" ? "" : "[]";
  switch (column.datatype) {
    case Datatype::boolean: return "bool" + array;
    case Datatype::unsigned_byte:
    case Datatype::short_int: return "int2" + array;
    case Datatype::int_: return "int4" + array;
    case Datatype::long_: return "int8" + array;
    case Datatype::float_: return "float4" + array;
    case Datatype::double_: return "float8" + array;
    case Datatype::char_:
    case Datatype::unicode_char: return "text";
  }
  EXPECTS(false && "datatype out of range");
  return {};
}

Kind kind_of(CastType type) {
  switch (type) {
    case CastType::smallint:
    case CastType::integer:
    case CastType::bigint: return Kind::integer;
    case CastType::real:
    case CastType::double_precision: return Kind::real;
    case CastType::char_:
    case CastType::varchar: return Kind::text;
    case CastType::timestamp: return Kind::timestamp;
    case CastType::point: return Kind::point;
    case CastType::circle: return Kind::circle;
    case CastType::polygon: return Kind::polygon;
  }
  EXPECTS(false && "cast type out of range");
  return {};
}

}  // namespace catalog::adql
