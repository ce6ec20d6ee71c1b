/// An axis of a response table from its columns _LO and _HI.
#pragma once

#include <string>
#include <vector>

#include "engine/io/response_layout.hpp"
#include "engine/io/response_row.hpp"

namespace engine {

/// In canonical units. An axis all of whose bins have no width (to 1e-5, as gammapy takes it) has nodes, else
/// its edges are the lower ones and the last upper one.
///
/// Mended, and told in `mends`: bins that do not meet; one single offset without a width, which then holds
/// for all offsets (gammapy finds no other inside the table, and an area of 0 there). Refused, as
/// Failure(bad_data): columns that are missing, of different lengths or unknown units; edges that are not
/// finite, do not increase, or of which only some bins have a width; energies that are not
/// above 0; axes that end beyond 1e12.
GridAxis read_response_axis(ResponseRow const& row, LayoutAxis const& axis, std::vector<std::string>& mends);

/// The factor from a column's unit to the canonical one; exactly 1 if it is that. No TUNIT means the unit of
/// the format. Refuses units of another dimension.
double canonical_factor(FitsTable const& table, FitsColumn const& column, CellUnit unit);

}  // namespace engine
