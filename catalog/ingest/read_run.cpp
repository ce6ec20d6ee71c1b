#include <algorithm>
#include <cmath>
#include <filesystem>

#include "catalog/ingest/file_facts.hpp"
#include "catalog/ingest/footprint.hpp"
#include "catalog/ingest/header_mending.hpp"
#include "catalog/ingest/run_record.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/column_decoder.hpp"
#include "engine/io/data_sum.hpp"
#include "engine/io/event_list_file.hpp"
#include "engine/io/find_table.hpp"
#include "engine/io/good_times.hpp"
#include "engine/io/observation_header.hpp"
#include "engine/io/time_scales.hpp"

namespace catalog::ingest {

namespace {

using engine::Failure;
using engine::FitsFile;

/// The events' energies and the sum over their bytes, in one pass.
void read_events(FitsFile& file, int hdu, RunRecord& out) {
  engine::FitsTable const table = file.table(hdu);
  engine::FitsColumn const& column = engine::single_number_column(table, "ENERGY");
  auto const unit = engine::canonical_from(table, column, engine::Dimension::energy);
  bool const heap = has_heap(file, hdu);
  engine::DataSum sum;
  std::vector<std::byte> buffer;
  std::vector<double> energy_tev;
  for (std::size_t first = 0; first < table.rows; first += rows_at_once) {
    std::size_t const last = std::min(first + rows_at_once, table.rows);
    auto const bytes = file.rows(table, {first, last}, buffer);
    sum.add(bytes);
    energy_tev.resize(last - first);
    engine::decode_reals(column, {bytes, table.row_bytes, last - first, first}, unit, energy_tev);
    for (double const energy : energy_tev) {
      if (!(energy > 0) || !std::isfinite(energy)) {
        ++out.energies.unusable;
        continue;
      }
      out.energies.min_tev = std::min(energy, out.energies.min_tev.value_or(energy));
      out.energies.max_tev = std::max(energy, out.energies.max_tev.value_or(energy));
    }
  }
  out.event_count = table.rows;
  HduFacts facts = describe_hdu(file, hdu);
  facts.datasum = heap ? file.header(hdu).text("DATASUM") : std::to_string(sum.value());
  out.hdus.front().facts = std::move(facts);
  if (out.energies.unusable > 0)
    out.notes.push_back(std::to_string(out.energies.unusable) +
                        " events without a positive finite energy are left out of the energy range");
}

bool same_file(std::string const& a, std::string const& b) { return spelt_once(a) == spelt_once(b); }

/// The table of good times, its intervals and its facts; a run without is noted.
void read_good_times_of(engine::Observation const& run, FitsFile& events_file, RunRecord& out) {
  try {
    engine::HduLocation const where = run.gti.value_or(engine::HduLocation{});
    bool const inside = where.file.empty() || same_file(where.file, run.events.file);
    std::optional<FitsFile> other;
    if (!inside) other.emplace(FitsFile::open(where.file, where.syntax));
    FitsFile& file = inside ? events_file : *other;
    int const hdu = engine::find_good_times_table(file, where, out.written);
    RunHdu gti{"gti", "gti", spelt_once(inside ? run.events.file : where.file),
               describe_summed_hdu(file, hdu)};
    out.hdus.push_back(std::move(gti));
    auto const reference = engine::time_reference(out.header);
    out.good_times = engine::read_good_times(file, hdu, reference).ranges();
  } catch (Failure const& failure) {
    out.notes.emplace_back(failure.what());
  }
}

void add_response(engine::ResponseLocation const& response, ResponseFacts facts, RunRecord& out) {
  if (facts.psf_fwhm_arcsec) out.psf_fwhm_arcsec = facts.psf_fwhm_arcsec;
  if (facts.energy_resolving_power) out.energy_resolving_power = facts.energy_resolving_power;
  if (response.type == "aeff") {
    out.safe = facts.safe;
    out.analysis_mode = facts.analysis_mode;
  }
  if (!facts.note.empty()) out.notes.push_back(facts.note);
  out.hdus.push_back(
      {response.type, response.hdu_class, spelt_once(response.location.file), std::move(facts.hdu)});
}

void read_responses(engine::Observation const& run, FitsFile& events_file, SharedResponses& shared,
                    RunRecord& out) {
  for (engine::ResponseLocation const& response : run.responses) {
    try {
      bool const inside = same_file(response.location.file, run.events.file);
      add_response(response, inside ? read_response(events_file, response) : shared.of(response), out);
    } catch (Failure const& failure) {
      out.notes.emplace_back(failure.what());
    }
  }
}

/// RA_PNT and DEC_PNT of a POINTING table (GADF, POINTING), for drift scans.
std::vector<SkyPoint> read_track(FitsFile& file, RunRecord& out) {
  std::vector<SkyPoint> track;
  std::optional<int> const hdu = file.find_hdu("POINTING");
  if (!hdu || !file.is_binary_table(*hdu)) return track;
  out.hdus.push_back({"pointing", "pointing", out.hdus.front().file, describe_summed_hdu(file, *hdu)});
  engine::FitsTable const table = file.table(*hdu);
  if (table.find("RA_PNT") == nullptr || table.find("DEC_PNT") == nullptr) return track;
  auto const ra_deg = file.numbers(table, "RA_PNT"), dec_deg = file.numbers(table, "DEC_PNT");
  for (std::size_t i = 0; i < std::min(ra_deg.size(), dec_deg.size()); ++i)
    if (std::isfinite(ra_deg[i]) && std::abs(ra_deg[i]) <= 3600 && std::abs(dec_deg[i]) <= 90)
      track.push_back({ra_deg[i], dec_deg[i]});
  return track;
}

void add_footprint(FitsFile& file, RunRecord& out) {
  std::vector<SkyPoint> track;
  try {
    track = read_track(file, out);
  } catch (Failure const& failure) {
    out.notes.emplace_back(failure.what());
  }
  if (!out.sky.pointing && !track.empty()) {
    SkyPoint const middle = track[track.size() / 2];
    out.sky.pointing = SkyPoint{middle.ra_deg - 360 * std::floor(middle.ra_deg / 360), middle.dec_deg};
    out.notes.emplace_back("the header has no RA_PNT and DEC_PNT: the middle of the POINTING table is used");
  }
  if (!out.fov_deg || !out.sky.pointing) return;
  bool const drifts = engine::same_word(out.header.text("OBS_MODE").value_or(""), "DRIFT");
  out.footprint = drifts && track.size() > 1 ? track_footprint(track, *out.fov_deg / 2)
                                             : circle_footprint(*out.sky.pointing, *out.fov_deg / 2);
}

void refuse_merged(engine::Observation const& run, engine::FitsHeader const& header) {
  if (run.id == engine::merged_runs_id && !engine::observation_id(header))
    throw Failure(
        engine::Fault::bad_data,
        "the events of several runs: " + header.place() +
            " (a run of the catalogue is one observation) - ingest the runs themselves, or declare the "
            "file under `products`");
}

}  // namespace

RunRecord read_run(engine::Observation const& run, Collection const& collection, SharedResponses& shared) {
  FitsFile file = FitsFile::open(run.events.file, run.events.syntax);
  int const hdu = engine::find_events_table(file, run.events);
  RunRecord out;
  out.id = run.id;
  out.written = file.header(hdu);
  refuse_merged(run, out.written);
  out.header = mended(out.written, collection.overrides, run.id, out.notes);
  if (auto const own = engine::observation_id(out.header); own != run.id)
    out.notes.push_back("the index calls it run " + std::to_string(run.id) + ", its header " +
                        (own ? std::to_string(*own) : "nothing") + ": the index decides");
  out.hdus.push_back({"events", "events", spelt_once(run.events.file), {}});
  read_events(file, hdu, out);
  read_good_times_of(run, file, out);
  read_responses(run, file, shared, out);
  out.sky = sky_values(out.header, out.notes);
  out.times = time_values(out.header, out.good_times, out.notes);
  std::optional<engine::Time> when;
  if (out.times.reference && out.times.tstart_s) when = out.times.reference->time_of(*out.times.tstart_s);
  out.array = array_of(out.header, when, collection);
  out.fov_deg = field_of_view_deg(out.header, collection, out.array);
  add_footprint(file, out);
  return out;
}

}  // namespace catalog::ingest
