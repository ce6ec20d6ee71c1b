#include "engine/io/wcs_geometry.hpp"

#include <cmath>
#include <numbers>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "engine/io/wcs_locator.hpp"
#include "tests/engine/io_wcs/wcs_cards.hpp"

using namespace engine;
using test_support::cards;
using test_support::Truth;

namespace {

constexpr double deg = std::numbers::pi / 180;

SkyGeometry read(std::string const& text) { return geometry_from_cards(text, "like.fits[0]"); }

std::vector<std::string> tan_lines() {
  return {"NAXIS   = 2",          "NAXIS1  = 40",     "NAXIS2  = 30",      "CTYPE1  = 'RA---TAN'",
          "CTYPE2  = 'DEC--TAN'", "CRPIX1  = 20.5",   "CRPIX2  = 15.5",    "CDELT1  = -0.1",
          "CDELT2  = 0.1",        "CRVAL1  = 83.633", "CRVAL2  = 22.0145", "CUNIT1  = 'deg'",
          "CUNIT2  = 'deg'"};
}

std::vector<std::string> with(std::vector<std::string> lines, std::vector<std::string> const& more) {
  for (std::string const& line : more) {
    std::string const keyword = line.substr(0, 8);
    bool replaced = false;
    for (std::string& old : lines)
      if (old.substr(0, 8) == keyword) {
        old = line;
        replaced = true;
      }
    if (!replaced) lines.push_back(line);
  }
  return lines;
}

/// Tries a grid of directions around the reference point against wcslib on the very same cards.
void check_against_wcslib(std::string const& text, bool latitude_first = false) {
  SkyGeometry const map = read(text);
  auto const locator = make_locator(map);
  double const lon = map.header().crval_deg[0], lat = map.header().crval_deg[1];
  std::size_t wrong = 0, on_map = 0;
  for (int i = -40; i <= 40; ++i)
    for (int j = -30; j <= 30; ++j) {
      // Off the edges of pixels, where rounding decides.
      double const p = lon + 0.0737 * (i + 0.31) / std::max(0.05, std::cos(lat * deg));
      double const q = std::min(90.0, std::max(-90.0, lat + 0.0737 * (j + 0.17)));
      Truth const truth =
          latitude_first ? test_support::wcslib_pixel(text, q, p) : test_support::wcslib_pixel(text, p, q);
      double const x = std::floor(truth.x - 0.5), y = std::floor(truth.y - 0.5);
      bool const inside = truth.shown && x >= 0 && x < map.nx() && y >= 0 && y < map.ny();
      std::uint32_t const expected = inside ? static_cast<std::uint32_t>(y * map.nx() + x) : no_bin;
      double ra = p * deg, dec = q * deg;
      if (map.header().frame == MapFrame::galactic) {
        auto const d = to_icrs(Direction<Galactic>::at(degrees(p), degrees(q)));
        ra = in_radians(d.lon());
        dec = in_radians(d.lat());
      }
      std::uint32_t pixel = 0;
      locator->locate({&ra, 1}, {&dec, 1}, {&pixel, 1});
      wrong += pixel != expected;
      on_map += pixel != no_bin;
    }
  CAPTURE(text.substr(0, 400));
  CHECK(wrong == 0);
  CHECK(on_map > 100);
}

}  // namespace

TEST_CASE("a map we make comes back from its header as the same geometry") {
  for (Projection const projection : {Projection::tan, Projection::sin, Projection::stg, Projection::zea,
                                      Projection::car, Projection::ait, Projection::mol})
    for (MapFrame const frame : {MapFrame::icrs, MapFrame::galactic})
      for (double const lat : {0.0, 22.0145, -60.0, 90.0, -90.0}) {
        SkyGeometry const made = SkyGeometry::centred(
            {frame, projection, degrees(83.63308333), degrees(lat), degrees(0.02), 200, 150});
        SkyGeometry const back = read(test_support::cards_of(made.header()));
        CAPTURE(fits_code(projection));
        CAPTURE(lat);
        CHECK(back == made);
        for (std::size_t k = 0; k < 9; ++k)
          CHECK(std::abs(back.native_from_icrs()[k] - made.native_from_icrs()[k]) < 2e-15);
      }
}

TEST_CASE("CDELT with PC, with CROTA, and CD all give wcslib's pixels") {
  check_against_wcslib(cards(tan_lines()));
  check_against_wcslib(
      cards(with(tan_lines(), {"PC1_1   = 0.8", "PC1_2   = -0.6", "PC2_1   = 0.6", "PC2_2   = 0.8"})));
  check_against_wcslib(cards(with(tan_lines(), {"CROTA2  = 25"})));
  std::vector<std::string> cd =
      with(tan_lines(), {"CD1_1   = -0.09", "CD1_2   = 0.02", "CD2_1   = 0.03", "CD2_2   = 0.1"});
  std::erase_if(cd, [](std::string const& line) { return line.starts_with("CDELT"); });
  check_against_wcslib(cards(cd));
}

TEST_CASE("an oblique CAR map, a galactic one and one off its reference point give wcslib's pixels") {
  std::vector<std::string> const car = {"CTYPE1  = 'RA---CAR'", "CTYPE2  = 'DEC--CAR'"};
  check_against_wcslib(cards(with(tan_lines(), car)));
  check_against_wcslib(cards(with(with(tan_lines(), car), {"LONPOLE = 30.0", "LATPOLE = 45.0"})));
  check_against_wcslib(
      cards(with(tan_lines(), {"CTYPE1  = 'GLON-CAR'", "CTYPE2  = 'GLAT-CAR'", "CRVAL2  = 0.0"})));
  check_against_wcslib(
      cards(with(tan_lines(), {"CTYPE1  = 'GLON-AIT'", "CTYPE2  = 'GLAT-AIT'", "CRPIX1  = 10.0"})));
  check_against_wcslib(
      cards(with(tan_lines(), {"CTYPE1  = 'GLON-MOL'", "CTYPE2  = 'GLAT-MOL'", "CRVAL2  = -30.0"})));
}

TEST_CASE("axes in the other order keep their pixels") {
  check_against_wcslib(cards(with(tan_lines(), {"CTYPE1  = 'DEC--TAN'", "CTYPE2  = 'RA---TAN'",
                                                "CRVAL1  = 22.0145", "CRVAL2  = 83.633"})),
                       true);
}

TEST_CASE("a projection beyond the seven, or one with parameters, is wcslib's with its cards kept") {
  for (auto const& lines : {with(tan_lines(), {"CTYPE1  = 'RA---ARC'", "CTYPE2  = 'DEC--ARC'"}),
                            with(tan_lines(), {"CTYPE1  = 'RA---SIN'", "CTYPE2  = 'DEC--SIN'",
                                               "PV2_1   = 0.1", "PV2_2   = -0.2"}),
                            with(tan_lines(), {"CTYPE1  = 'GLON-CAR'", "CTYPE2  = 'GLAT-CAR'",
                                               "PV1_0   = 1.0", "PV1_1   = 10.0", "PV1_2   = 20.0"})}) {
    SkyGeometry const map = read(cards(lines));
    CHECK(map.header().projection == Projection::other);
    CHECK(map.header().cards.size() == lines.size());
    check_against_wcslib(cards(lines));
  }
  CHECK(read(cards(tan_lines())).header().cards.empty());
}

TEST_CASE("an energy axis is ignored") {
  SkyGeometry const map = read(
      cards(with(tan_lines(), {"NAXIS   = 3", "NAXIS3  = 10", "CTYPE3  = 'Energy'", "CUNIT3  = 'log(TeV)'",
                               "CRPIX3  = 1", "CRVAL3  = 0.5", "CDELT3  = 0.2"})));
  CHECK(map == read(cards(tan_lines())));
  CHECK(map.nx() == 40);
  CHECK(map.ny() == 30);
}

TEST_CASE("FK5 of 2000 is read as ICRS; what would need a rotation is refused") {
  SkyGeometry const icrs = read(cards(tan_lines()));
  CHECK(read(cards(with(tan_lines(), {"RADESYS = 'FK5'", "EQUINOX = 2000.0"}))) == icrs);
  CHECK(read(cards(with(tan_lines(), {"RADECSYS= 'FK5'"}))) == icrs);
  CHECK(read(cards(with(tan_lines(), {"EQUINOX = '        '"}))) == icrs);
  for (auto const& lines : {with(tan_lines(), {"RADESYS = 'FK4'"}), with(tan_lines(), {"EQUINOX = 1950.0"}),
                            with(tan_lines(), {"RADESYS = 'FK5'", "EQUINOX = 2015.5"}),
                            with(tan_lines(), {"CTYPE1  = 'ELON-TAN'", "CTYPE2  = 'ELAT-TAN'"})})
    CHECK_THROWS_AS(read(cards(lines)), Failure);
}

TEST_CASE("distortions, other axes and no image are refused by a sentence that names the header") {
  std::vector<std::vector<std::string>> const bad = {
      with(tan_lines(), {"CTYPE1  = 'RA---TAN-SIP'", "CTYPE2  = 'DEC--TAN-SIP'", "A_ORDER = 2",
                         "A_2_0   = 1e-4", "B_ORDER = 2", "B_0_2   = 1e-4"}),
      with(tan_lines(), {"A_ORDER = 2", "A_2_0   = 1e-4"}),
      with(tan_lines(), {"CTYPE1  = 'RA---TPV'", "CTYPE2  = 'DEC--TPV'", "PV1_1   = 1.0", "PV1_2   = 0.01"}),
      with(tan_lines(), {"CPDIS1  = 'LOOKUP'"}),
      with(tan_lines(), {"CTYPE1  = 'DETX'", "CTYPE2  = 'DETY'"}),
      with(tan_lines(), {"CTYPE1  = 'Energy'", "CTYPE2  = 'RA---TAN'", "CTYPE3  = 'DEC--TAN'"}),
      with(tan_lines(), {"NAXIS1  = 0"}),
      with(tan_lines(), {"CDELT1  = 0.0"}),
      {"NAXIS   = 0"}};
  for (auto const& lines : bad) {
    std::string message;
    try {
      read(cards(lines));
    } catch (Failure const& failure) {
      message = failure.what();
      CHECK(failure.fault() == Fault::bad_data);
    }
    CAPTURE(lines.back());
    CAPTURE(message);
    CHECK(message.find("like.fits[0]") != std::string::npos);
    CHECK(message.find(" - ") != std::string::npos);
  }
}
