#include "engine/io/ds9_frames.hpp"

#include <array>
#include <cmath>

#include "engine/base/text.hpp"

namespace engine {

namespace {

constexpr Matrix3 unit_matrix{1, 0, 0, 0, 1, 0, 0, 0, 1};

// The turn between the FK5 catalogue's axes at J2000 and those of ICRS: eraFk5hip of ERFA, which is also
// astropy's FK5 to ICRS. It moves a position by up to 0.03 arcsec.
constexpr Matrix3 icrs_from_fk5{0.9999999999999928,     1.1102233723050031e-07, 4.411803426976324e-08,
                                -1.110223329740834e-07, 0.9999999999999891,     -9.647792743888518e-08,
                                -4.411804498096776e-08, 9.64779225407974e-08,   0.9999999999999943};

Matrix3 icrs_from_system(Ds9System system) {
  switch (system) {
    case Ds9System::icrs: return unit_matrix;
    case Ds9System::fk5: return icrs_from_fk5;
    case Ds9System::galactic: return transposed(galactic_from_icrs);
  }
  return unit_matrix;
}

struct SystemWord {
  std::string_view word;
  Ds9System system;
};
constexpr std::array<SystemWord, 4> systems{{{"icrs", Ds9System::icrs},
                                             {"fk5", Ds9System::fk5},
                                             {"j2000", Ds9System::fk5},
                                             {"galactic", Ds9System::galactic}}};

constexpr std::string_view of_another_epoch =
    "coordinates of another equinox or plane are not supported: save the regions as icrs or galactic";
constexpr std::string_view of_an_image =
    "coordinates of an image have no place on the sky here: save the regions as icrs or galactic";
struct RefusedWord {
  std::string_view word, reason;
};
constexpr std::array<RefusedWord, 10> refused{{{"fk4", of_another_epoch},
                                               {"b1950", of_another_epoch},
                                               {"ecliptic", of_another_epoch},
                                               {"supergalactic", of_another_epoch},
                                               {"image", of_an_image},
                                               {"physical", of_an_image},
                                               {"detector", of_an_image},
                                               {"amplifier", of_an_image},
                                               {"linear", of_an_image},
                                               {"wcs", of_an_image}}};

}  // namespace

std::optional<Ds9System> ds9_system(std::string_view word) {
  for (SystemWord const& known : systems)
    if (same_word(known.word, word)) return known.system;
  return std::nullopt;
}

std::string_view refused_ds9_system(std::string_view word) {
  for (RefusedWord const& known : refused)
    if (same_word(known.word, word)) return known.reason;
  return {};
}

Coordinate first_coordinate(Ds9System system) {
  return system == Ds9System::galactic ? Coordinate::longitude : Coordinate::right_ascension;
}

Direction<Icrs> icrs_from(Ds9System system, Angle lon, Angle lat) {
  return Direction<Icrs>::along(icrs_from_system(system) * Direction<Icrs>::at(lon, lat).xyz());
}

Angle icrs_position_angle(Ds9System system, Angle angle, Direction<Icrs> const& place) {
  Matrix3 const m = icrs_from_system(system);
  Vector3 const pole{m[2], m[5], m[8]};  // of the system, in ICRS
  double const lon = in_radians(place.lon()), lat = in_radians(place.lat());
  Vector3 const east{-std::sin(lon), std::cos(lon), 0};
  Vector3 const north{-std::sin(lat) * std::cos(lon), -std::sin(lat) * std::sin(lon), std::cos(lat)};
  // The direction to the system's pole is its north; seen from the pole itself there is none.
  double const eastward = dot(pole, east), northward = dot(pole, north);
  if (std::hypot(eastward, northward) < 1e-15) return angle;
  return angle + radians(std::atan2(eastward, northward));
}

}  // namespace engine
