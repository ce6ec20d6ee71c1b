#include "engine/kernels/locate.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "tests/engine/kernels/wcslib_oracle.hpp"

using namespace engine;
using test_support::OraclePixel;
using test_support::SkyPoint;

namespace {

constexpr double deg = std::numbers::pi / 180;

struct Columns {
  std::vector<double> ra_rad, dec_rad, x, y, z;
  VectorView vectors() {
    for (auto* c : {&x, &y, &z}) c->resize(ra_rad.size());
    unit_vectors(ra_rad, dec_rad, {x, y, z});
    return {x, y, z};
  }
};

/// Given in the frame of the map. Galactic points are turned to ICRS here in long double, with the
/// matrix of engine/model (which has its own test against ERFA), so that the rotation costs no digits.
Columns icrs_columns(MapFrame frame, std::vector<SkyPoint> const& points) {
  Columns out;
  for (SkyPoint const& p : points) {
    if (frame == MapFrame::icrs) {
      out.ra_rad.push_back(p.lon_deg * deg);
      out.dec_rad.push_back(p.lat_deg * deg);
      continue;
    }
    long double const degl = std::numbers::pi_v<long double> / 180;
    long double const l = p.lon_deg * degl, b = p.lat_deg * degl;
    long double const v[3] = {std::cos(b) * std::cos(l), std::cos(b) * std::sin(l), std::sin(b)};
    long double e[3] = {};
    for (std::size_t row = 0; row < 3; ++row)
      for (std::size_t k = 0; k < 3; ++k)
        e[row] += static_cast<long double>(galactic_from_icrs[3 * k + row]) * v[k];
    out.ra_rad.push_back(static_cast<double>(std::atan2(e[1], e[0])));
    out.dec_rad.push_back(static_cast<double>(std::atan2(e[2], std::hypot(e[0], e[1]))));
  }
  return out;
}

std::vector<SkyPoint> points_over_the_sky(SkyPoint const& centre) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> turn(-101, 446), sine(-1, 1), near(-3, 3);
  std::vector<SkyPoint> out;
  for (int k = 0; k < 4000; ++k) out.push_back({turn(random), std::asin(sine(random)) / deg});
  for (int k = 0; k < 2000; ++k) {
    double const lat = std::clamp(centre.lat_deg + near(random), -90.0, 90.0);
    out.push_back({centre.lon_deg + near(random) / std::max(0.05, std::cos(lat * deg)), lat});
  }
  for (double const lat : {90.0, -90.0, 89.9999999, -89.9999999, 0.0})
    for (double const lon : {0.0, 360.0, -1e-12, 359.9999999999, 45.0, 180.0, 270.0})
      out.push_back({lon, lat});
  out.push_back(centre);
  return out;
}

struct Case {
  MapFrame frame;
  SkyPoint centre;
  double bin_deg;
};

std::vector<Case> cases() {
  std::vector<Case> out;
  for (MapFrame const frame : {MapFrame::icrs, MapFrame::galactic})
    for (SkyPoint const& centre : std::vector<SkyPoint>{{83.63308333, 22.0145},
                                                        {0, 0},
                                                        {0, 90},
                                                        {0, -90},
                                                        {83, 90},
                                                        {123.4, -90},
                                                        {266.4, -29},
                                                        {359.99, 1e-6},
                                                        {12, -1e-6},
                                                        {180, 45},
                                                        {184.56, -5.78},
                                                        {300, 0}})
      out.push_back({frame, centre, 0.02});
  return out;
}

SkyGeometry map_of(Projection projection, Case const& c, int nx = 200, int ny = 150) {
  return SkyGeometry::centred({c.frame, projection, degrees(c.centre.lon_deg), degrees(c.centre.lat_deg),
                               degrees(c.bin_deg), nx, ny});
}

/// How far in the plane an angle of one radian can reach there; where a projection blows up, that is how much
/// any rounding of the coordinates grows, wcslib's and ours.
double stretch(Projection projection, SkyGeometry const& map, Columns const& c, std::size_t i) {
  Vector3 const native = map.native_from_icrs() * Vector3{c.x[i], c.y[i], c.z[i]};
  double const n = native[2], across = std::hypot(native[0], native[1]);
  switch (projection) {
    case Projection::tan: return 1 / (n * n);
    case Projection::sin: return 1;
    // wcslib forms 1 + sin(theta), which near the antipode loses more than ours does (next test).
    case Projection::stg: return n < 0 ? 4 / (across * across) + 1 / (across * across * across) : 4;
    case Projection::zea: return n < 0 ? 2 / across : 2;
    case Projection::car: return 1 / across;
    case Projection::ait: return 2 / std::sqrt(across);
    case Projection::mol:
    case Projection::other: break;
  }
  return 1;
}

bool on_the_seam(SkyGeometry const& map, Columns const& c, std::size_t i) {
  Vector3 const native = map.native_from_icrs() * Vector3{c.x[i], c.y[i], c.z[i]};
  return native[0] < 0 && std::abs(native[1]) < 1e-12;
}

constexpr Projection closed_forms[] = {Projection::tan, Projection::sin, Projection::stg,
                                       Projection::zea, Projection::car, Projection::ait};

std::uint32_t pixel_of(SkyGeometry const& map, double ra_rad, double dec_rad) {
  std::uint32_t pixel = 0;
  ClosedFormLocator(map).locate({&ra_rad, 1}, {&dec_rad, 1}, {&pixel, 1});
  return pixel;
}

}  // namespace

TEST_CASE(
    "every closed form agrees with wcslib to 1e-9 pixel over the whole sky, from any centre, in both "
    "frames") {
  for (Projection const projection : closed_forms)
    for (Case const& c : cases()) {
      SkyGeometry const map = map_of(projection, c);
      std::vector<SkyPoint> const points = points_over_the_sky(c.centre);
      std::vector<OraclePixel> const truth = test_support::wcslib_pixels(map.header(), points);
      Columns columns = icrs_columns(c.frame, points);
      std::vector<double> x(points.size()), y(points.size());
      ClosedFormLocator(map).fits_pixels(columns.vectors(), x, y);
      std::size_t compared = 0, wrong = 0, ours_alone = 0, theirs_alone = 0;
      double worst = 0;
      SkyPoint at{};
      for (std::size_t i = 0; i < points.size(); ++i) {
        bool const shown = std::isfinite(x[i]) && std::isfinite(y[i]);
        Vector3 const native = map.native_from_icrs() * Vector3{columns.x[i], columns.y[i], columns.z[i]};
        // On the horizon itself rounding decides who shows a point.
        bool const horizon =
            std::abs(native[2]) < 1e-12 && (projection == Projection::tan || projection == Projection::sin);
        double const big = stretch(projection, map, columns, i);
        if (horizon || !(big < 1e12) || on_the_seam(map, columns, i)) continue;
        ours_alone += shown && !truth[i].shown;
        theirs_alone += !shown && truth[i].shown;
        if (!shown || !truth[i].shown) continue;
        ++compared;
        double const error = std::max(std::abs(x[i] - truth[i].x), std::abs(y[i] - truth[i].y));
        // A rounding of 360 deg, 6e-14 deg, times the stretch of the projection.
        double const unavoidable = 4e-13 / c.bin_deg * std::max(0.0, big - 100);
        if (error > 1e-9 + unavoidable) ++wrong;
        if (error - unavoidable > worst) {
          worst = error - unavoidable;
          at = points[i];
        }
      }
      CAPTURE(fits_code(projection));
      CAPTURE(c.frame == MapFrame::galactic);
      CAPTURE(c.centre.lon_deg);
      CAPTURE(c.centre.lat_deg);
      CAPTURE(worst);
      CAPTURE(at.lon_deg);
      CAPTURE(at.lat_deg);
      CHECK(wrong == 0);
      CHECK(ours_alone == 0);
      CHECK(theirs_alone == 0);
      CHECK(compared > 2500);
    }
}

TEST_CASE("STG keeps its digits up to the antipode") {
  SkyGeometry const map = map_of(Projection::stg, {MapFrame::icrs, {0, 0}, 0.02});
  for (double off_deg = 10; off_deg > 1e-6; off_deg /= 3) {
    Columns columns = icrs_columns(MapFrame::icrs, {{180 - off_deg, 0}});
    double x = 0, y = 0;
    ClosedFormLocator(map).fits_pixels(columns.vectors(), {&x, 1}, {&y, 1});
    // From the right ascension as it was rounded to double.
    long double const left = std::numbers::pi_v<long double> - columns.ra_rad[0];
    long double const radius_rad = 2 / std::tan(left / 2);
    long double const truth =
        map.header().crpix[0] - radius_rad / (0.02L * std::numbers::pi_v<long double> / 180);
    double const rounding = 3e-16 / static_cast<double>(left);
    CHECK(std::abs(static_cast<double>(x / truth - 1)) < 2e-15 + rounding);
  }
}

TEST_CASE("at the native seam of CAR and AIT a point is at one end or the other") {
  for (Projection const projection : {Projection::car, Projection::ait}) {
    SkyGeometry const map = map_of(projection, {MapFrame::icrs, {40, 0}, 0.1});
    std::vector<SkyPoint> const points{{220, 0}, {220, 30}, {220, -60}, {-140, 10}};
    std::vector<OraclePixel> const truth = test_support::wcslib_pixels(map.header(), points);
    Columns columns = icrs_columns(MapFrame::icrs, points);
    std::vector<double> x(points.size()), y(points.size());
    ClosedFormLocator(map).fits_pixels(columns.vectors(), x, y);
    for (std::size_t i = 0; i < points.size(); ++i) {
      double const middle = map.header().crpix[0];
      CHECK(std::abs(x[i] - middle) == doctest::Approx(std::abs(truth[i].x - middle)).epsilon(1e-12));
      CHECK(y[i] == doctest::Approx(truth[i].y).epsilon(1e-12));
    }
  }
}

TEST_CASE("points on either side of a pixel edge fall into the pixels wcslib puts them in") {
  for (Projection const projection : closed_forms)
    for (Case const& c : {Case{MapFrame::icrs, {83.63, 22.01}, 0.02}, Case{MapFrame::icrs, {0, -60}, 0.5},
                          Case{MapFrame::icrs, {200, 90}, 0.1}}) {
      SkyGeometry const map = map_of(projection, c, 40, 30);
      std::size_t wrong = 0, tried = 0;
      for (int column = 0; column <= 40; ++column)
        for (double const off : {-1e-8, 1e-8}) {
          double const fx = column + 0.5 + off, fy = 11.3;
          for (SkyPoint const& p : test_support::wcslib_sky(map.header(), fx, fy)) {
            double const index = std::floor(fx - 0.5);
            bool const inside = index >= 0 && index < 40;
            std::uint32_t const expected =
                inside ? static_cast<std::uint32_t>(10 * 40 + static_cast<int>(index)) : no_bin;
            wrong += pixel_of(map, p.lon_deg * deg, p.lat_deg * deg) != expected;
            ++tried;
          }
        }
      CAPTURE(fits_code(projection));
      CHECK(wrong == 0);
      CHECK(tried == 82);
    }
}

TEST_CASE("a point exactly on an edge belongs to the pixel above it, and the map ends half open") {
  // SIN at the equator: x = -cos(dec) sin(ra), so that ra = 0 is exactly on the edge between two columns.
  SkyGeometry const map = map_of(Projection::sin, {MapFrame::icrs, {0, 0}, 1}, 4, 4);
  CHECK(pixel_of(map, 0, 0) == 2 * 4 + 2);
  CHECK(pixel_of(map, 1e-12, 0) == 2 * 4 + 1);
  CHECK(pixel_of(map, 0, -1e-12) == 1 * 4 + 2);
}

TEST_CASE("undefined directions are on no map") {
  double const nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  for (Projection const projection : closed_forms) {
    SkyGeometry const map = map_of(projection, {MapFrame::icrs, {0, 0}, 1}, 160, 160);
    CHECK(pixel_of(map, 0.01, 0.01) != no_bin);
    for (double const bad : {nan, inf, -inf, 1e300, 2e6}) {
      CHECK(pixel_of(map, bad, 0) == no_bin);
      CHECK(pixel_of(map, 0, bad) == no_bin);
    }
    CHECK(pixel_of(map, 0, 1.6) == no_bin);
  }
}

TEST_CASE("TAN shows nothing of the far hemisphere, SIN its horizon, STG all but the antipode") {
  auto const shows = [](Projection projection, double ra_deg) {
    SkyGeometry const map = map_of(projection, {MapFrame::icrs, {0, 0}, 0.02});
    Columns columns = icrs_columns(MapFrame::icrs, {{ra_deg, 0}});
    double x = 0, y = 0;
    ClosedFormLocator(map).fits_pixels(columns.vectors(), {&x, 1}, {&y, 1});
    return std::isfinite(x);
  };
  CHECK(shows(Projection::tan, 89.99));
  CHECK_FALSE(shows(Projection::tan, 90.01));
  CHECK_FALSE(shows(Projection::tan, 180));
  CHECK(shows(Projection::sin, 89.99));
  CHECK_FALSE(shows(Projection::sin, 90.01));
  CHECK(shows(Projection::stg, 179.9));
  CHECK(shows(Projection::zea, 180));
}

TEST_CASE("a CAR map that crosses native longitude 180 deg holds the events beyond it") {
  // The reference point is 190 deg from the middle of the map, as in cut-outs of all-sky maps.
  WcsHeader header = map_of(Projection::car, {MapFrame::icrs, {10, 0}, 1}, 40, 20).header();
  header.crpix[0] += 190;
  SkyGeometry const map = SkyGeometry::from_header(
      header, map_of(Projection::car, {MapFrame::icrs, {10, 0}, 1}).native_from_icrs());
  for (double const ra_deg : {182.3, 189.7, 190.3, 200.2, 215.2, 218.6}) {
    auto const column = static_cast<std::uint32_t>(std::floor(20 + (200 - ra_deg)));
    CHECK(pixel_of(map, ra_deg * deg, 0.5 * deg) == 10 * 40 + column);
    CHECK(pixel_of(map, (ra_deg - 360) * deg, 0.5 * deg) == 10 * 40 + column);
  }
  CHECK(pixel_of(map, 10 * deg, 0) == no_bin);
}

TEST_CASE("a direction's pixel does not depend on its neighbours in the block") {
  SkyGeometry const map = map_of(Projection::ait, {MapFrame::galactic, {20, 0}, 1}, 360, 180);
  Columns const all = icrs_columns(MapFrame::galactic, points_over_the_sky({20, 0}));
  std::size_t const n = all.ra_rad.size();
  std::vector<std::uint32_t> whole(n), parts(n);
  ClosedFormLocator const locator(map);
  locator.locate(all.ra_rad, all.dec_rad, whole);
  for (std::size_t const step : {1U, 3U, 511U, 513U, 1000U}) {
    for (std::size_t first = 0; first < n; first += step) {
      std::size_t const m = std::min<std::size_t>(step, n - first);
      locator.locate(std::span(all.ra_rad).subspan(first, m), std::span(all.dec_rad).subspan(first, m),
                     std::span(parts).subspan(first, m));
    }
    CHECK(parts == whole);
  }
}
