#include "engine/io/response_axis.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <utility>

#include "engine/base/expects.hpp"
#include "engine/base/text.hpp"
#include "engine/io/column_units.hpp"
#include "engine/io/unit_expression.hpp"

namespace engine {

namespace {

[[noreturn]] void refuse(FitsTable const& table, std::string const& what, std::string const& remedy) {
  refuse_response(table.place, what, remedy);
}

/// What canonical numbers would have as TUNIT, and what an empty one means.
std::string_view canonical_unit(CellUnit unit) {
  switch (unit) {
    case CellUnit::none:
    case CellUnit::any: return "";
    case CellUnit::energy: return "TeV";
    case CellUnit::angle: return "rad";
    case CellUnit::area: return "m2";
    case CellUnit::per_solid_angle: return "sr-1";
    case CellUnit::rate: return "s-1 MeV-1 sr-1";
  }
  contract_broken("unit is one of the enumeration", __FILE__, __LINE__);
}

struct Edges {
  std::vector<double> lo, hi;
};

Edges read_edges(ResponseRow const& row, LayoutAxis const& axis) {
  FitsTable const& table = row.table();
  Edges out;
  for (auto [end, values] : {std::pair("_LO", &out.lo), std::pair("_HI", &out.hi)}) {
    FitsColumn const* const column = find_column(table, axis.stem, axis.alias, end);
    if (column == nullptr)
      refuse(table, "it has no column " + std::string(axis.stem) + end, "add the column");
    double const factor = canonical_factor(table, *column, axis.unit);
    *values = row.numbers(*column);
    for (double& value : *values) value *= factor;
  }
  return out;
}

bool all_finite(std::vector<double> const& values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

bool has_width(double lo, double hi) { return std::abs(hi - lo) > 1e-5 * std::abs(lo) + 1e-10; }

void check_edges(FitsTable const& table, std::string const& name, Edges const& e, AxisScale scale) {
  if (e.lo.empty() || e.lo.size() != e.hi.size())
    refuse(table,
           "axis " + name + " has " + std::to_string(e.lo.size()) + " lower and " +
               std::to_string(e.hi.size()) + " upper edges",
           "write as many of both");
  if (!all_finite(e.lo) || !all_finite(e.hi))
    refuse(table, "an edge of axis " + name + " is no finite number", "write the edges anew");
  for (std::size_t i = 0; i < e.lo.size(); ++i)
    if (has_width(e.lo[i], e.hi[i]) && e.hi[i] < e.lo[i])
      refuse(table, "bin " + std::to_string(i + 1) + " of axis " + name + " ends before it begins",
             "exchange " + name + "_LO and " + name + "_HI");
  if (std::adjacent_find(e.lo.begin(), e.lo.end(), std::greater_equal<>{}) != e.lo.end() ||
      (e.lo.size() > 1 && e.hi.back() < e.lo.back()))
    refuse(table, "axis " + name + " does not increase", "sort the axis, and the cells with it");
  if (scale == AxisScale::logarithmic && e.lo.front() <= 0)
    refuse(table, "axis " + name + " begins at " + shortest(e.lo.front()) + ": it has no logarithm there",
           "begin it above 0");
}

/// So that neighbours stay apart in the logarithm, and half steps beyond the ends stay finite.
void check_steps(FitsTable const& table, std::string const& name, std::vector<double> const& points,
                 AxisScale scale) {
  constexpr double largest = 1e12, smallest = 1e-12;
  if (std::abs(points.front()) > largest || std::abs(points.back()) > largest ||
      (scale == AxisScale::logarithmic && points.front() < smallest))
    refuse(table,
           "axis " + name + " goes from " + shortest(points.front()) + " to " + shortest(points.back()) +
               ", in TeV or rad: nothing is measured there",
           "correct the axis, or its unit");
  for (std::size_t i = 0; i + 1 < points.size(); ++i)
    if (!(points[i + 1] - points[i] > smallest * std::max(std::abs(points[i]), std::abs(points[i + 1]))))
      refuse(table, "axis " + name + " does not increase", "sort the axis, and the cells with it");
}

/// The widest hole or overlap between neighbours, in widths of the bin before.
double widest_gap(Edges const& e) {
  double widest = 0;
  for (std::size_t i = 0; i + 1 < e.lo.size(); ++i)
    widest = std::max(widest, std::abs(e.lo[i + 1] - e.hi[i]) / (e.lo[i + 1] - e.lo[i]));
  return widest;
}

GridAxis single_node(std::string const& name, double at, AxisScale scale, std::vector<std::string>& mends) {
  if (name != "THETA") return GridAxis::of_nodes({at}, scale);
  if (at < 0 || at > std::numbers::pi) return GridAxis::of_nodes({at}, scale);
  mends.push_back("the table has one offset only, " + shortest(at * 180 / std::numbers::pi) +
                  " deg: it is used for all");
  return GridAxis::of_one(at, 0, std::numbers::pi, scale);
}

}  // namespace

double canonical_factor(FitsTable const& table, FitsColumn const& column, CellUnit unit) {
  if (unit == CellUnit::any) return 1;
  if (unit == CellUnit::energy || unit == CellUnit::angle) {
    UnitConversion const to =
        canonical_from(table, column, unit == CellUnit::energy ? Dimension::energy : Dimension::angle);
    return to.multiply / to.divide;
  }
  std::string const canonical(canonical_unit(unit));
  std::string_view const text = trimmed(column.unit);
  std::optional<UnitExpression> const want = parse_unit(canonical);
  std::optional<UnitExpression> const stated = text.empty() ? want : parse_unit(text);
  if (!stated || stated->energy != want->energy || stated->length != want->length ||
      stated->time != want->time || stated->angle != want->angle)
    refuse(table,
           "unit '" + column.unit + "' of column " + column.name +
               " is not understood: its numbers would mean something else",
           canonical.empty() ? "leave TUNIT away" : "write '" + canonical + "'");
  return stated->scale / want->scale;
}

GridAxis read_response_axis(ResponseRow const& row, LayoutAxis const& axis, std::vector<std::string>& mends) {
  FitsTable const& table = row.table();
  std::string const name(axis.stem);
  Edges edges = read_edges(row, axis);
  check_edges(table, name, edges, axis.scale);
  std::size_t wide = 0;
  for (std::size_t i = 0; i < edges.lo.size(); ++i) wide += has_width(edges.lo[i], edges.hi[i]) ? 1 : 0;
  if (wide == 0 && edges.hi.size() == 1) {
    check_steps(table, name, edges.hi, axis.scale);
    return single_node(name, edges.hi.front(), axis.scale, mends);
  }
  if (wide == 0) {
    check_steps(table, name, edges.hi, axis.scale);
    return GridAxis::of_nodes(std::move(edges.hi), axis.scale);
  }
  if (wide < edges.lo.size())
    refuse(table,
           std::to_string(edges.lo.size() - wide) + " of " + std::to_string(edges.lo.size()) +
               " bins of axis " + name + " have no width",
           "give all bins a width, or none if the values belong to points");
  if (widest_gap(edges) > 1e-3)
    mends.push_back("bins of axis " + name + " do not meet: each is taken to end where the next begins");
  edges.lo.push_back(edges.hi.back());
  check_steps(table, name, edges.lo, axis.scale);
  return GridAxis::of_bins(std::move(edges.lo), axis.scale);
}

}  // namespace engine
