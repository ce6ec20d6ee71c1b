/// One response table: from its HDU to a value that can be evaluated.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/io/fits_file.hpp"
#include "engine/io/response_layout.hpp"
#include "engine/responses/run_responses.hpp"

namespace engine {

/// Of the five types that the HDU index tells apart.
using ResponseValue =
    std::variant<std::shared_ptr<AreaResponse const>, std::shared_ptr<DispersionResponse const>,
                 std::shared_ptr<PointSpread const>, std::shared_ptr<Background const>,
                 std::shared_ptr<RadMaxResponse const>>;

struct LoadedResponse {
  ResponseValue value;
  std::string name;  ///< "AEFF_2D"
  Enclosure enclosure = Enclosure::full;
  std::optional<Angle> rad_max{};                           ///< keyword RAD_MAX [deg] of a point-like table
  std::optional<Energy> low_threshold{}, high_threshold{};  ///< LO_THRES, HI_THRES [TeV]
  std::vector<std::string> mends;                           ///< what was tolerated: "file.fits[AEFF]: ..."
  std::size_t bytes = 0;                                    ///< of memory, about
};

/// `type`: HDU_TYPE by which the table was listed ("aeff"), or empty. Both spellings of the HDU classes do,
/// and none: what the table is, its columns tell. What is tolerated and what refused: response_axis.hpp,
/// response_cells.hpp. A table of another type or of no format that is known is refused, too.
LoadedResponse read_response(FitsFile& file, int hdu, std::string const& type);

/// SHA-256 over all that read_response makes its value of: the cells as they lie in the file, the layout of
/// the columns and the keywords that are read. Tables with equal sums are equal, whatever run or file they
/// belong to. (DATASUM is a sum of 32-bit words; it does not see two of them exchanged.)
std::string content_sum_of(FitsFile& file, int hdu);

}  // namespace engine
