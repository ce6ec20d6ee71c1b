#include "engine/io/wcs_geometry.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <numbers>
#include <optional>

#include <wcslib/wcsmath.h>

#include "engine/base/failure.hpp"
#include "engine/io/wcslib_handle.hpp"

namespace engine {

namespace {

constexpr std::size_t card_length = 80;

[[noreturn]] void refuse(std::string const& place, std::string const& reason) {
  throw Failure(Fault::bad_data, "cannot use the map geometry: " + place + " " + reason);
}

std::string_view keyword_of(std::string_view card) {
  std::string_view const keyword = card.substr(0, 8);
  return keyword.substr(0, keyword.find_last_not_of(' ') + 1);
}

template <class Visit>
void for_each_card(std::string_view cards, Visit visit) {
  for (std::size_t at = 0; at + card_length <= cards.size(); at += card_length) {
    std::string_view const card = cards.substr(at, card_length);
    if (keyword_of(card) == "END") return;
    visit(card);
  }
}

std::optional<int> integer_of(std::string_view cards, std::string_view keyword) {
  std::optional<int> out;
  for_each_card(cards, [&](std::string_view card) {
    if (keyword_of(card) != keyword || card.substr(8, 2) != "= ") return;
    std::string_view const text = card.substr(10);
    std::size_t const start = text.find_first_not_of(' ');
    int value = 0;
    if (start == std::string_view::npos) return;
    if (std::from_chars(text.data() + start, text.data() + text.size(), value).ec == std::errc{}) out = value;
  });
  return out;
}

/// A tile-compressed image is a table in the file; the size of the image then is in ZNAXISn.
int axis_length(std::string_view cards, int axis, std::string const& place) {
  std::string const keyword = "NAXIS" + std::to_string(axis);
  std::optional<int> const compressed = integer_of(cards, "Z" + keyword);
  int const length = (compressed ? compressed : integer_of(cards, keyword)).value_or(0);
  if (length < 1) refuse(place, keyword + " (no image with two axes) - name the HDU that holds the map");
  return length;
}

void refuse_distortions(std::string_view cards, wcsprm const& w, std::string const& place) {
  bool found = w.lin.dispre != nullptr || w.lin.disseq != nullptr;
  for_each_card(cards, [&](std::string_view card) {
    for (std::string_view const start : {"A_ORDER", "B_ORDER", "CPDIS", "CQDIS", "CPERR", "D2IMDIS"})
      found = found || keyword_of(card).substr(0, start.size()) == start;
  });
  if (found)
    refuse(place,
           "has a distortion (SIP, TPV or a lookup table), which maps of counts do not carry - "
           "resample the image, or give centre, width and bin instead");
}

MapFrame frame_of(wcsprm const& w, std::string const& place) {
  std::string const lon = w.lngtyp;
  if (lon == "GLON") return MapFrame::galactic;
  if (lon != "RA")
    refuse(place, "CTYPE '" + std::string(w.ctype[w.lng]) + "' (axes must be RA/DEC or GLON/GLAT)" +
                      " - reproject the image to one of these frames");
  std::string const system = w.radesys;
  bool const undefined_equinox = undefined(w.equinox);
  bool const old = system.empty() && !undefined_equinox && w.equinox < 1984;  // Paper II, section 3.1
  bool const precessed = system == "FK5" && !undefined_equinox && w.equinox != 2000;
  bool const known = system.empty() || system == "ICRS" || system == "FK5";
  if (old || precessed || !known)
    refuse(place, "RADESYS '" + system + "' with its EQUINOX (only ICRS and FK5 of 2000 are read)" +
                      " - reproject the image to ICRS");
  return MapFrame::icrs;
}

/// One of the seven with nothing that changes its formula, else `other`.
Projection projection_of(celprm const& cel) {
  constexpr std::array<Projection, 7> seven{Projection::tan, Projection::sin, Projection::stg,
                                            Projection::zea, Projection::car, Projection::ait,
                                            Projection::mol};
  for (Projection const projection : seven) {
    if (fits_code(projection) != std::string_view(cel.prj.code, 3)) continue;
    double const usual_theta0 = is_zenithal(projection) ? 90 : 0;
    bool const usual_origin = cel.phi0 == 0 && cel.theta0 == usual_theta0 && cel.offset == 0;
    bool const slanted = projection == Projection::sin && (cel.prj.pv[1] != 0 || cel.prj.pv[2] != 0);
    return usual_origin && !slanted ? projection : Projection::other;
  }
  return Projection::other;
}

/// The rotation of Paper II, eq. 5, from wcslib's Euler angles: celestial longitude and colatitude of the
/// native pole, and native longitude of the celestial one.
Matrix3 native_from_frame(celprm const& cel) {
  double const deg = std::numbers::pi / 180;
  double const alpha = cel.euler[0] * deg, phi = cel.euler[2] * deg;
  double const sin_pole = cel.euler[3], cos_pole = cel.euler[4];  // cosine, sine of the colatitude
  Matrix3 const to_pole{std::cos(alpha), std::sin(alpha), 0, -std::sin(alpha), std::cos(alpha), 0, 0, 0, 1};
  Matrix3 const tilt{-sin_pole, 0, cos_pole, 0, -1, 0, cos_pole, 0, sin_pole};
  Matrix3 const turn{std::cos(phi), -std::sin(phi), 0, std::sin(phi), std::cos(phi), 0, 0, 0, 1};
  return turn * (tilt * to_pole);
}

bool about_geometry(std::string_view keyword) {
  for (std::string_view const start :
       {"WCSAXES", "CTYPE", "CRVAL", "CRPIX", "CDELT", "CUNIT", "CROTA", "PC", "CD", "PV", "PS", "LONPOLE",
        "LATPOLE", "RADESYS", "RADECSYS", "EQUINOX", "NAXIS"})
    if (keyword.substr(0, start.size()) == start) return true;
  return false;
}

std::vector<std::string> geometry_cards(std::string_view cards) {
  std::vector<std::string> out;
  for_each_card(cards, [&](std::string_view card) {
    if (about_geometry(keyword_of(card))) out.emplace_back(card);
  });
  return out;
}

}  // namespace

SkyGeometry geometry_from_cards(std::string_view cards, std::string const& place) {
  WcsHandle const w = wcs_from_cards(cards, place);
  if (w->lng < 0 || w->lat < 0)
    refuse(place, "CTYPE1, CTYPE2 (the first two axes are not celestial) - name the HDU that holds the map");
  refuse_distortions(cards, *w, place);

  WcsHeader header;
  header.frame = frame_of(*w, place);
  header.projection = projection_of(w->cel);
  header.nx = axis_length(cards, 1, place);
  header.ny = axis_length(cards, 2, place);
  int const rows[] = {w->lng, w->lat};
  for (std::size_t k = 0; k < 2; ++k) {
    header.crpix[k] = w->crpix[k];
    header.crval_deg[k] = w->crval[rows[k]];
    for (int axis = 0; axis < 2; ++axis)
      header.cd_deg[2 * k + static_cast<std::size_t>(axis)] =
          w->lin.cdelt[rows[k]] * w->lin.pc[2 * rows[k] + axis];
  }
  header.lonpole_deg = w->cel.ref[2];
  header.latpole_deg = undefined(w->latpole) ? 90 : w->latpole;
  if (header.projection == Projection::other) header.cards = geometry_cards(cards);
  return SkyGeometry::from_header(std::move(header), native_from_frame(w->cel));
}

}  // namespace engine
