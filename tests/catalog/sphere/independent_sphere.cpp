#include "independent_sphere.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sphere_tests {

namespace {

constexpr Real degree = std::numbers::pi_v<Real> / 180;

Vector plus(Vector a, Vector b, Real factor) {
  return {a.x + factor * b.x, a.y + factor * b.y, a.z + factor * b.z};
}

Vector vector_of(Place p) { return sphere_tests::vector_of(p.ra, p.dec); }

Vector east(Place p) { return {-std::sin(p.ra * degree), std::cos(p.ra * degree), 0}; }

Vector north(Place p) {
  return {-std::sin(p.dec * degree) * std::cos(p.ra * degree),
          -std::sin(p.dec * degree) * std::sin(p.ra * degree), std::cos(p.dec * degree)};
}

Real position_angle(Place centre, Vector p) {
  Real const a = std::atan2(dot(p, east(centre)), dot(p, north(centre))) / degree;
  return a < 0 ? a + 360 : a;
}

/// Along the arc from a to b, t from 0 to 1.
Vector along(Vector a, Vector b, Real t) {
  Real const whole = angle(a, b) * degree;
  Vector const side = unit(plus(b, a, -dot(a, b)));
  return plus({a.x * std::cos(t * whole), a.y * std::cos(t * whole), a.z * std::cos(t * whole)}, side,
              std::sin(t * whole));
}

Real arc_distance(Vector a, Vector b, Vector p) {
  constexpr int steps = 64;
  int best = 0;
  for (int i = 1; i <= steps; ++i)
    if (angle(along(a, b, Real(i) / steps), p) < angle(along(a, b, Real(best) / steps), p)) best = i;
  Real low = Real(std::max(0, best - 1)) / steps, high = Real(std::min(steps, best + 1)) / steps;
  for (int i = 0; i < 90; ++i) {
    Real const third = (high - low) / 3;
    if (angle(along(a, b, low + third), p) < angle(along(a, b, high - third), p))
      high -= third;
    else
      low += third;
  }
  return angle(along(a, b, (low + high) / 2), p);
}

void add_triangle(Vector& sum, Vector a, Vector b, Vector c, int depth) {
  if (depth > 0) {
    Vector const ab = unit(plus(a, b, 1)), bc = unit(plus(b, c, 1)), ca = unit(plus(c, a, 1));
    add_triangle(sum, a, ab, ca, depth - 1);
    add_triangle(sum, ab, b, bc, depth - 1);
    add_triangle(sum, ca, bc, c, depth - 1);
    add_triangle(sum, ab, bc, ca, depth - 1);
    return;
  }
  Vector const normal = cross(plus(b, a, -1), plus(c, a, -1));
  Real const area = std::sqrt(dot(normal, normal)) / 2;
  sum = plus(sum, unit(plus(plus(a, b, 1), c, 1)), area);
}

}  // namespace

Vector vector_of(double ra, double dec) {
  return {std::cos(dec * degree) * std::cos(ra * degree), std::cos(dec * degree) * std::sin(ra * degree),
          std::sin(dec * degree)};
}

Real dot(Vector a, Vector b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
Vector cross(Vector a, Vector b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

Vector unit(Vector a) {
  Real const length = std::sqrt(dot(a, a));
  return {a.x / length, a.y / length, a.z / length};
}

Real angle(Vector a, Vector b) {
  Vector const c = cross(a, b);
  return std::atan2(std::sqrt(dot(c, c)), dot(a, b)) / degree;
}

Real separation(double ra1, double dec1, double ra2, double dec2) {
  return angle(vector_of(ra1, dec1), vector_of(ra2, dec2));
}

Place offset(Place centre, Real distance, Real position_angle_deg) {
  Vector const direction = plus({0, 0, 0}, north(centre), std::cos(position_angle_deg * degree));
  Vector const way = plus(direction, east(centre), std::sin(position_angle_deg * degree));
  Vector const c = vector_of(centre);
  Vector const p = plus({c.x * std::cos(distance * degree), c.y * std::cos(distance * degree),
                         c.z * std::cos(distance * degree)},
                        way, std::sin(distance * degree));
  Real ra = std::atan2(p.y, p.x) / degree;
  if (ra < 0) ra += 360;
  return {static_cast<double>(ra), static_cast<double>(std::atan2(p.z, std::hypot(p.x, p.y)) / degree)};
}

std::vector<double> Star::numbers() const {
  std::vector<double> out;
  for (Place const& vertex : vertices) out.insert(out.end(), {vertex.ra, vertex.dec});
  return out;
}

Place random_place(std::mt19937& random) {
  std::uniform_real_distribution<double> uniform(0, 1);
  return {360 * uniform(random), static_cast<double>(std::asin(2 * Real(uniform(random)) - 1) / degree)};
}

Star random_star(std::mt19937& random, Place centre, double smallest, double largest) {
  std::uniform_real_distribution<double> uniform(0, 1);
  int const n = 3 + static_cast<int>(uniform(random) * 7);
  Star star{.centre = centre, .vertices = {}, .angles = {}};
  for (int i = 0; i < n; ++i) {
    Real const position = 360 * (i + 0.4L * uniform(random)) / n;
    star.vertices.push_back(offset(centre, smallest + (largest - smallest) * uniform(random), position));
    star.angles.push_back(position_angle(centre, vector_of(star.vertices.back())));
  }
  // Turned so that the angles increase.
  auto const first = std::min_element(star.angles.begin(), star.angles.end()) - star.angles.begin();
  std::rotate(star.angles.begin(), star.angles.begin() + first, star.angles.end());
  std::rotate(star.vertices.begin(), star.vertices.begin() + first, star.vertices.end());
  if (uniform(random) < 0.5) return star;
  // The other way round is the same polygon.
  std::reverse(star.vertices.begin(), star.vertices.end());
  std::reverse(star.angles.begin(), star.angles.end());
  return star;
}

Answer is_inside(Star const& star, Place point) {
  Vector const p = vector_of(point), c = vector_of(star.centre);
  Real const at = position_angle(star.centre, p);
  std::size_t const n = star.vertices.size();
  Answer answer{.yes = false, .margin = border_distance(star, point)};
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t const j = (i + 1) % n;
    Real from = star.angles[i], to = star.angles[j];
    if (std::remainder(to - from, 360.0L) < 0) std::swap(from, to);
    Real const width = std::fmod(to - from + 720, 360.0L), beyond = std::fmod(at - from + 720, 360.0L);
    if (beyond > width) continue;
    Vector const edge = cross(vector_of(star.vertices[i]), vector_of(star.vertices[j]));
    // On its way from the centre to the antipode a ray leaves the centre's side of the edge's plane just
    // once.
    answer.yes = dot(edge, c) * dot(edge, p) > 0;
    return answer;
  }
  return answer;
}

Real border_distance(Star const& star, Place point) {
  Real least = 360;
  for (std::size_t i = 0; i < star.vertices.size(); ++i)
    least = std::min(
        least, arc_distance(vector_of(star.vertices[i]),
                            vector_of(star.vertices[(i + 1) % star.vertices.size()]), vector_of(point)));
  return least;
}

Answer arcs_cross(Vector a, Vector b, Vector c, Vector d) {
  Vector const line = cross(cross(a, b), cross(c, d));
  Answer answer{.yes = false, .margin = 360};
  if (dot(line, line) < 1e-30L) return {.yes = false, .margin = 0};
  for (Real const sign : {1.0L, -1.0L}) {
    Vector p = unit(line);
    p = {sign * p.x, sign * p.y, sign * p.z};
    Real const on_ab = angle(a, p) + angle(p, b) - angle(a, b),
               on_cd = angle(c, p) + angle(p, d) - angle(c, d);
    bool const here = on_ab < 1e-12L && on_cd < 1e-12L;
    answer.yes = answer.yes || here;
    Real const ends = std::min(std::min(angle(a, p), angle(b, p)), std::min(angle(c, p), angle(d, p)));
    if (here)
      answer.margin = std::min(answer.margin, ends);
    else if (on_ab < 1e-4L && on_cd < 1e-4L)
      answer.margin = 0;
  }
  return answer;
}

namespace {

/// Vertices of a seen by b, and crossings of their borders.
struct Meeting {
  bool some_inside = false, all_inside = true, cross = false;
  Real margin = 360;
};

Meeting meeting(Star const& a, Star const& b) {
  Meeting seen;
  for (Place const& vertex : a.vertices) {
    Answer const inside = is_inside(b, vertex);
    seen.some_inside = seen.some_inside || inside.yes;
    seen.all_inside = seen.all_inside && inside.yes;
    seen.margin = std::min(seen.margin, inside.margin);
  }
  std::size_t const n = a.vertices.size(), m = b.vertices.size();
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < m; ++j) {
      Answer const crossing = arcs_cross(vector_of(a.vertices[i]), vector_of(a.vertices[(i + 1) % n]),
                                         vector_of(b.vertices[j]), vector_of(b.vertices[(j + 1) % m]));
      seen.cross = seen.cross || crossing.yes;
      seen.margin = std::min(seen.margin, crossing.margin);
    }
  return seen;
}

}  // namespace

Answer stars_meet(Star const& a, Star const& b) {
  Meeting const ab = meeting(a, b), ba = meeting(b, a);
  return {ab.cross || ab.some_inside || ba.some_inside, std::min(ab.margin, ba.margin)};
}

Answer star_within(Star const& a, Star const& b) {
  Meeting const ab = meeting(a, b);
  return {ab.all_inside && !ab.cross, ab.margin};
}

Real girard_area(Star const& star) {
  std::size_t const n = star.vertices.size();
  Real sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    Place const here = star.vertices[i];
    Real const before = position_angle(here, vector_of(star.vertices[(i + n - 1) % n]));
    Real const after = position_angle(here, vector_of(star.vertices[(i + 1) % n]));
    sum += std::fmod(after - before + 720, 360.0L);
  }
  Real excess = (sum - 180 * Real(n - 2)) * degree;
  Real const sphere = 4 * std::numbers::pi_v<Real>;
  excess = std::fmod(excess + 4 * sphere, sphere);
  return std::min(excess, sphere - excess) / (degree * degree);
}

Vector mass_centre(Star const& star) {
  Vector sum;
  for (std::size_t i = 0; i < star.vertices.size(); ++i)
    add_triangle(sum, vector_of(star.centre), vector_of(star.vertices[i]),
                 vector_of(star.vertices[(i + 1) % star.vertices.size()]), 5);
  return unit(sum);
}

}  // namespace sphere_tests
