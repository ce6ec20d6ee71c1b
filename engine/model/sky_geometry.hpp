/// The pixel grid of a map: a FITS WCS (Greisen & Calabretta 2002; Calabretta & Greisen 2002, "Paper II")
/// together with the one rotation and the one linear map that kernels need.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/sky.hpp"

namespace engine {

enum class MapFrame { icrs, galactic };
enum class Projection { tan, sin, stg, zea, car, ait, mol, other };
std::string_view fits_code(Projection projection);  ///< "TAN", ...; `other` is a contract violation

/// Where a projection is native: azimuthal ones at the native pole, the others at native (0, 0).
bool is_zenithal(Projection projection);

/// Plain numbers of the FITS header. Angles in degrees because these *are* the header's numbers.
/// Pixel convention: FITS pixel p has its centre at p (first pixel 1, covering [0.5, 1.5)); a zero-based
/// index is i = floor(p - 0.5). A point on an edge therefore belongs to the pixel above it.
struct WcsHeader {
  MapFrame frame = MapFrame::icrs;
  Projection projection = Projection::tan;
  int nx = 0, ny = 0;
  std::array<double, 2> crpix{};
  std::array<double, 4> cd_deg{};     ///< [x][y] row major: intermediate degrees per pixel
  std::array<double, 2> crval_deg{};  ///< longitude, latitude of the reference point in `frame`
  double lonpole_deg = 180, latpole_deg = 90;
  std::vector<std::string> cards;  ///< 80-character cards, only for `other`: wcslib evaluates those
  friend bool operator==(WcsHeader const&, WcsHeader const&) = default;
};

/// Centre, size and bin of a map as a person asks for it. x runs to the west (CDELT1 < 0), y to the north.
struct MapRequest {
  MapFrame frame = MapFrame::icrs;
  Projection projection = Projection::tan;
  Angle lon, lat;  ///< of the centre, in `frame`
  Angle bin;       ///< the same on both axes
  int nx = 0, ny = 0;
};

class SkyGeometry {  // fixed once made; copies are cheap
 public:
  /// Reference point and pixel grid are centred: CRPIX = (n+1)/2, CRVAL = centre, north up at the centre.
  /// Throws Failure(bad_request) for sizes that are absurd (no pixels, more than 2^31, wider than the sky).
  static SkyGeometry centred(MapRequest const& request);
  /// From a header that was read; `native_from_frame` rotates the header's frame to the projection's native
  /// one.
  static SkyGeometry from_header(WcsHeader header, Matrix3 const& native_from_frame);

  WcsHeader const& header() const { return header_; }
  int nx() const { return header_.nx; }
  int ny() const { return header_.ny; }
  std::size_t pixels() const { return static_cast<std::size_t>(nx()) * static_cast<std::size_t>(ny()); }
  /// Rotates ICRS unit vectors to native ones: z towards the native pole, x towards native (0, 0).
  Matrix3 const& native_from_icrs() const { return native_from_icrs_; }
  /// Inverse of the CD matrix, pixels per radian of intermediate world coordinates.
  std::array<double, 4> const& pixel_from_plane() const { return pixel_from_plane_; }
  /// Centre of the grid; for `other` projections the reference point.
  Direction<Icrs> centre() const;
  /// No pixel of the map is farther from centre(). May be too large (180 deg where that is not cheap to
  /// know), never too small.
  Angle bound_radius() const;

  friend bool operator==(SkyGeometry const& a, SkyGeometry const& b) { return a.header_ == b.header_; }

 private:
  SkyGeometry() = default;
  WcsHeader header_;
  Matrix3 native_from_icrs_{};
  std::array<double, 4> pixel_from_plane_{};
};

}  // namespace engine
