#include "uws/links/range_polygons.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/expects.hpp"

namespace uws {

namespace {

constexpr double widest = 60, step = 1;

double turned(double ra) { return ra >= 360 ? ra - 360 : ra; }

/// Along a parallel from one right ascension to another, in steps; at a pole, that is a single point.
void follow_parallel(std::vector<double>& polygon, double from, double to, double dec) {
  bool const pole = std::abs(dec) >= 90;
  int const steps = pole ? 0 : std::max(1, static_cast<int>(std::ceil(std::abs(to - from) / step)));
  for (int i = 0; i <= steps; ++i) {
    double const ra = steps == 0 ? from : from + (to - from) * i / steps;
    polygon.push_back(turned(ra));
    polygon.push_back(dec);
  }
}

std::vector<double> piece(double ra_low, double ra_high, double dec_low, double dec_high) {
  std::vector<double> polygon;
  follow_parallel(polygon, ra_low, ra_high, dec_low);
  follow_parallel(polygon, ra_high, ra_low, dec_high);
  return polygon;
}

}  // namespace

std::vector<std::vector<double>> range_polygons(SkyShape const& range) {
  EXPECTS(range.kind == SkyShape::Kind::range && range.numbers.size() == 4);
  // A range without width or height holds what touches it all the same.
  constexpr double thinnest = 1e-7;
  double const west = range.numbers[0];
  double east = range.numbers[1] < west ? range.numbers[1] + 360 : range.numbers[1];
  east = std::max(east, west + thinnest);
  double south = range.numbers[2], north = std::max(range.numbers[3], range.numbers[2] + thinnest);
  if (north > 90) south = (north = 90) - thinnest;
  int const columns = std::max(1, static_cast<int>(std::ceil((east - west) / widest)));
  int const lines = std::max(1, static_cast<int>(std::ceil((north - south) / widest)));
  double const width = (east - west) / columns, height = (north - south) / lines;
  std::vector<std::vector<double>> polygons;
  for (int i = 0; i < columns; ++i)
    for (int k = 0; k < lines; ++k)
      polygons.push_back(piece(west + i * width, west + (i + 1) * width, south + k * height,
                               k + 1 == lines ? north : south + (k + 1) * height));
  return polygons;
}

}  // namespace uws
