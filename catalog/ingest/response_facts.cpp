#include "catalog/ingest/response_facts.hpp"

#include "catalog/ingest/file_facts.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace catalog::ingest {

namespace {

int hdu_of(engine::FitsFile& file, engine::ResponseLocation const& response) {
  engine::HduLocation const& where = response.location;
  if (where.number && *where.number >= 1 && *where.number <= file.hdu_count()) return *where.number;
  if (!where.number && !where.hdu.empty())
    if (std::optional<int> const hdu = file.find_hdu(where.hdu)) return *hdu;
  for (int hdu = 2; !where.number && where.hdu.empty() && hdu <= file.hdu_count(); ++hdu)
    if (engine::same_word(file.header(hdu).text("HDUCLAS4").value_or(""), response.hdu_class)) return hdu;
  std::string const wanted = where.number        ? " HDU " + std::to_string(*where.number)
                             : where.hdu.empty() ? " HDU of that class (HDUCLAS4)"
                                                 : " HDU '" + where.hdu + "'";
  throw engine::Failure(engine::Fault::bad_data, "response " + response.type + " not found: " + file.path() +
                                                     " has no" + wanted + " - correct the HDU index");
}

std::string mode_of(engine::FitsHeader const& header) {
  std::string const word = engine::lower(header.text("HDUCLAS3").value_or(""));
  return word == "full-enclosure" || word == "point-like" ? word : "";
}

/// A summary that cannot be made is a note: the response itself may be good for all that.
template <class Summarise>
void summarise(std::string const& what, ResponseFacts& out, Summarise make) {
  std::string why;
  try {
    make(why);
  } catch (engine::Failure const& failure) {
    why = failure.what();
  }
  if (!why.empty()) out.note = what + " is not known: " + why;
}

}  // namespace

ResponseFacts read_response(engine::FitsFile& file, engine::ResponseLocation const& response) {
  int const hdu = hdu_of(file, response);
  ResponseFacts out;
  out.hdu = describe_summed_hdu(file, hdu);
  out.analysis_mode = mode_of(file.header(hdu));
  if (response.type == "aeff") out.safe = safe_energies(file.header(hdu));
  if (response.type == "psf")
    summarise("the angular resolution", out,
              [&](std::string& why) { out.psf_fwhm_arcsec = psf_fwhm_arcsec(file, hdu, why); });
  if (response.type == "edisp")
    summarise("the energy resolution", out,
              [&](std::string& why) { out.energy_resolving_power = energy_resolving_power(file, hdu, why); });
  return out;
}

struct SharedResponses::Entry {
  std::mutex reading;
  std::optional<ResponseFacts> facts;
  std::optional<engine::Failure> trouble;
};

ResponseFacts SharedResponses::of(engine::ResponseLocation const& response) {
  engine::HduLocation const& where = response.location;
  std::string const key = spelt_once(where.file) + "\n" + response.type + "\n" + response.hdu_class + "\n" +
                          where.hdu + "\n" + (where.number ? std::to_string(*where.number) : "");
  std::shared_ptr<Entry> entry;
  {
    std::lock_guard const lock(mutex_);
    std::shared_ptr<Entry>& place = entries_[key];
    if (!place) place = std::make_shared<Entry>();
    entry = place;
  }
  std::lock_guard const lock(entry->reading);  // the others of this file wait for the first
  if (entry->trouble) throw *entry->trouble;
  if (entry->facts) return *entry->facts;
  try {
    engine::FitsFile file = engine::FitsFile::open(where.file, where.syntax);
    return entry->facts.emplace(read_response(file, response));
  } catch (engine::Failure const& failure) {
    entry->trouble.emplace(failure);
    throw;
  }
}

}  // namespace catalog::ingest
