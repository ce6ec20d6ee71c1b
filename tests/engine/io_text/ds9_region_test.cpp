#include "engine/io/ds9_region.hpp"

#include <cmath>
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>
#include <erfa.h>
#include <erfam.h>

#include "engine/base/failure.hpp"
#include "engine/io/ds9_writer.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace engine;

namespace {

Region shapes(std::string const& text) { return parse_region_shapes(text, "region").region; }

template <class Kind>
Kind the_only(std::string const& text) {
  Region const region = shapes(text);
  CAPTURE(text);
  REQUIRE(region.include.size() == 1);
  REQUIRE(region.exclude.empty());
  REQUIRE(std::holds_alternative<Kind>(region.include[0]));
  return std::get<Kind>(region.include[0]);
}

void check_place(Direction<Icrs> const& place, double ra_deg, double dec_deg,
                 double tolerance_arcsec = 1e-6) {
  Angle const apart = separation(place, Direction<Icrs>::at(degrees(ra_deg), degrees(dec_deg)));
  CHECK(in_degrees(apart) * 3600 < tolerance_arcsec);
}

std::string refusal(std::string const& text) {
  try {
    parse_region_shapes(text, "region");
  } catch (Failure const& failure) {
    CHECK(failure.fault() == Fault::bad_request);
    return failure.what();
  }
  return "accepted";
}

void refuses(std::string const& text, std::string const& start, std::string const& part) {
  std::string const message = refusal(text);
  CAPTURE(text);
  CAPTURE(message);
  CHECK(message.starts_with("region: " + start));
  CHECK(message.find(part) != std::string::npos);
}

}  // namespace

TEST_CASE("each shape becomes the shape of the same name") {
  Cone const cone = the_only<Cone>("circle(83.63,22.01,0.5)");
  check_place(cone.centre, 83.63, 22.01);
  CHECK(in_degrees(cone.radius) == doctest::Approx(0.5));

  Annulus const ring = the_only<Annulus>("annulus(83.63,22.01,30',1d)");
  CHECK(in_degrees(ring.inner) == doctest::Approx(0.5));
  CHECK(in_degrees(ring.outer) == doctest::Approx(1));

  Box const box = the_only<Box>("box(83.63,22.01,2,60',30)");
  CHECK(in_degrees(box.width) == doctest::Approx(2));
  CHECK(in_degrees(box.height) == doctest::Approx(1));
  CHECK(in_degrees(box.angle) == doctest::Approx(30));

  Ellipse const ellipse = the_only<Ellipse>("ellipse(5:34:31.94,+22:00:52.2,30',600\",20d)");
  check_place(ellipse.centre, 83.63308333333332, 22.0145);
  CHECK(in_degrees(ellipse.a) == doctest::Approx(0.5));
  CHECK(in_degrees(ellipse.b) == doctest::Approx(1 / 6.0));
  CHECK(in_degrees(ellipse.angle) == doctest::Approx(20));

  Polygon const polygon = the_only<Polygon>("polygon(83,21,84,21,84,23)");
  REQUIRE(polygon.vertices.size() == 3);
  check_place(polygon.vertices[2], 84, 23);
}

TEST_CASE("rings of several radii are together one ring") {
  for (char const* text : {"annulus(83.63,22.01,0.1,0.2,0.4)", "annulus(83.63,22.01,0.1,0.4,n=5)"}) {
    Annulus const ring = the_only<Annulus>(text);
    CHECK(in_degrees(ring.inner) == doctest::Approx(0.1));
    CHECK(in_degrees(ring.outer) == doctest::Approx(0.4));
  }
  CHECK(in_degrees(the_only<Annulus>("annulus(1,2,0,0.4)").inner) == 0);
}

TEST_CASE("commas, blanks and missing parentheses are all ds9") {
  for (char const* text : {"circle(83.63, 22.01, 0.5)", "circle(83.63 22.01 0.5)", "circle 83.63 22.01 0.5",
                           "CIRCLE (83.63,22.01,0.5)", "+circle(83.63,22.01,30')",
                           "icrs;circle(83.63d,22.01d,1800\") # color=red", "icrs circle 83.63,22.01,0.5"}) {
    Cone const cone = the_only<Cone>(text);
    check_place(cone.centre, 83.63, 22.01);
    CHECK(in_degrees(cone.radius) == doctest::Approx(0.5));
  }
}

TEST_CASE("a file written by ds9 is read shape by shape") {
  std::string const text =
      "# Region file format: DS9 version 4.1; written by hand\r\n"
      "global color=green dashlist=8 3 width=1 font=\"helvetica 10; bold\" select=1 source=1\r\n"
      "fk5\r\n"
      "circle(83.6,22.0,0.5\") # color=#ff0000 text={one; two}\r\n"
      "-circle(83.6,22.1,5') # it's a hole\r\n"
      "\r\n"
      "galactic;box(184.5,-5.7,1,2,0); -ellipse(184.5,-5.7,0.1,0.2,0) # tag={x}\n"
      "# text(83.6,22.0) text={label}\n"
      "icrs\n"
      "point(83.6,22) # point=cross\n"
      "polygon(83,21,84,21,84,23)";
  RegionText const parsed = parse_ds9_file(text, "my.reg");
  CHECK(parsed.region.include.size() == 3);
  CHECK(parsed.region.exclude.size() == 2);
  REQUIRE(parsed.notes.size() == 1);
  CHECK(parsed.notes[0].starts_with("line 10: point has no area"));
}

TEST_CASE("positions of fk5 go to icrs as ERFA takes them there") {
  double to_icrs[3][3], spin[3];
  eraFk5hip(to_icrs, spin);
  for (double const dec : {-80.0, -29.0, 0.0, 22.013995, 89.0}) {
    double position[3], turned[3];
    eraS2c(83.633008 * ERFA_DD2R, dec * ERFA_DD2R, position);
    eraRxp(to_icrs, position, turned);
    std::string const text = "fk5;circle(83.633008," + std::to_string(dec) + ",0.3)";
    Angle const apart = separation(the_only<Cone>(text).centre.xyz(), {turned[0], turned[1], turned[2]});
    CHECK(in_radians(apart) < 1e-13);
  }
  // astropy: SkyCoord(83.633008, 22.013995, unit="deg", frame="fk5").icrs
  check_place(the_only<Cone>("j2000;circle(83.633008,22.013995,0.3)").centre, 83.63300037533895,
              22.01400021336078, 1e-4);
}

TEST_CASE("galactic shapes keep their place and their axes on the sky") {
  double ra = 0, dec = 0;
  eraG2icrs(184.557 * ERFA_DD2R, -5.784 * ERFA_DD2R, &ra, &dec);
  Box const box = the_only<Box>("galactic;box(184.557,-5.784,2,1,30)");
  check_place(box.centre, ra * ERFA_DR2D, dec * ERFA_DR2D);
  // The axis points to the galactic pole, 30 deg further east.
  double pole_ra = 0, pole_dec = 0;
  eraG2icrs(0, ERFA_DPI / 2, &pole_ra, &pole_dec);
  double const north = eraPas(ra, dec, pole_ra, pole_dec) * ERFA_DR2D;
  CHECK(std::remainder(in_degrees(box.angle) - north - 30, 360) == doctest::Approx(0).epsilon(1e-12));

  // A point 0.45 deg towards galactic north is inside the unturned box, one towards ICRS north is not.
  Shape const flat = the_only<Box>("galactic;box(184.557,-5.784,0.01,1,0)");
  CHECK(contains(flat, to_icrs(Direction<Galactic>::at(degrees(184.557), degrees(-5.334))).xyz()));
  CHECK_FALSE(contains(flat, Direction<Icrs>::at(radians(ra), radians(dec) + degrees(0.45)).xyz()));
}

TEST_CASE("colons are degrees in galactic longitude") {
  Cone const cone = the_only<Cone>("galactic;circle(184:33:25.2,-5:47:02.4,0.5)");
  double ra = 0, dec = 0;
  eraG2icrs(184.557 * ERFA_DD2R, -5.784 * ERFA_DD2R, &ra, &dec);
  check_place(cone.centre, ra * ERFA_DR2D, dec * ERFA_DR2D);
}

TEST_CASE("a composite is its shapes") {
  Region const region = shapes(
      "# composite(83.6,22.0,0) || composite=1\ncircle(83.6,22,0.1) ||\nbox(83.6,22,1,1,0) || # "
      "x\nannulus(1,2,3,4)");
  CHECK(region.include.size() == 3);
  CHECK(shapes("circle(1,2,3) || circle(4,5,6)").include.size() == 2);
  refuses("circle(1,2,3) ||\n-circle(4,5,6)", "line 2, character 1: ", "composite");
}

TEST_CASE("systems without a place on our sky are refused by name") {
  for (char const* system :
       {"fk4", "b1950", "ecliptic", "image", "physical", "detector", "wcs", "wcsa", "linear"})
    refuses(std::string("circle(1,2,3)\n") + system + "\ncircle(1,2,3)", "line 2, character 1: ", system);
  CHECK_THROWS_WITH_AS(parse_ds9_file("circle(100,200,30)", "a.reg"),
                       doctest::Contains("a.reg: line 1, character 1: no coordinate system"), Failure);
}

TEST_CASE("what cannot be understood is refused where it stands, nothing is skipped in silence") {
  refuses("", "line 1, character 1: ", "at least one shape");
  refuses("# only a comment", "line 1, character 17: ", "at least one shape");
  refuses("point(1,2)", "line 1, ", "at least one shape");
  refuses("panda(1,2,0,360,4,1,2,1)", "line 1, character 1: ", "'panda' is not supported");
  refuses("crcle(1,2,3)", "line 1, character 1: ", "'crcle' is not supported");
  refuses("banana", "line 1, character 1: ", "expected a shape or a coordinate system, found 'banana'");
  refuses("circle(1,2)", "line 1, character 11: ", "expected radius");
  refuses("circle(1,2,0)", "line 1, character 12: ", "must be above 0");
  refuses("circle(1,2,-3)", "line 1, character 12: ", "cannot be negative");
  refuses("circle(1,2,3,4)", "line 1, character 14: ", "write annulus");
  refuses("circle(1,92,3)", "line 1, character 10: ", "within -90..+90");
  refuses("icrs\ncircle(1,2,3i)", "line 2, character 13: ", "pixels");
  refuses("circle(1,2,3", "line 1, character 7: ", "no matching ')'");
  refuses("circle(1,2,3\n)", "line 1, character 7: ", "no matching ')'");
  refuses("circle(1,2,3) circle(4,5,6)", "line 1, character 15: ", "expected the end of the line");
  refuses("circle(1,2,3))", "line 1, character 14: ", "expected the end of the line");
  refuses("circle(1,2,3) # a;b", "line 1, character 19: ", "found 'b'");
  refuses("annulus(1,2,3)", "line 1, ", "expected outer radius");
  refuses("annulus(1,2,3,2)", "line 1, character 15: ", "must be above 3");
  refuses("box(1,2,3,4,5,6,7)", "line 1, ", "box annulus");
  refuses("box(1,2,180,4,0)", "line 1, character 9: ", "below 180");
  refuses("ellipse(1,2,3,4,5,6,7)", "line 1, ", "elliptical annulus");
  refuses("ellipse(1,2,90,4,0)", "line 1, character 13: ", "below 90");
  refuses("polygon(1,2,3,4)", "line 1, ", "at least three vertices");
  refuses("polygon(1,2,3,4,5)", "line 1, ", "expected a latitude");
  refuses("polygon(0,0,120,0,240,0)", "line 1, ", "farther than 90 deg");
  refuses("+", "line 1, character 2: ", "expected a shape");
  refuses("icrs\n\n!circle(1,2,3)", "line 3, character 1: ", "found '!circle(1,2,3)'");
}

TEST_CASE("the exclusion region of the joint Crab data set is the circle that astropy-regions reads") {
  auto const folder = test_support::real_data();
  if (folder.empty()) return;
  std::ifstream file(folder / "joint-crab/exclusion/Crab_exclusion.reg");
  REQUIRE(file);
  std::string const text{std::istreambuf_iterator<char>(file), {}};
  RegionText const parsed = parse_ds9_file(text, "Crab_exclusion.reg");
  REQUIRE(parsed.region.include.size() == 1);
  Cone const cone = std::get<Cone>(parsed.region.include[0]);
  // regions 0.7: Regions.read(file)[0].center.icrs, .radius
  check_place(cone.centre, 83.63300037533895, 22.01400021336078, 1e-4);
  CHECK(in_degrees(cone.radius) == doctest::Approx(0.3));
}

TEST_CASE("regions that were written are read back as they were") {
  auto const place = Direction<Icrs>::at(degrees(83.63308), degrees(-22.0145));
  Region const region{{Cone{place, degrees(0.11)}, Annulus{place, degrees(0.2), degrees(0.3)},
                       Box{place, degrees(0.3), degrees(0.1), degrees(25)},
                       Ellipse{place, degrees(0.3), degrees(0.1), degrees(-40)},
                       Polygon{{Direction<Icrs>::at(degrees(83), degrees(-22)),
                                Direction<Icrs>::at(degrees(84), degrees(-22)),
                                Direction<Icrs>::at(degrees(83.5), degrees(-21))}}},
                      {Cone{place, degrees(0.05)}}};
  std::string const text = ds9_text({{region, "red", "OFF 1"}});
  Region const back = parse_ds9_file(text, "written.reg").region;
  REQUIRE(back.include.size() == 5);
  REQUIRE(back.exclude.size() == 1);
  CHECK(ds9_text({{back, "red", "OFF 1"}}) == text);
  CHECK(text.find("circle(83.63308,-22.0145,0.11) # color=red text={OFF 1}") != text.npos);
  CHECK(text.find("-circle(83.63308,-22.0145,0.05)") != text.npos);
}
