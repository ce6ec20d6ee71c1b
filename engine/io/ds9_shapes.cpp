#include "engine/io/ds9_shapes.hpp"

#include <algorithm>
#include <array>

#include "engine/base/expects.hpp"
#include "engine/base/text.hpp"

namespace engine {

namespace {

/// Reads the arguments of one shape in their order.
class Arguments {
 public:
  Arguments(Ds9Call const& call, Ds9System system) : call_(call), system_(system) {}

  std::size_t left() const { return call_.arguments.size() - next_; }
  std::size_t position() const { return left() > 0 ? call_.arguments[next_].position : call_.end; }
  [[noreturn]] void fail(std::string const& message) const {
    throw SyntaxError{position(), call_.name + ": " + message};
  }

  Direction<Icrs> place() {
    Angle const lon =
        take("a longitude", [&](auto text) { return parse_coordinate(text, first_coordinate(system_)); });
    Angle const lat =
        take("a latitude", [](auto text) { return parse_coordinate(text, Coordinate::latitude); });
    return icrs_from(system_, lon, lat);
  }
  /// Above `more_than` and below `less_than`.
  Angle size(std::string const& name, Angle more_than, Angle less_than) {
    std::size_t const at = position();
    Angle const size = take(name, parse_size);
    if (size > more_than && size < less_than) return size;
    throw SyntaxError{at, call_.name + ": the " + name + " must be above " + shortest(in_degrees(more_than)) +
                              " and below " + shortest(in_degrees(less_than)) + " deg"};
  }
  Angle size_or_zero(std::string const& name) { return take(name, parse_size); }
  Angle angle_at(Direction<Icrs> const& centre) {
    Angle const written = left() > 0 ? take("angle", parse_rotation) : Angle{};
    return icrs_position_angle(system_, written, centre);
  }
  /// `n=4` asks ds9 to draw rings in between; the area is the same.
  bool skip_number_of_rings() {
    bool const given = left() == 1 && lower(call_.arguments[next_].text).starts_with("n=");
    if (given) ++next_;
    return given;
  }
  void nothing_left(std::string const& reason) const {
    if (left() > 0) fail("expected ')', found '" + std::string(call_.arguments[next_].text) + "'" + reason);
  }

 private:
  template <class Parse>
  Angle take(std::string const& name, Parse parse) {
    if (left() == 0) fail("expected " + name + ", found the end of its arguments");
    Ds9Argument const& argument = call_.arguments[next_++];
    auto const value = parse(argument.text);
    if (value) return *value;
    throw SyntaxError{argument.position + value.error().position,
                      call_.name + ": " + name + ": " + value.error().message};
  }

  Ds9Call const& call_;
  Ds9System system_;
  std::size_t next_ = 0;
};

Shape circle(Arguments& in) {
  auto const centre = in.place();
  Cone const cone{centre, in.size("radius", Angle{}, degrees(180))};
  in.nothing_left("; for several radii write annulus");
  return cone;
}

/// Rings between several radii are together one ring.
Shape annulus(Arguments& in) {
  auto const centre = in.place();
  Angle const inner = in.size_or_zero("inner radius");
  Angle outer = in.size("outer radius", inner, degrees(180));
  while (!in.skip_number_of_rings() && in.left() > 0) outer = in.size("outer radius", outer, degrees(180));
  return Annulus{centre, inner, outer};
}

Shape box(Arguments& in) {
  auto const centre = in.place();
  Angle const width = in.size("width", Angle{}, degrees(180)),
              height = in.size("height", Angle{}, degrees(180));
  Angle const angle = in.angle_at(centre);
  in.nothing_left("; a box annulus is not supported: exclude the inner box with -box(...)");
  return Box{centre, width, height, angle};
}

Shape ellipse(Arguments& in) {
  auto const centre = in.place();
  Angle const a = in.size("first radius", Angle{}, degrees(90)),
              b = in.size("second radius", Angle{}, degrees(90));
  Angle const angle = in.angle_at(centre);
  in.nothing_left("; an elliptical annulus is not supported: exclude the inner ellipse with -ellipse(...)");
  return Ellipse{centre, a, b, angle};
}

bool within_a_hemisphere(std::vector<Direction<Icrs>> const& vertices) {
  Vector3 sum{};
  for (auto const& vertex : vertices)
    for (std::size_t k = 0; k < 3; ++k) sum[k] += vertex.xyz()[k];
  return std::all_of(vertices.begin(), vertices.end(),
                     [&](auto const& vertex) { return dot(vertex.xyz(), sum) > 1e-6; });
}

Shape polygon(Arguments& in) {
  std::vector<Direction<Icrs>> vertices;
  do vertices.push_back(in.place());
  while (in.left() > 0);
  if (vertices.size() < 3)
    in.fail("expected at least three vertices, found " + std::to_string(vertices.size()));
  if (!within_a_hemisphere(vertices))
    in.fail("the vertices are farther than 90 deg from their middle; divide the polygon");
  return Polygon{std::move(vertices)};
}

struct ShapeRow {
  std::string_view name;
  Shape (*make)(Arguments&);
};
constexpr std::array<ShapeRow, 5> shapes{
    {{"circle", circle}, {"annulus", annulus}, {"box", box}, {"ellipse", ellipse}, {"polygon", polygon}}};

}  // namespace

bool has_no_area(std::string_view name) {
  constexpr std::array<std::string_view, 8> names{"point", "line",    "vector",     "text",
                                                  "ruler", "compass", "projection", "segment"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_ds9_shape(std::string_view name) {
  return std::any_of(shapes.begin(), shapes.end(), [&](ShapeRow const& row) { return row.name == name; });
}

Shape make_shape(Ds9Call const& call, Ds9System system) {
  EXPECTS(is_ds9_shape(call.name));
  Arguments arguments(call, system);
  auto const row =
      std::find_if(shapes.begin(), shapes.end(), [&](ShapeRow const& r) { return r.name == call.name; });
  return row->make(arguments);
}

}  // namespace engine
