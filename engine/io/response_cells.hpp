/// The axes and cells of a response table, in canonical units and in one order.
#pragma once

#include <string>
#include <vector>

#include "engine/io/response_layout.hpp"
#include "engine/io/response_row.hpp"

namespace engine {

struct ResponseCells {
  std::vector<GridAxis> axes;                ///< in our order, fastest first
  std::vector<std::vector<double>> columns;  ///< finite
  std::vector<std::string> mends;            ///< what was tolerated, fit for the user
};

/// The order of the cells is told by TDIM. The format's text names the axes fastest first (ENERG, THETA: the
/// array of FITS is (energies, offsets)). Files are met whose arrays have that order in the sense of C, the
/// last named fastest: H.E.S.S. DR1 and CTA 1DC write BKG_3D as (DETY, DETX, ENERG). Their columns say DETX
/// first, but the events say otherwise: for 205324 events in 56 runs of H.E.S.S. DR1, off the sources, the
/// likelihood in the table is greater by e^915 when DETY runs fastest
/// (tests/python/test_responses_background.py). gammapy reads so, too. Where both orders have the same sizes,
/// or TDIM is missing, the format's is taken, unless the columns of its first axis stand behind those of its
/// last.
///
/// NaN cells are taken for 0 and told in `mends`; so are negative ones, which stay: interpolated values are
/// not below 0. Refused: infinite and absurd cells, units of another dimension, arrays that are not what the
/// axes span.
ResponseCells read_response_cells(ResponseRow const& row, ResponseLayout const& layout);

}  // namespace engine
