#include "tests/engine/io_wcs/wcs_cards.hpp"

#include <array>
#include <cstdio>
#include <stdexcept>

#include <wcslib/wcs.h>
#include <wcslib/wcshdr.h>

namespace test_support {

namespace {

std::string number(double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.17g", value);
  return text.data();
}

}  // namespace

std::string cards(std::vector<std::string> const& lines) {
  std::string out;
  for (std::string line : lines) {
    line.resize(80, ' ');
    out += line;
  }
  std::string end = "END";
  end.resize(80, ' ');
  return out + end;
}

std::string cards_of(engine::WcsHeader const& h) {
  bool const galactic = h.frame == engine::MapFrame::galactic;
  std::string const code(engine::fits_code(h.projection));
  return cards({"SIMPLE  = T",
                "BITPIX  = 32",
                "NAXIS   = 2",
                "NAXIS1  = " + std::to_string(h.nx),
                "NAXIS2  = " + std::to_string(h.ny),
                "CTYPE1  = '" + std::string(galactic ? "GLON-" : "RA---") + code + "'",
                "CTYPE2  = '" + std::string(galactic ? "GLAT-" : "DEC--") + code + "'",
                "CUNIT1  = 'deg'",
                "CUNIT2  = 'deg'",
                "CRPIX1  = " + number(h.crpix[0]),
                "CRPIX2  = " + number(h.crpix[1]),
                "CRVAL1  = " + number(h.crval_deg[0]),
                "CRVAL2  = " + number(h.crval_deg[1]),
                "CD1_1   = " + number(h.cd_deg[0]),
                "CD1_2   = " + number(h.cd_deg[1]),
                "CD2_1   = " + number(h.cd_deg[2]),
                "CD2_2   = " + number(h.cd_deg[3]),
                "LONPOLE = " + number(h.lonpole_deg),
                "LATPOLE = " + number(h.latpole_deg),
                "RADESYS = 'ICRS'"});
}

Truth wcslib_pixel(std::string const& cards, double world1_deg, double world2_deg) {
  std::string text = cards;
  int rejected = 0, count = 0;
  wcsprm* all = nullptr;
  int const records = static_cast<int>(text.size() / 80);
  if (wcspih(text.data(), records, WCSHDR_all, 0, &rejected, &count, &all) != 0 || count == 0)
    throw std::runtime_error("wcspih failed");
  if (int const status = wcsset(all); status != 0) throw std::runtime_error(wcs_errmsg[status]);
  std::array<double, 4> world{}, plane{}, pixel{};
  for (int k = 0; k < all->naxis; ++k) world[static_cast<std::size_t>(k)] = all->crval[k];
  world[0] = world1_deg;
  world[1] = world2_deg;
  double phi = 0, theta = 0;
  int bad = 0;
  int const status = wcss2p(all, 1, 4, world.data(), &phi, &theta, plane.data(), pixel.data(), &bad);
  wcsvfree(&count, &all);
  return {status == 0, pixel[0], pixel[1]};
}

}  // namespace test_support
