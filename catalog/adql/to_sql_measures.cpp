/// Functions of geometries that give numbers, texts or points, and those that move them to ICRS.
#include "catalog/adql/to_sql.hpp"

namespace catalog::adql {

Value Translator::from_galactic(Value v) {
  Value moved;
  moved.kind = v.kind;
  moved.column = column_of(v.kind);
  moved.sql = "adql.geom_transform('GALACTIC', 'ICRS', " + v.sql + ")";
  merge_sources(moved, v);
  return moved;
}

Value Translator::measure(std::string const& name, std::vector<Value> const& arguments) {
  Value v;
  for (Value const& argument : arguments) merge_sources(v, argument);
  Value const& a = arguments.front();
  auto const made_here = [&](Kind kind, std::string sql, std::string unit, std::string ucd) {
    v.kind = kind;
    v.column = column_of(kind);
    v.column.unit = std::move(unit);
    v.column.ucd = std::move(ucd);
    v.sql = std::move(sql);
  };
  if (name == "CONTAINS" || name == "INTERSECTS") {
    Value const& b = arguments[1];
    std::string const first = as_kind(a, Kind::region, name), second = as_kind(b, Kind::region, name);
    made_here(Kind::integer, relation_test(name, a, b) + "::int4", "", "");
    v.column.datatype = Datatype::int_;
    return v;
  }
  if (name == "COORDSYS") {
    as_kind(a, Kind::region, name);
    made_here(Kind::text, bind("text", "ICRS"), "", "");
    return v;
  }
  if (name == "COORD1" || name == "COORD2") {
    std::string const point = as_kind(a, Kind::point, name);
    std::size_t const i = name == "COORD1" ? 0 : 1;
    bool const known = a.coordinates.size() == 2;
    made_here(Kind::real, known ? a.coordinates[i].sql : "(" + point + ")[" + std::to_string(i + 1) + "]",
              "deg", i == 0 ? "pos.eq.ra" : "pos.eq.dec");
    return v;
  }
  std::string const region = as_kind(a, Kind::region, name);
  if (name == "AREA")
    made_here(Kind::real, "adql.area(" + region + ")", "deg**2", "phys.angArea");
  else
    made_here(Kind::point, "adql.centroid(" + region + ")", "deg", "pos");
  return v;
}

}  // namespace catalog::adql
