#include "engine/responses/grid_axis.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include <doctest/doctest.h>

#include "engine/base/expects.hpp"

using namespace engine;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// What a position says of the value, by the points of the axis.
double value_at(GridAxis const& axis, GridPosition const& at) {
  auto const scaled = [&](std::uint32_t i) {
    double const point = axis.centres()[i];
    return axis.scale() == AxisScale::logarithmic ? std::log(point) : point;
  };
  double const s = (1 - at.share) * scaled(at.below) + at.share * scaled(at.above);
  return axis.scale() == AxisScale::logarithmic ? std::exp(s) : s;
}

}  // namespace

TEST_CASE("a position on any axis gives the value back") {
  std::mt19937_64 random(3);
  for (AxisScale const scale : {AxisScale::linear, AxisScale::logarithmic})
    for (std::size_t const bins : {2, 3, 7, 100}) {
      std::vector<double> edges{0.01};
      // Widths differ by up to 1000: the guess by the mean width is far off then.
      for (std::size_t i = 0; i < bins; ++i)
        edges.push_back(edges.back() * 1.01 +
                        std::exp(std::uniform_real_distribution<>(-7, 0)(random)) * edges.back());
      for (GridAxis const& axis : {GridAxis::of_bins(edges, scale), GridAxis::of_nodes(edges, scale)})
        for (int k = 0; k < 300; ++k) {
          double const value = std::uniform_real_distribution<>(axis.min(), axis.max())(random);
          GridPosition const at = axis.locate(value);
          REQUIRE(at.inside);
          REQUIRE(at.above == at.below + 1);
          CHECK(value_at(axis, at) == doctest::Approx(value).epsilon(1e-12));
          // Between its points wherever there are points on both sides.
          if (value >= axis.centres().front() && value < axis.centres().back())
            CHECK((at.share >= -1e-12 && at.share <= 1 + 1e-12));
        }
    }
}

TEST_CASE("the ends of the table are inside, what is beyond is not, nor is NaN") {
  GridAxis const bins = GridAxis::of_bins({0.1, 1, 10}, AxisScale::logarithmic);
  CHECK(bins.centres()[1] == doctest::Approx(std::sqrt(10.0)));
  for (double const value : {0.1, 1.0, 10.0}) CHECK(bins.locate(value).inside);
  for (double const value :
       {std::nextafter(0.1, 0.0), 10.000001, 0.0, -1.0, std::nan(""), infinity, -infinity})
    CHECK_FALSE(bins.locate(value).inside);
  GridAxis const nodes = GridAxis::of_nodes({0, 0.5, 1}, AxisScale::linear);
  CHECK(nodes.min() == -0.25);
  CHECK(nodes.max() == 1.25);
}

TEST_CASE("an axis of one point has no neighbours to interpolate between") {
  GridPosition const at = GridAxis::of_bins({0.39, 0.41}, AxisScale::linear).locate(0.395);
  CHECK(at.inside);
  CHECK((at.below == 0 && at.above == 0 && at.share == 0));
  GridAxis const everywhere = GridAxis::of_one(0.4, 0, 3, AxisScale::linear);
  CHECK((everywhere.locate(0).inside && everywhere.locate(3).inside && !everywhere.locate(3.1).inside));
  CHECK(GridAxis::of_nodes({0.4}, AxisScale::linear).locate(0.4).inside);
  CHECK_FALSE(GridAxis::of_nodes({0.4}, AxisScale::linear).locate(0.41).inside);
}

TEST_CASE("many values at once are located as each alone") {
  GridAxis const axis = GridAxis::of_bins({0.1, 0.3, 1, 7, 10}, AxisScale::logarithmic);
  std::vector<double> const values{0.05, 0.1, 0.2, 0.3, 5, 10, 11, NAN};
  GridPositions positions(axis, std::vector<double>(100, 1.0));
  positions.assign(axis, values);
  REQUIRE(positions.size() == values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    GridPosition const one = axis.locate(values[i]), of_many = positions.at(i);
    CHECK(one.inside == of_many.inside);
    if (!one.inside) continue;
    CHECK((one.below == of_many.below && one.above == of_many.above && one.share == of_many.share));
  }
}

TEST_CASE("axes that nothing can be located on are refused") {
  CHECK_THROWS_AS(GridAxis::of_bins({1}, AxisScale::linear), ContractViolation);
  CHECK_THROWS_AS(GridAxis::of_bins({1, 1}, AxisScale::linear), ContractViolation);
  CHECK_THROWS_AS(GridAxis::of_bins({0, 1}, AxisScale::logarithmic), ContractViolation);
  CHECK_THROWS_AS(GridAxis::of_bins({0, INFINITY}, AxisScale::linear), ContractViolation);
  CHECK_THROWS_AS(GridAxis::of_bins({0, NAN, 1}, AxisScale::linear), ContractViolation);
}
