#include "engine/io/wcs_keys.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>

namespace engine {

namespace {

std::string axis_type(std::string_view name, Projection projection) {
  std::string type(name);
  type.resize(5, '-');
  return type + std::string(fits_code(projection));
}

void write_linear_map(FitsWriter& file, std::array<double, 4> const& cd_deg) {
  if (cd_deg[1] == 0 && cd_deg[2] == 0) {
    file.key({"CDELT1", cd_deg[0], "[deg] per pixel"});
    file.key({"CDELT2", cd_deg[3], "[deg] per pixel"});
    return;
  }
  file.key({"CD1_1", cd_deg[0], "[deg] per pixel"});
  file.key({"CD1_2", cd_deg[1], "[deg] per pixel"});
  file.key({"CD2_1", cd_deg[2], "[deg] per pixel"});
  file.key({"CD2_2", cd_deg[3], "[deg] per pixel"});
}

/// Only what describes the two axes: dates, sizes and comments of the map it came from are not ours.
bool describes_axes(std::string_view card) {
  static constexpr std::array<std::string_view, 13> starts{"CTYPE",   "CUNIT",   "CRPIX",  "CRVAL", "CDELT",
                                                           "CROTA",   "CD",      "PC",     "PV",    "PS",
                                                           "LONPOLE", "LATPOLE", "RADESYS"};
  if (card.substr(0, 7) == "EQUINOX") return true;
  return std::any_of(starts.begin(), starts.end(),
                     [&](std::string_view start) { return card.substr(0, start.size()) == start; });
}

bool is_logarithmic(EnergyAxis const& axis) {
  EnergyAxis const even = EnergyAxis::logarithmic({axis.edges().front(), axis.edges().back()}, axis.bins());
  for (std::size_t i = 0; i < axis.edges().size(); ++i)
    if (std::abs(axis.edges()[i] / even.edges()[i] - 1) > 1e-9) return false;
  return true;
}

}  // namespace

void write_celestial_axes(FitsWriter& file, WcsHeader const& header) {
  if (header.projection == Projection::other) {
    for (std::string const& card : header.cards)
      if (describes_axes(card)) file.card(card);
    return;
  }
  bool const icrs = header.frame == MapFrame::icrs;
  file.key({"CTYPE1", axis_type(icrs ? "RA" : "GLON", header.projection), "longitude"});
  file.key({"CTYPE2", axis_type(icrs ? "DEC" : "GLAT", header.projection), "latitude"});
  file.key({"CUNIT1", std::string("deg"), ""});
  file.key({"CUNIT2", std::string("deg"), ""});
  file.key({"CRPIX1", header.crpix[0], "reference pixel; the first pixel is 1"});
  file.key({"CRPIX2", header.crpix[1], "reference pixel; the first pixel is 1"});
  file.key({"CRVAL1", header.crval_deg[0], "[deg] longitude there"});
  file.key({"CRVAL2", header.crval_deg[1], "[deg] latitude there"});
  write_linear_map(file, header.cd_deg);
  file.key({"LONPOLE", header.lonpole_deg, "[deg] native longitude of the celestial pole"});
  file.key({"LATPOLE", header.latpole_deg, "[deg] native latitude of the celestial pole"});
  if (icrs) file.key({"RADESYS", std::string("ICRS"), "reference frame"});
}

void write_energy_axis(FitsWriter& file, EnergyAxis const& axis) {
  if (!is_logarithmic(axis)) {
    file.key({"CTYPE3", std::string("CHANNEL"), "number of the energy bin"});
    file.key({"CRPIX3", 1.0, "reference plane; the first plane is 1"});
    file.key({"CRVAL3", 0.0, "channel there"});
    file.key({"CDELT3", 1.0, "channels per plane"});
    return;
  }
  double const first_tev = in_tev(axis.edges()[0]), second_tev = in_tev(axis.edges()[1]);
  double const centre_tev = std::sqrt(first_tev * second_tev);
  // Paper III, eq. (5): E = CRVAL exp((p - CRPIX) CDELT / CRVAL).
  file.key({"CTYPE3", std::string("ENER-LOG"), "energy, logarithmic"});
  file.key({"CUNIT3", std::string("TeV"), ""});
  file.key({"CRPIX3", 1.0, "reference plane; the first plane is 1"});
  file.key({"CRVAL3", centre_tev, "[TeV] geometric centre of the first bin"});
  file.key({"CDELT3", centre_tev * std::log(second_tev / first_tev), "[TeV] per plane, at the reference"});
}

}  // namespace engine
