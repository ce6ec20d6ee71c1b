/// Spherical geometry for the tests, in long double and by other ways than the functions under test: angles
/// between vectors, searches along arcs, wedges of star-shaped polygons.
#pragma once

#include <random>
#include <vector>

namespace sphere_tests {

using Real = long double;

struct Vector {
  Real x = 0, y = 0, z = 0;
};

Vector vector_of(double ra_deg, double dec_deg);
Real dot(Vector a, Vector b);
Vector cross(Vector a, Vector b);
Vector unit(Vector a);
Real angle(Vector a, Vector b);  ///< degrees
Real separation(double ra1, double dec1, double ra2, double dec2);

/// The point `distance` degrees from the centre in a direction counted from north through east.
struct Place {
  double ra = 0, dec = 0;
};
Place offset(Place centre, Real distance_deg, Real position_angle_deg);

/// A polygon whose every point is seen from the centre: vertices at increasing position angles.
struct Star {
  Place centre;
  std::vector<Place> vertices;
  std::vector<Real> angles;  ///< position angles, increasing, less than 180 degrees apart
  std::vector<double> numbers() const;
};

Star random_star(std::mt19937& random, Place centre, double smallest, double largest);
Place random_place(std::mt19937& random);

struct Answer {
  bool yes = false;
  Real margin = 0;  ///< degrees to the nearest place where the answer would change
};

/// By the wedge in which the point lies.
Answer is_inside(Star const& star, Place point);

/// Least distance from a point to the border, by search along the edges.
Real border_distance(Star const& star, Place point);

/// Whether two arcs cross, by the angles of the two candidate points along both arcs.
Answer arcs_cross(Vector a, Vector b, Vector c, Vector d);

Answer stars_meet(Star const& a, Star const& b);
Answer star_within(Star const& a, Star const& b);

/// Square degrees, from the angles at the corners (Girard).
Real girard_area(Star const& star);

/// Direction of the centre of mass, by cutting into small triangles.
Vector mass_centre(Star const& star);

}  // namespace sphere_tests
