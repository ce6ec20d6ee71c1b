/// Rules for the header of a response table, and for the responses of a run together.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/check/gadf_format.hpp"
#include "engine/check/survey.hpp"

namespace engine {

/// What the rules of a run need to know of one of its responses.
struct ResponseFacts {
  std::string type;  ///< "aeff", "edisp", "psf", "bkg", "rad_max"
  bool point_like = false, has_rad_max_keyword = false;
  std::optional<double> lo_thres_tev, hi_thres_tev;
};

/// Checks header and content. `index_class` is the HDU_CLASS of the index, or empty. Nothing: the table is
/// of no format this program knows.
std::optional<ResponseFacts> check_response(SurveyedFile& file, SurveyedHdu const& hdu,
                                            std::string const& index_class, Findings const& out);

/// What is missing among the responses of a run.
void check_responses_of_run(std::vector<ResponseFacts> const& responses, GadfVersion version,
                            Findings const& out);

}  // namespace engine
