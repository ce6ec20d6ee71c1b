#include "engine/io/wcs_keys.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <string>
#include <string_view>

#include "engine/base/text.hpp"

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

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Only what describes the two celestial axes: not a third one of the map it came from, not PCOUNT.
bool describes_axes(std::string_view card) {
  std::string_view const keyword = trimmed(card.substr(0, 8));
  if (one_of(keyword, {"LONPOLE", "LATPOLE", "RADESYS", "RADECSYS", "EQUINOX"})) return true;
  for (std::string_view const stem : {"CTYPE", "CUNIT", "CRPIX", "CRVAL", "CDELT", "CROTA"})
    if (keyword.substr(0, stem.size()) == stem) return one_of(keyword.substr(stem.size()), {"1", "2"});
  std::string_view const stem = keyword.substr(0, 2), axes = keyword.substr(stem.size());
  if (one_of(stem, {"CD", "PC"})) return one_of(axes, {"1_1", "1_2", "2_1", "2_2"});
  return one_of(stem, {"PV", "PS"}) && one_of(axes.substr(0, 2), {"1_", "2_"});
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
