#include "engine/io/wcslib_handle.hpp"

#include <cstring>

#include <wcslib/wcsfix.h>
#include <wcslib/wcshdr.h>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"

namespace engine {

namespace {

struct FreeParsed {
  int count;
  void operator()(wcsprm* first) { wcsvfree(&count, &first); }
};

[[noreturn]] void throw_refused(std::string const& place, char const* reason) {
  throw Failure(Fault::bad_data, "cannot read the map geometry: " + place + " (wcslib: " + reason +
                                     ") - give centre, width and bin instead");
}

void set_up(wcsprm& w, std::string const& place) {
  if (int const status = wcsset(&w); status != 0) throw_refused(place, wcs_errmsg[status]);
}

WcsHandle empty_handle() {
  WcsHandle out(new wcsprm{});
  out->flag = -1;  // nothing allocated yet
  return out;
}

template <std::size_t N>
void set_text(char (&field)[N], std::string const& text) {
  EXPECTS(text.size() < N);
  std::memcpy(field, text.c_str(), text.size() + 1);
}

}  // namespace

WcsHandle wcs_from_cards(std::string_view cards, std::string const& place) {
  std::string text(cards);  // wcslib wants to write in it
  int rejected = 0, count = 0;
  wcsprm* parsed = nullptr;
  int const records = static_cast<int>(text.size() / 80);
  if (wcspih(text.data(), records, WCSHDR_all, 0, &rejected, &count, &parsed) != 0)
    throw_refused(place, "the header cannot be parsed");
  std::unique_ptr<wcsprm, FreeParsed> const all(parsed, FreeParsed{count});
  if (count == 0 || parsed->naxis < 2) throw_refused(place, "there is no image with two axes");

  WcsHandle out = empty_handle();
  int axes[] = {1, 2}, wanted = 2;
  if (int const status = wcssub(1, parsed, &wanted, axes, out.get()); status != 0)
    throw_refused(place, wcs_errmsg[status]);
  // wcsset replaces LATPOLE, which only chooses between two solutions, by the latitude it found.
  double const latpole = out->latpole;
  int fixed[NWCSFIX];
  wcsfix(0, nullptr, out.get(), fixed);  // what it could not repair, wcsset refuses
  set_up(*out, place);
  out->latpole = latpole;
  return out;
}

WcsHandle wcs_from_numbers(WcsHeader const& header) {
  WcsHandle out = empty_handle();
  if (wcsinit(1, 2, out.get(), 0, 0, 0) != 0) throw Failure(Fault::internal, "wcslib: out of memory");
  bool const galactic = header.frame == MapFrame::galactic;
  std::string const code(fits_code(header.projection));
  set_text(out->ctype[0], (galactic ? "GLON-" : "RA---") + code);
  set_text(out->ctype[1], (galactic ? "GLAT-" : "DEC--") + code);
  for (std::size_t k = 0; k < 2; ++k) {
    set_text(out->cunit[k], "deg");
    out->crpix[k] = header.crpix[k];
    out->crval[k] = header.crval_deg[k];
    out->cdelt[k] = 1;
  }
  for (std::size_t k = 0; k < 4; ++k) out->pc[k] = header.cd_deg[k];
  out->lonpole = header.lonpole_deg;
  out->latpole = header.latpole_deg;
  set_up(*out, "the map of this job");
  return out;
}

WcsHandle copy_of(wcsprm const& w) {
  WcsHandle out = empty_handle();
  if (wcssub(1, &w, nullptr, nullptr, out.get()) != 0 || wcsset(out.get()) != 0)
    throw Failure(Fault::internal, "wcslib: cannot copy a map geometry");
  return out;
}

}  // namespace engine
