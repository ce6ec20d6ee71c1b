/// The rows of an EVENTS table as they lie in a FITS file.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/io/fits_writer.hpp"
#include "engine/model/events.hpp"
#include "engine/simulate/simulation.hpp"

namespace engine {

/// Which columns, in which units. GADF has 64-bit ids, degrees and TeV; the rest exists to write what is
/// found.
struct EventLayout {
  enum class Angles { degrees, radians } angles = Angles::degrees;
  enum class Energies { tev, gev } energies = Energies::tev;
  enum class Units { stated, missing } units = Units::stated;
  enum class Ids { signed_64, unsigned_32 } ids = Ids::signed_64;
  bool field_of_view_columns = true, mc_id_column = false;
};
EventLayout event_layout(SimulationRequest const& request);

std::vector<FitsColumnFormat> event_columns(EventLayout const& layout);
std::size_t event_row_bytes(EventLayout const& layout);

/// Replaces `out` by the rows, big endian.
void encode_events(SimulatedRun const& run, Rows rows, EventLayout const& layout,
                   std::vector<std::byte>& out);

}  // namespace engine
