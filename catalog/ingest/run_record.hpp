/// A run as ingest reads it from its files: everything the catalogue wants to know.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/ingest/collection.hpp"
#include "catalog/ingest/hdu_facts.hpp"
#include "catalog/ingest/response_facts.hpp"
#include "catalog/ingest/run_values.hpp"
#include "engine/io/fits_header.hpp"
#include "engine/model/observation.hpp"

namespace catalog::ingest {

struct RunHdu {
  std::string role;       ///< HDU_TYPE: events, gti, aeff, edisp, psf, bkg, rad_max, pointing
  std::string hdu_class;  ///< HDU_CLASS of the index, "aeff_2d"; may be empty
  std::string file;       ///< as spelt_once spells it
  HduFacts facts;
};

struct RunRecord {
  std::int64_t id = 0;
  engine::FitsHeader written{"", {}};  ///< the EVENTS header as it stands in the file
  engine::FitsHeader header{"", {}};   ///< the same, mended
  std::vector<RunHdu> hdus;            ///< the events first
  std::vector<engine::MetRange> good_times;
  SkyValues sky;
  TimeValues times;
  EnergyRangeFound energies;
  std::uint64_t event_count = 0;
  std::optional<double> fov_deg;  ///< diameter
  std::vector<double> footprint;  ///< see footprint.hpp; empty: not known
  std::optional<AtReference> psf_fwhm_arcsec, energy_resolving_power;
  SafeEnergies safe;
  std::string analysis_mode;
  ArrayConfiguration const* array = nullptr;  ///< in the collection, which must live on
  Notes notes;                                ///< what was tolerated or mended
};

/// Failure if the events cannot be read; whatever else is wrong is a note. Only the rows' energies are looked
/// at, in blocks, so memory does not grow with the run (except for gzip files, which are inflated whole).
RunRecord read_run(engine::Observation const& run, Collection const& collection, SharedResponses& shared);

}  // namespace catalog::ingest
