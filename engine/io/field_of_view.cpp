#include "engine/io/field_of_view.hpp"

#include <cmath>

#include "engine/base/expects.hpp"
#include "engine/base/text.hpp"

namespace engine {

bool is_field_of_view_column(std::string_view name) {
  return same_word(name, "DETX") || same_word(name, "DETY");
}

std::vector<double> field_of_view_deg(std::string_view name, Direction<Icrs> const& pointing,
                                      std::span<double const> ra_rad, std::span<double const> dec_rad) {
  EXPECTS(is_field_of_view_column(name) && ra_rad.size() == dec_rad.size());
  bool const east_wanted = same_word(name, "DETX");
  double const lon = in_radians(pointing.lon()), lat = in_radians(pointing.lat());
  Vector3 const east{-std::sin(lon), std::cos(lon), 0};
  Vector3 const north{-std::sin(lat) * std::cos(lon), -std::sin(lat) * std::sin(lon), std::cos(lat)};
  std::vector<double> out(ra_rad.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    Vector3 const v = Direction<Icrs>::at(radians(ra_rad[i]), radians(dec_rad[i])).xyz();
    double const x = dot(pointing.xyz(), v), y = dot(east, v), z = dot(north, v);
    out[i] = in_degrees(radians(east_wanted ? std::atan2(y, x) : std::atan2(z, std::hypot(x, y))));
  }
  return out;
}

}  // namespace engine
