#include "tests/engine/kernels/wcslib_oracle.hpp"

#include <cstring>
#include <stdexcept>
#include <string>

#include <wcslib/wcs.h>

namespace test_support {

namespace {

class Wcs {
 public:
  explicit Wcs(engine::WcsHeader const& h) {
    w_.flag = -1;
    if (wcsini(1, 2, &w_) != 0) throw std::runtime_error("wcsini failed");
    bool const galactic = h.frame == engine::MapFrame::galactic;
    std::string const code(engine::fits_code(h.projection));
    set_text(w_.ctype[0], (galactic ? "GLON-" : "RA---") + code);
    set_text(w_.ctype[1], (galactic ? "GLAT-" : "DEC--") + code);
    for (int k = 0; k < 2; ++k) {
      w_.crpix[k] = h.crpix[static_cast<std::size_t>(k)];
      w_.crval[k] = h.crval_deg[static_cast<std::size_t>(k)];
      w_.cdelt[k] = 1;
      set_text(w_.cunit[k], "deg");
    }
    for (int k = 0; k < 4; ++k) w_.pc[k] = h.cd_deg[static_cast<std::size_t>(k)];
    w_.lonpole = h.lonpole_deg;
    w_.latpole = h.latpole_deg;
    if (int const status = wcsset(&w_); status != 0) throw std::runtime_error(wcs_errmsg[status]);
  }
  ~Wcs() { wcsfree(&w_); }
  Wcs(Wcs const&) = delete;
  Wcs& operator=(Wcs const&) = delete;
  wcsprm* get() { return &w_; }

 private:
  static void set_text(char* field, std::string const& text) { std::strcpy(field, text.c_str()); }
  wcsprm w_{};
};

}  // namespace

std::vector<OraclePixel> wcslib_pixels(engine::WcsHeader const& header, std::vector<SkyPoint> const& points) {
  Wcs wcs(header);
  std::vector<OraclePixel> out;
  for (SkyPoint const& p : points) {
    double const world[2] = {p.lon_deg, p.lat_deg};
    double phi = 0, theta = 0, plane[2] = {}, pixel[2] = {};
    int stat[1] = {};
    int const status = wcss2p(wcs.get(), 1, 2, world, &phi, &theta, plane, pixel, stat);
    out.push_back({status == 0 && stat[0] == 0, pixel[0], pixel[1]});
  }
  return out;
}

std::vector<SkyPoint> wcslib_sky(engine::WcsHeader const& header, double x, double y) {
  Wcs wcs(header);
  double const pixel[2] = {x, y};
  double plane[2] = {}, phi = 0, theta = 0, world[2] = {};
  int stat[1] = {};
  if (wcsp2s(wcs.get(), 1, 2, pixel, plane, &phi, &theta, world, stat) != 0) return {};
  return {{world[0], world[1]}};
}

}  // namespace test_support
