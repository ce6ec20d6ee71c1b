#include "engine/io/event_list_file.hpp"

#include <algorithm>
#include <array>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/find_table.hpp"
#include "engine/io/observation_header.hpp"

namespace engine {

namespace {

struct ResponseWord {
  std::string_view hduclas2, type;
};
/// HDUCLAS2 of a response and the HDU_TYPE that index tables have for it. The format contradicts itself on
/// the PSF: both words are met.
constexpr std::array<ResponseWord, 6> response_words{{{"EFF_AREA", "aeff"},
                                                      {"EDISP", "edisp"},
                                                      {"PSF", "psf"},
                                                      {"RPSF", "psf"},
                                                      {"BKG", "bkg"},
                                                      {"RAD_MAX", "rad_max"}}};

std::vector<ResponseLocation> responses_in(FitsFile& file, HduLocation const& where) {
  std::vector<ResponseLocation> out;
  for (int const hdu : tables_of_class(file, "RESPONSE")) {
    FitsHeader const header = file.header(hdu);
    std::string const word = header.text("HDUCLAS2").value_or("");
    auto const row = std::find_if(response_words.begin(), response_words.end(),
                                  [&](ResponseWord const& r) { return same_word(r.hduclas2, word); });
    if (row == response_words.end()) continue;
    HduLocation place = where;
    place.number = hdu;
    place.hdu = header.text("EXTNAME").value_or("");
    out.push_back({std::string(row->type), lower(header.text("HDUCLAS4").value_or("")), std::move(place)});
  }
  return out;
}

/// Events of several runs in one table, told apart by a column: no header keyword can name them all.
bool is_merged(FitsHeader const& header) {
  return std::any_of(header.cards().begin(), header.cards().end(), [](FitsCard const& card) {
    return card.keyword.rfind("TTYPE", 0) == 0 && same_word(card.value, "OBS_ID");
  });
}

Observation observation_at(FitsHeader const& header, HduLocation const& events) {
  std::optional<std::int64_t> id = observation_id(header);
  if (!id && is_merged(header)) id = merged_runs_id;
  if (!id)
    throw Failure(Fault::bad_data,
                  "OBS_ID is missing or no whole number: " + header.place() +
                      " (runs are told apart by it) - add it to the header, or make an index");
  Observation out;
  out.id = *id;
  out.events = events;
  out.object = header.text("OBJECT").value_or("");
  out.pointing = direction_in_header(header, "RA_PNT", "DEC_PNT");
  return out;
}

}  // namespace

std::vector<Observation> observations_in_file(HduLocation const& where) {
  FitsFile file = FitsFile::open(where.file, where.syntax);
  bool const named = where.number.has_value() || !where.hdu.empty();
  std::vector<int> const hdus =
      named ? std::vector<int>{find_events_table(file, where)} : tables_of_class(file, "EVENTS");
  if (hdus.empty()) refuse_damaged_end(file);
  std::vector<Observation> out;
  for (int const hdu : hdus) {
    HduLocation place = where;
    if (hdus.size() > 1) place.number = hdu;
    Observation run = observation_at(file.header(hdu), place);
    for (Observation const& other : out)
      if (other.id == run.id)
        throw Failure(Fault::bad_data, "two event lists with OBS_ID " + std::to_string(run.id) + ": " +
                                           where.file + " HDU " + std::to_string(*other.events.number) +
                                           " and HDU " + std::to_string(hdu) + " - say which, as FILE[NAME]");
    run.responses = responses_in(file, where);
    out.push_back(std::move(run));
  }
  return out;
}

}  // namespace engine
