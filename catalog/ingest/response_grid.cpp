#include "catalog/ingest/response_grid.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/column_units.hpp"

namespace catalog::ingest {

namespace {

constexpr double degrees_per_radian = 180 / std::numbers::pi;

struct FoundAxis {
  ResponseAxisEdges edges;
  std::size_t position = 0;  ///< of its LO column in the row: the order of the dimensions
};

std::vector<double> edges_in(engine::FitsFile& file, engine::FitsTable const& table, std::string const& name,
                             std::optional<engine::Dimension> dimension) {
  std::vector<double> values = file.numbers(table, name);
  if (!dimension) return values;
  auto const unit = engine::canonical_from(table, *table.find(name), *dimension);
  double const to_degrees = *dimension == engine::Dimension::angle ? degrees_per_radian : 1;
  for (double& value : values) value = unit(value) * to_degrees;
  return values;
}

bool increases(std::vector<double> const& lo, std::vector<double> const& hi) {
  for (std::size_t i = 0; i < lo.size(); ++i) {
    if (!std::isfinite(lo[i]) || !std::isfinite(hi[i]) || hi[i] < lo[i]) return false;
    if (i > 0 && !(lo[i] > lo[i - 1])) return false;
  }
  return !lo.empty();
}

std::optional<FoundAxis> axis_in(engine::FitsFile& file, engine::FitsTable const& table,
                                 std::vector<std::string> const& stems,
                                 std::optional<engine::Dimension> dimension) {
  for (std::string const& stem : stems) {
    engine::FitsColumn const* lo = table.find(stem + "_LO");
    engine::FitsColumn const* hi = table.find(stem + "_HI");
    if (lo == nullptr || hi == nullptr || lo->repeat != hi->repeat) continue;
    if (!engine::is_numeric(*lo) || !engine::is_numeric(*hi)) continue;
    FoundAxis axis;
    axis.edges.lo = edges_in(file, table, lo->name, dimension);
    axis.edges.hi = edges_in(file, table, hi->name, dimension);
    axis.position = static_cast<std::size_t>(lo - table.columns.data());
    if (increases(axis.edges.lo, axis.edges.hi)) return axis;
  }
  return std::nullopt;
}

/// The two nodes around a point, or the one at the end of the axis; `x` becomes the point itself.
struct Neighbours {
  std::size_t below, above;
  double share_above;
};

enum class Scale { linear, logarithmic };

Neighbours around(ResponseAxisEdges const& axis, Scale scale, double& x) {
  auto const node = [&](std::size_t i) {
    bool const geometric = scale == Scale::logarithmic && axis.lo[i] > 0;
    return geometric ? std::sqrt(axis.lo[i] * axis.hi[i]) : (axis.lo[i] + axis.hi[i]) / 2;
  };
  std::size_t const last = axis.size() - 1;
  if (x <= node(0)) return x = node(0), Neighbours{0, 0, 0};
  if (x >= node(last)) return x = node(last), Neighbours{last, last, 0};
  std::size_t above = 1;
  while (node(above) < x) ++above;
  double const a = node(above - 1), b = node(above);
  bool const logs = scale == Scale::logarithmic && a > 0;
  double const share = logs ? std::log(x / a) / std::log(b / a) : (x - a) / (b - a);
  return {above - 1, above, share};
}

}  // namespace

std::optional<ResponseGrid> ResponseGrid::read(engine::FitsFile& file, int hdu, std::string const& third,
                                               std::string& why) {
  ResponseGrid grid;
  grid.table_ = file.table(hdu);
  if (grid.table_.rows != 1) return why = "the table has not one row", std::nullopt;
  auto energy = axis_in(file, grid.table_, {"ENERG", "ETRUE", "ENERGY"}, engine::Dimension::energy);
  auto theta = axis_in(file, grid.table_, {"THETA"}, engine::Dimension::angle);
  if (!energy || !theta) return why = "it has no usable energy or THETA axis", std::nullopt;
  std::vector<FoundAxis*> order{&*energy, &*theta};
  std::optional<FoundAxis> other;
  if (!third.empty()) {
    bool const angle = third == "RAD";
    other =
        axis_in(file, grid.table_, {third}, angle ? std::optional(engine::Dimension::angle) : std::nullopt);
    if (!other) return why = "it has no usable " + third + " axis", std::nullopt;
    order.push_back(&*other);
  }
  std::sort(order.begin(), order.end(), [](auto* a, auto* b) { return a->position < b->position; });
  grid.cells_ = 1;
  for (FoundAxis* axis : order) {
    axis->edges.stride = grid.cells_;
    grid.cells_ *= axis->edges.size();
  }
  grid.energy_ = energy->edges;
  grid.theta_ = theta->edges;
  if (other) grid.third_ = other->edges;
  return grid;
}

ResponsePoint ResponseGrid::at(double energy_tev, double theta_deg) const {
  ResponsePoint point{energy_tev, theta_deg, {}};
  Neighbours const e = around(energy_, Scale::logarithmic, point.energy_tev);
  Neighbours const t = around(theta_, Scale::linear, point.theta_deg);
  for (auto const& [i, energy_share] :
       {std::pair{e.below, 1 - e.share_above}, std::pair{e.above, e.share_above}})
    for (auto const& [j, theta_share] :
         {std::pair{t.below, 1 - t.share_above}, std::pair{t.above, t.share_above}})
      if (energy_share * theta_share > 0)
        point.cells.push_back({i * energy_.stride + j * theta_.stride, energy_share * theta_share});
  return point;
}

std::optional<std::vector<double>> ResponseGrid::values(engine::FitsFile& file, std::string const& column,
                                                        bool angle) const {
  engine::FitsColumn const* found = table_.find(column);
  if (found == nullptr || !engine::is_numeric(*found) || found->repeat != static_cast<std::int64_t>(cells_))
    return std::nullopt;
  return edges_in(file, table_, found->name, angle ? std::optional(engine::Dimension::angle) : std::nullopt);
}

}  // namespace catalog::ingest
