#include "engine/model/sky_geometry.hpp"

#include <array>
#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"

using namespace engine;

namespace {

MapRequest crab_request() {
  return {.lon = degrees(83.633), .lat = degrees(22.0145), .bin = degrees(0.02), .nx = 250, .ny = 200};
}

constexpr Projection ours[] = {Projection::tan, Projection::sin, Projection::stg, Projection::zea,
                               Projection::car, Projection::ait, Projection::mol};

}  // namespace

TEST_CASE("the reference point of a map is the centre that was asked for") {
  for (Projection const projection : ours)
    for (MapFrame const frame : {MapFrame::icrs, MapFrame::galactic})
      for (double const lat : {-90.0, -29.0, 0.0, 22.0145, 90.0}) {
        MapRequest request = crab_request();
        request.projection = projection;
        request.frame = frame;
        request.lat = degrees(lat);
        SkyGeometry const map = SkyGeometry::centred(request);
        CHECK(map.pixels() == 50000);
        CHECK(map.header().crpix == std::array{125.5, 100.5});
        auto const wanted = frame == MapFrame::galactic
                                ? to_icrs(Direction<Galactic>::at(request.lon, request.lat))
                                : Direction<Icrs>::at(request.lon, request.lat);
        CHECK(in_radians(separation(map.centre(), wanted)) < 1e-14);
        // Native: the pole for zenithal projections, (0, 0) for the others.
        Vector3 const native = map.native_from_icrs() * wanted.xyz();
        CHECK(native[is_zenithal(projection) ? 2 : 0] == doctest::Approx(1).epsilon(1e-14));
      }
}

TEST_CASE("native axes are a rotation: no mirror image, no stretching") {
  for (Projection const projection : ours) {
    MapRequest request = crab_request();
    request.projection = projection;
    Matrix3 const m = SkyGeometry::centred(request).native_from_icrs();
    Matrix3 const should_be_one = m * transposed(m);
    for (std::size_t i = 0; i < 9; ++i)
      CHECK(should_be_one[i] == doctest::Approx(i % 4 == 0 ? 1 : 0).epsilon(1e-14));
    Vector3 const x{m[0], m[1], m[2]}, y{m[3], m[4], m[5]}, z{m[6], m[7], m[8]};
    CHECK(dot(cross(x, y), z) == doctest::Approx(1).epsilon(1e-14));
  }
}

TEST_CASE("the bound of a map reaches its corners") {
  // A corner of a TAN map lies atan(half diagonal) from its centre.
  SkyGeometry const map = SkyGeometry::centred(crab_request());
  double const half_diagonal = std::hypot(2.5, 2.0) * std::numbers::pi / 180;
  CHECK(in_radians(map.bound_radius()) >= std::atan(half_diagonal));
  CHECK(in_radians(map.bound_radius()) < std::atan(half_diagonal) + 1e-6);
  for (Projection const projection : ours) {
    MapRequest request = crab_request();
    request.projection = projection;
    CHECK(in_degrees(SkyGeometry::centred(request).bound_radius()) > 3.19);
  }
  MapRequest whole_sky;
  whole_sky.projection = Projection::ait;
  whole_sky.bin = degrees(1);
  whole_sky.nx = 360;
  whole_sky.ny = 180;
  CHECK(in_degrees(SkyGeometry::centred(whole_sky).bound_radius()) == doctest::Approx(180));
}

TEST_CASE("maps that cannot be are refused with a reason") {
  auto const refused = [](auto change) {
    MapRequest request = crab_request();
    change(request);
    try {
      SkyGeometry::centred(request);
    } catch (Failure const& failure) {
      return failure.fault() == Fault::bad_request &&
             std::string(failure.what()).starts_with("map geometry: ");
    }
    return false;
  };
  double const nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  CHECK(refused([](MapRequest& r) { r.nx = 0; }));
  CHECK(refused([](MapRequest& r) { r.ny = -3; }));
  CHECK(refused([](MapRequest& r) { r.nx = r.ny = 50000, r.bin = degrees(1e-5); }));
  CHECK(refused([](MapRequest& r) { r.bin = degrees(0); }));
  CHECK(refused([](MapRequest& r) { r.bin = degrees(-0.1); }));
  CHECK(refused([&](MapRequest& r) { r.bin = degrees(nan); }));
  CHECK(refused([&](MapRequest& r) { r.bin = degrees(inf); }));
  CHECK(refused([](MapRequest& r) { r.bin = degrees(2); }));    // 500 deg
  CHECK(refused([](MapRequest& r) { r.bin = degrees(0.7); }));  // 175 deg in TAN
  CHECK(refused([](MapRequest& r) { r.lat = degrees(91); }));
  CHECK(refused([&](MapRequest& r) { r.lat = degrees(nan); }));
  CHECK(refused([&](MapRequest& r) { r.lon = degrees(inf); }));
  CHECK_FALSE(refused([](MapRequest&) {}));
  CHECK_FALSE(refused([](MapRequest& r) { r.bin = degrees(0.7), r.projection = Projection::zea; }));
}

TEST_CASE("a pixel matrix without an inverse is refused") {
  WcsHeader header = SkyGeometry::centred(crab_request()).header();
  header.cd_deg = {1, 2, 2, 4};
  CHECK_THROWS_AS(SkyGeometry::from_header(header, {1, 0, 0, 0, 1, 0, 0, 0, 1}), Failure);
}

TEST_CASE("every projection of ours has the code of the FITS standard") {
  std::string codes;
  for (Projection const projection : ours) codes += fits_code(projection);
  CHECK(codes == "TANSINSTGZEACARAITMOL");
  CHECK_THROWS_AS(fits_code(Projection::other), ContractViolation);
}
