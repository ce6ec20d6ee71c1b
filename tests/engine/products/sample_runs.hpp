/// Event files made by the tests themselves, with the oddities of real ones.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/io/selected_run.hpp"
#include "engine/model/observation.hpp"
#include "engine/model/product.hpp"

namespace test_support {

struct SampleRun {
  std::int64_t id = 1;
  int mjdrefi = 51910;
  double first_s = 1000;             ///< TIME of the first event; one event per second
  std::vector<double> energy_tev;    ///< one per event
  std::string energy_format = "1E";  ///< "1E" or "1D"
  std::string energy_unit = "TeV";
  bool detector_columns = false;  ///< DETX, DETY as CTA has them
  std::string shared_response;    ///< a file with an AEFF HDU; empty: it lies in the event file
};

/// EVENT_ID starts at 2^60 + 1, beyond what a double can hold. The header lacks all HDUCLASn, has a continued
/// string and a keyword twice; the GTI covers all events.
engine::Observation write_sample_run(std::string const& path, SampleRun const& run);
void write_sample_response(std::string const& path);

/// Selects the events with energy >= min_tev into `path`, block by block.
struct Selected {
  engine::InputRecord record;
  engine::IndexedRun index;
};
Selected select_sample(engine::Observation const& run, double min_tev, std::string const& path,
                       std::string const& name, engine::SharedResponses const& shared);

}  // namespace test_support
