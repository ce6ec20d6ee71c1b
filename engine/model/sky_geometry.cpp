#include "engine/model/sky_geometry.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace engine {

namespace {

constexpr double deg = std::numbers::pi / 180;

/// Rows: the directions of the native axes x, y, z in the frame of the reference point (lon, lat), north up.
/// Written with sines and cosines of the angles, so that it holds at the poles too, where `lon` says what
/// "north" means.
Matrix3 native_axes(Projection projection, Angle lon, Angle lat) {
  double const a = in_radians(lon), d = in_radians(lat);
  Vector3 const centre{std::cos(d) * std::cos(a), std::cos(d) * std::sin(a), std::sin(d)};
  Vector3 const east{-std::sin(a), std::cos(a), 0};
  Vector3 const north{-std::sin(d) * std::cos(a), -std::sin(d) * std::sin(a), std::cos(d)};
  auto const rows = [](Vector3 const& x, Vector3 const& y, Vector3 const& z) {
    return Matrix3{x[0], x[1], x[2], y[0], y[1], y[2], z[0], z[1], z[2]};
  };
  if (!is_zenithal(projection)) return rows(centre, east, north);
  // Paper II, eqs 12-13: x = R sin(phi), y = -R cos(phi); north up and east along +x means that native x
  // points south and native y points east.
  return rows({-north[0], -north[1], -north[2]}, east, centre);
}

std::array<double, 4> inverse_in_radians(std::array<double, 4> const& cd_deg) {
  double const det = cd_deg[0] * cd_deg[3] - cd_deg[1] * cd_deg[2];
  if (!(std::abs(det) > 0) || !std::isfinite(det))
    throw Failure(Fault::bad_request, "map geometry: the pixel matrix (CD or CDELT) has no inverse");
  double const per_radian = 1 / (det * deg);
  return {cd_deg[3] * per_radian, -cd_deg[1] * per_radian, -cd_deg[2] * per_radian, cd_deg[0] * per_radian};
}

/// Distance on the sky of a point `r` radians from the reference point of a zenithal plane.
double angular_radius(Projection projection, double r) {
  switch (projection) {
    case Projection::tan: return std::atan(r);
    case Projection::sin: return r < 1 ? std::asin(r) : std::numbers::pi / 2;
    case Projection::stg: return 2 * std::atan(r / 2);
    case Projection::zea: return r < 2 ? 2 * std::asin(r / 2) : std::numbers::pi;
    // The CAR metric shrinks with latitude, so a distance in the plane is never shorter than on the sky.
    case Projection::car: return r;
    // Equal-area planes stretch by less than a quarter within 20 deg of their centre.
    case Projection::ait:
    case Projection::mol: return r < 20 * deg ? 1.25 * r : std::numbers::pi;
    case Projection::other: return std::numbers::pi;
  }
  return std::numbers::pi;
}

/// wcslib takes a reference point within 1e-10 rad of a pole or of the equator to be exactly there, and turns
/// its native frame accordingly; a map centred there has to mean the same.
Angle as_wcslib_takes_it(Angle lat) {
  double const tolerance = 1e-10;
  if (std::abs(in_radians(lat)) < tolerance) return Angle{};
  if (std::cos(in_radians(lat)) < tolerance) return degrees(in_radians(lat) > 0 ? 90 : -90);
  return lat;
}

}  // namespace

std::string_view fits_code(Projection projection) {
  switch (projection) {
    case Projection::tan: return "TAN";
    case Projection::sin: return "SIN";
    case Projection::stg: return "STG";
    case Projection::zea: return "ZEA";
    case Projection::car: return "CAR";
    case Projection::ait: return "AIT";
    case Projection::mol: return "MOL";
    case Projection::other: break;
  }
  contract_broken("a projection other than the seven has no code of ours", __FILE__, __LINE__);
}

bool is_zenithal(Projection projection) {
  return projection == Projection::tan || projection == Projection::sin || projection == Projection::stg ||
         projection == Projection::zea;
}

SkyGeometry SkyGeometry::centred(MapRequest const& request) {
  double const bin_deg = in_degrees(request.bin);
  if (request.nx < 1 || request.ny < 1)
    throw Failure(Fault::bad_request, "map geometry: a map needs at least one pixel on each axis");
  if (static_cast<double>(request.nx) * request.ny > 2147483647.0)
    throw Failure(Fault::bad_request,
                  "map geometry: more than 2^31 pixels - use a larger bin or a smaller width");
  if (!(bin_deg > 0) || bin_deg > 90)
    throw Failure(Fault::bad_request, "map geometry: the bin must be above 0 and at most 90 deg");
  double const widest_deg = bin_deg * std::max(request.nx, request.ny);
  if (widest_deg > 360.5)
    throw Failure(Fault::bad_request, "map geometry: " + shortest(widest_deg) +
                                          " deg is wider than the sky - use a smaller width or bin");
  if (request.projection == Projection::tan && widest_deg > 170)
    throw Failure(Fault::bad_request, "map geometry: TAN cannot show " + shortest(widest_deg) +
                                          " deg - use proj=ZEA, CAR, AIT or MOL");
  bool const latitude_exists = std::abs(in_degrees(request.lat)) <= 90 + 1e-9;  // false for NaN
  if (!latitude_exists || !std::isfinite(in_degrees(request.lon)))
    throw Failure(Fault::bad_request,
                  "map geometry: the centre needs a finite longitude and a latitude within -90..+90 deg");

  WcsHeader header;
  header.frame = request.frame;
  header.projection = request.projection;
  header.nx = request.nx;
  header.ny = request.ny;
  header.crpix = {(request.nx + 1) / 2.0, (request.ny + 1) / 2.0};
  header.cd_deg = {-bin_deg, 0, 0, bin_deg};
  bool const zenithal = is_zenithal(request.projection);
  Angle const lat = zenithal ? request.lat : as_wcslib_takes_it(request.lat);
  header.crval_deg = {in_degrees(request.lon), in_degrees(lat)};
  // With the reference point on the north pole CRVAL1 is the longitude of the native pole, which is up on the
  // map: beyond the celestial pole, as it is for all other latitudes.
  if (!zenithal && in_degrees(lat) == 90) header.crval_deg[0] += header.crval_deg[0] < 180 ? 180 : -180;
  // Stated rather than left to the defaults, which change at the poles and the equator (Paper II, 2.4).
  header.lonpole_deg = zenithal || in_degrees(lat) < 0 ? 180 : 0;
  header.latpole_deg = 90;
  return from_header(std::move(header), native_axes(request.projection, request.lon, lat));
}

SkyGeometry SkyGeometry::from_header(WcsHeader header, Matrix3 const& native_from_frame) {
  SkyGeometry out;
  out.native_from_icrs_ =
      header.frame == MapFrame::galactic ? native_from_frame * galactic_from_icrs : native_from_frame;
  out.pixel_from_plane_ = inverse_in_radians(header.cd_deg);
  out.header_ = std::move(header);
  return out;
}

Direction<Icrs> SkyGeometry::centre() const {
  Angle const lon = degrees(header_.crval_deg[0]), lat = degrees(header_.crval_deg[1]);
  if (header_.frame == MapFrame::galactic) return to_icrs(Direction<Galactic>::at(lon, lat));
  return Direction<Icrs>::at(lon, lat);
}

Angle SkyGeometry::bound_radius() const {
  double farthest = 0;  // radians in the plane
  for (double const px : {0.5, nx() + 0.5})
    for (double const py : {0.5, ny() + 0.5}) {
      double const u = px - header_.crpix[0], v = py - header_.crpix[1];
      double const x = header_.cd_deg[0] * u + header_.cd_deg[1] * v;
      double const y = header_.cd_deg[2] * u + header_.cd_deg[3] * v;
      farthest = std::max(farthest, std::hypot(x, y) * deg);
    }
  double const slack = 1e-7;  // far above the rounding of a separation
  return radians(std::min(std::numbers::pi, angular_radius(header_.projection, farthest) + slack));
}

}  // namespace engine
